"""The recording monitor fails a program for what the SDK's mock monitor takes in silence."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_alicloud as alicloud
import pulumi_aws as aws
import pytest

from tests.support.mocks import UNKNOWN, changes, record
from tests.support.schema import Secret


def failure(program) -> str:
    with pytest.raises(AssertionError) as raised:
        record(program, preview=True)
    return str(raised.value)


def test_an_unknown_nested_argument_is_found_with_a_suggestion():
    wrong: dict[str, Any] = {"metadata_options": {"http_token": "required"}}
    template = "aws:ec2/launchTemplate:LaunchTemplate template"
    assert failure(lambda: aws.ec2.LaunchTemplate("template", **wrong)) == (
        f"{template}: metadataOptions.http_token: unknown; did you mean httpTokens?"
    )


def test_a_missing_nested_argument_is_found():
    group: dict[str, Any] = {"min_size": 1, "max_size": 2, "tags": [{"key": "owner", "value": "platform"}]}
    assert failure(lambda: aws.autoscaling.Group("group", **group)) == (
        "aws:autoscaling/group:Group group: tags[0].propagateAtLaunch: missing"
    )


def test_a_value_of_another_type_is_found():
    wrong: dict[str, Any] = {"min_size": "1", "az_balance": "yes"}
    assert failure(lambda: alicloud.ess.ScalingGroup("group", max_size=2, **wrong)) == (
        "alicloud:ess/scalingGroup:ScalingGroup group: azBalance: 'yes' is no bool\n"
        "alicloud:ess/scalingGroup:ScalingGroup group: minSize: '1' is no int"
    )


def test_an_enum_value_that_does_not_exist_is_found():
    group: dict[str, Any] = {"min_size": 1, "max_size": 2, "enabled_metrics": ["GroupMaximum"]}
    assert "enabledMetrics[0]: 'GroupMaximum' is none of [" in failure(lambda: aws.autoscaling.Group("group", **group))


def test_two_resources_of_one_urn_are_found():
    def program():
        aws.ec2.Eip("address")
        aws.ec2.Eip("address")

    assert "aws:ec2/eip:Eip::address is registered twice" in failure(program)


def test_a_look_up_is_found():
    assert failure(lambda: aws.get_availability_zones() and None).startswith("aws:index/getAvailabilityZones")


def test_secrets_and_unknowns_are_seen_as_such():
    def program():
        address = aws.ec2.Eip("address", tags={"token": pulumi.Output.secret("x")})
        aws.ec2.Eip("other", instance=address.public_ip)
        pulumi.export("ip", address.public_ip)

    found = record(program, preview=True)
    assert found.one("aws:ec2/eip:Eip", "address").inputs == {"tags": {"token": Secret("x")}}
    assert found.one("aws:ec2/eip:Eip", "other").inputs == {"instance": UNKNOWN}
    assert found.exports == {"ip": UNKNOWN}


def test_changes_names_what_another_run_would_do():
    def program(domain: str, extra: str):
        aws.ec2.Eip("kept")
        aws.ec2.Eip("changed", domain=domain)
        aws.ec2.Eip(extra)

    before, after = record(lambda: program("vpc", "old")), record(lambda: program("standard", "new"))
    assert changes(before, after) == ({"Eip new"}, {"Eip old"}, {"Eip changed"})
