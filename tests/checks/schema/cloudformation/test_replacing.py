"""What CloudFormation's schemas say replaces an object, and how far that is what the provider does."""

from __future__ import annotations

import pytest

from checks.schema.cloudformation.replacing import Replacing, replaces


@pytest.mark.parametrize(
    ("token", "path", "expected"),
    [
        ("aws:ec2/subnet:Subnet", "cidrBlock", Replacing.CERTAIN),
        ("aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch", Replacing.UNLIKELY),
        ("aws:ec2/subnet:Subnet", "ipv6CidrBlock", Replacing.POSSIBLE),
        ("aws:ec2/subnet:Subnet", "region", Replacing.CERTAIN),
        ("aws:ec2/subnet:Subnet", "tags.team", Replacing.UNLIKELY),
        ("aws:rds/instance:Instance", "dbName", Replacing.CERTAIN),
        ("aws:rds/instance:Instance", "blueGreenUpdate.enabled", Replacing.UNKNOWN),
        ("aws:iam/role:Role", "namePrefix", Replacing.CERTAIN),
        ("aws:s3/bucket:Bucket", "bucket", Replacing.CERTAIN),
        ("aws:ec2/instance:Instance", "networkInterfaces[0].deviceIndex", Replacing.CERTAIN),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", Replacing.UNKNOWN),
        ("alicloud:vpc/network:Network", "cidrBlock", Replacing.UNKNOWN),
    ],
)
def test_what_an_input_that_differs_comes_to(token, path, expected):
    assert replaces(token, path) is expected
