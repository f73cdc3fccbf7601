"""Inputs of Alibaba Cloud that are of the right type and that it would refuse: what is told of each, and that no more is."""

from __future__ import annotations

import json
import re
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Severity
from checks.schema import alicloud
from checks.schema.alicloud import table
from checks.schema.checking import faults
from checks.schema.sdk import sdk
from engine.events import Asked
from engine.values import UNKNOWN, Secret
from tests.alicloud_schemas.examples import examples
from tests.alicloud_schemas.naming import inside

LIBRARY = Path(sysconfig.get_path("purelib"))
PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:alicloud::jakarta"
NODES = "alicloud:cs/nodePool:NodePool"
RULE = {"type": "ingress", "ipProtocol": "tcp", "securityGroupId": "sg-1", "cidrIp": "0.0.0.0/0"}
GROUP = {"minSize": 1, "maxSize": 4, "vswitchIds": ["vsw-1"]}
SWITCH = {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "zoneId": "ap-southeast-5a"}
STATEMENT = {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:logs/*"}


def policy(*statements: Any, **more: Any) -> dict[str, Any]:
    return {"policyName": "p", "policyDocument": json.dumps({"Version": "1", "Statement": statements, **more})}


def trust(**principal: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return {"roleName": "r", "assumeRolePolicyDocument": json.dumps({"Version": "1", "Statement": [statement]})}


def told(token: str, inputs: dict[str, Any], region: str = "ap-southeast-5") -> list[tuple[str, str, str]]:
    """(path, reason without its source, fix) of each fault of a resource."""
    asked = (
        Asked(urn=PROVIDER, type="pulumi:providers:alicloud", inputs={"region": region}),
        Asked(urn="urn:pulumi:dev::shop::t::n", type=token, provider=f"{PROVIDER}::1", inputs=inputs),
    )
    found = faults(asked, (LIBRARY,))
    return [(each.path, re.sub(r" \(terraform-provider-alicloud .*\)$", "", each.reason), each.fix) for each in found]


BROKEN = [
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "443"}, "portRange", 'write "443/443"'),
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "90-80"}, "portRange", 'write "80/90"'),
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "1/70000"}, "portRange", 'write one as in "443/443" or "1/65535"'),
    ("ecs/securityGroupRule:SecurityGroupRule", RULE, "portRange", 'write one as in "443/443" or "1/65535"'),
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "1/2", "nicType": "intranett"}, "nicType", 'write "intranet"'),
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "1/2", "priority": 101}, "priority", "write 100 or less"),
    ("ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": "1/2", "type": "in"}, "type", "write one of them"),
    ("vpc/network:Network", {"cidrBlock": "10.0.0.1/8"}, "cidrBlock", 'write "10.0.0.0/8"'),
    ("vpc/network:Network", {"cidrBlock": "10.0.0.0/29"}, "cidrBlock", "write one of /8 to /28"),
    ("vpc/network:Network", {"cidrBlock": "10.0.0.0.0/8"}, "cidrBlock", "write one, as in 10.0.0.0/16"),
    ("vpc/switch:Switch", {**SWITCH, "cidrBlock": "10.0.0.0/30"}, "cidrBlock", "write one of /16 to /29"),
    ("vpc/switch:Switch", {**SWITCH, "zoneId": "cn-hangzhou-b"}, "zoneId", "name a zone of ap-southeast-5, or give it a provider of the other region"),
    ("ess/scalingGroup:ScalingGroup", {**GROUP, "minSize": 5}, "minSize", "write 4 or less, or a higher maxSize"),
    ("ess/scalingGroup:ScalingGroup", {**GROUP, "desiredCapacity": 9}, "desiredCapacity", "write 4 or less, or a higher maxSize"),
    ("ess/scalingGroup:ScalingGroup", {**GROUP, "multiAzPolicy": "BALANCED"}, "multiAzPolicy", 'write "BALANCE"'),
    ("ecs/instance:Instance", {"instanceType": "ecs.g7.larg", "imageId": "m"}, "instanceType", "write one as in large or 2xlarge, unless it is newer"),
    ("ecs/instance:Instance", {"instanceType": "t3.micro", "imageId": "m"}, "instanceType", "write one as in ecs.g7.large"),
    ("ecs/instance:Instance", {"instanceType": "ecs.gg7.large", "imageId": "m"}, "instanceType", "write ecs.g7.large, unless it is newer"),
    (
        "ecs/instance:Instance",
        {"instanceType": "ecs.g7.large", "imageId": "m", "instanceChargeType": "PrePaid"},
        "period",
        "give period in months, or let it be PostPaid",
    ),
    ("vpc/natGateway:NatGateway", {"vpcId": "v", "period": 10}, "period", "write one of them"),
    ("rds/account:Account", {"accountName": "app", "accountType": "Super"}, "dbInstanceId", "give dbInstanceId or instanceId"),
    ("ram/policy:Policy", policy(STATEMENT, Version="2012-10-17"), "policyDocument.Version", 'write "1"'),
    ("ram/policy:Policy", policy({**STATEMENT, "Effect": "allow"}), "policyDocument.Statement[0].Effect", 'write "Allow" or "Deny"'),
    ("ram/policy:Policy", policy({**STATEMENT, "Action": ["GetObject"]}), "policyDocument.Statement[0].Action[0]", 'write one as in ecs:Describe*, or "*"'),
    ("ram/policy:Policy", policy({**STATEMENT, "Action": "s3:GetObject"}), "policyDocument.Statement[0].Action", "write oss:… for s3:GetObject"),
    ("ram/policy:Policy", policy({**STATEMENT, "Resource": "arn:aws:s3:::logs"}), "policyDocument.Statement[0].Resource", 'write one as in acs:oss:*:*:my-bucket/*, or "*"'),
    ("ram/policy:Policy", policy({"Effect": "Allow", "Action": "*"}), "policyDocument.Statement[0].Resource", 'name resources, or "*"'),
    ("ram/policy:Policy", policy(), "policyDocument.Statement", "give at least one, in a list"),
    ("ram/policy:Policy", policy({**STATEMENT, "Resource": [f"acs:oss:*:*:{'x' * 7000}"]}), "policyDocument", "split it into several policies"),
    ("ram/role:Role", trust(Service=["ec2.amazonaws.com"]), "assumeRolePolicyDocument.Statement[0].Principal.Service[0]", 'write one as in "ecs.aliyuncs.com"'),
]  # fmt: skip


@pytest.mark.parametrize(("token", "inputs", "path", "fix"), BROKEN, ids=lambda each: each if isinstance(each, str) else "")
def test_what_the_cloud_would_refuse_is_told_once_with_the_fix(token: str, inputs: dict[str, Any], path: str, fix: str):
    found = told(f"alicloud:{token}", inputs)
    assert (path, fix) in [(where, how) for where, _, how in found], found
    assert [where for where, _, _ in found] == [path]


def test_what_does_not_go_together_is_told_of_both_at_once():
    found = told(
        "alicloud:vpc/natGateway:NatGateway", {"vpcId": "v", "paymentType": "PayAsYouGo", "instanceChargeType": "PostPaid"}
    )
    assert [(path, reason) for path, reason, _ in found] == [("paymentType", "it does not go with instanceChargeType")]


def test_what_is_unknown_or_secret_or_empty_is_never_wrong():
    for open_ in (UNKNOWN, Secret("x"), None, ""):
        assert (
            told("alicloud:ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": open_ or UNKNOWN, "nicType": open_})
            == []
        )
        assert told("alicloud:ram/policy:Policy", {"policyName": "p", "policyDocument": open_}) == []
        assert told("alicloud:vpc/network:Network", {"cidrBlock": open_}) == []


def test_where_the_region_is_not_known_no_zone_is_wrong():
    assert told("alicloud:vpc/switch:Switch", {**SWITCH, "zoneId": "cn-hangzhou-b"}, region="") == []


def test_types_of_an_environment_are_judged_where_it_may_name_newer_ones():
    inputs = {"instanceTypes": ["ecs.g99.large"]}
    for component, paths in (("nusantara:alicloud:Cluster", []), ("shop:index:Pools", ["instanceTypes[0]"])):
        asked = Asked(
            urn=f"urn:pulumi:dev::shop::{component}$alicloud:cs/nodePool:NodePool::n", type=NODES, provider="p::1", inputs=inputs
        )
        assert [fault.path for fault in faults([asked], (LIBRARY,)) if fault.path.startswith("instanceTypes")] == paths


def test_under_an_sdk_of_another_release_it_is_a_warning(tmp_path: Path):
    inputs = {**RULE, "portRange": "1/2", "nicType": "intranett"}
    for version, severity in (("4.0.0", Severity.ERROR), ("4.9.0", Severity.WARNING)):
        library = tmp_path / version
        (library / "pulumi_alicloud").mkdir(parents=True)
        (library / "pulumi_alicloud" / "pulumi-plugin.json").write_text(json.dumps({"version": version}))
        (fault,) = alicloud.faults("alicloud:ecs/securityGroupRule:SecurityGroupRule", inputs, "", (library,))
        assert fault.severity is severity
        assert fault.reason == (
            '"intranett" is given, expected "internet" or "intranet" '
            "(terraform-provider-alicloud 1.289.0, resource_alicloud_security_group_rule.go)"
        )


def test_nothing_is_wrong_with_the_examples_of_the_documentation():
    """3,675 resources of 1,038 types, written by people who knew that they work."""
    installed = sdk("alicloud", (LIBRARY,))
    assert installed is not None
    shown = examples(LIBRARY / "pulumi_alicloud", installed)
    assert sum(map(len, shown.values())) > 3_500
    found = {
        (token, each.path, each.reason)
        for token, several in shown.items()
        for inputs in several
        for each in alicloud.faults(token, inputs, "", (LIBRARY,))
    }
    assert found == set()


def test_every_path_of_the_table_is_the_sdks():
    installed = sdk("alicloud", (LIBRARY,))
    assert installed is not None
    types = re.findall(r"^(alicloud:\S+)\t", Path(table.__file__).with_name("held.tsv").read_text(), re.MULTILINE)
    assert len(types) > 700
    strangers = []
    for token in types:
        known = table.held(token)
        assert known is not None
        for row in known.rows:
            at = installed.arguments(token)
            assert at is not None, token
            together = row.kind in ("with", "without", "one-of", "any-of")
            strangers += [(token, name) for name in row.said if name not in at.properties] if together else []
            for step in row.path.replace("[*]", "").split("."):
                wanted = at.properties.get(step) if at is not None else None
                if wanted is None:
                    strangers.append((token, row.path))
                    break
                _, at = inside(wanted.type())
    assert strangers == []


@settings(max_examples=1000)
@given(st.integers(1, 65535), st.integers(1, 65535))
def test_ports_in_their_order_are_right_and_the_fix_is(first: int, last: int):
    def found(text: str) -> list[str]:
        return [
            each.fix
            for each in alicloud.numbers.faults("alicloud:ecs/securityGroupRule:SecurityGroupRule", {**RULE, "portRange": text})
        ]

    assert (found(f"{first}/{last}") == []) is (first <= last)
    for fix in found(f"{first}-{last}"):
        assert found(json.loads(fix.removeprefix("write "))) == []
