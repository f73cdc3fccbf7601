"""Addresses, security groups, launch templates and scaling groups of the simulated Alibaba Cloud."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import Any

import pytest

from simulator.addresses import PUBLIC
from tests.support.alicloud_site import ASSOCIATION, EIP, SWITCH, Site
from tests.support.simulated import UNKNOWN, RefusalError

SECURITY_GROUP = "alicloud:ecs/securityGroup:SecurityGroup"
RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
TEMPLATE = "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate"
DEPLOYMENT_SET = "alicloud:ecs/ecsDeploymentSet:EcsDeploymentSet"
GROUP = "alicloud:ess/scalingGroup:ScalingGroup"
CONFIGURATION = "alicloud:ess/scalingConfiguration:ScalingConfiguration"
SCALING_RULE = "alicloud:ess/scalingRule:ScalingRule"
ALARM = "alicloud:ess/alarm:Alarm"
HOOK = "alicloud:ess/lifecycleHook:LifecycleHook"
REFRESH = "alicloud:ess/instanceRefresh:InstanceRefresh"
TASK = "alicloud:ess/scheduledTask:ScheduledTask"
NAMED: dict[str, Any] = {"launchTemplateName": "t", "imageId": "m-a"}
OPEN = {"type": "ingress", "ipProtocol": "tcp", "portRange": "443/443", "cidrIp": "10.0.0.0/8"}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def group(site):
    return site.make(GROUP, minSize=1, maxSize=3, vswitchIds=[site.switch()], scalingGroupName="fleet")


class TestShapes:
    def test_ids(self, site, group):
        assert re.fullmatch(r"asg-k1a[a-z0-9]{17}", group)
        assert re.fullmatch(r"sg-k1a[a-z0-9]{17}", site.make(SECURITY_GROUP, vpcId=site.vpc))
        assert re.fullmatch(r"lt-k1a[a-z0-9]{17}", site.make(TEMPLATE, launchTemplateName="t"))
        rule = site.make(SCALING_RULE, scalingGroupId=group, adjustmentType="TotalCapacity", adjustmentValue=1)
        assert re.fullmatch(r"asr-k1a[a-z0-9]{17}", rule)

    def test_an_address_is_told_by_its_eip(self, site):
        identity, outputs = site.create(EIP, addressName="out")
        assert IPv4Address(outputs["ipAddress"]) in PUBLIC
        assert (outputs["allocationId"], outputs["name"]) == (identity, "out")

    def test_a_security_group_rule_is_named_by_all_it_says(self, site):
        owner = site.make(SECURITY_GROUP, vpcId=site.vpc)
        assert site.make(RULE, securityGroupId=owner, **OPEN) == f"{owner}:ingress:tcp:443/443:intranet:10.0.0.0/8:accept:1"

    def test_a_scaling_rule_has_an_ari(self, site, group):
        identity, outputs = site.create(SCALING_RULE, scalingGroupId=group, adjustmentType="TotalCapacity", adjustmentValue=1)
        assert outputs["ari"] == f"ari:acs:ess:ap-southeast-5:5123456789012345:scalingrule/{identity}"

    @pytest.mark.parametrize(("instance", "kind"), [("i-x", "EcsInstance"), ("lb-x", "SlbInstance"), ("eni-x", "NetworkInterface")])
    def test_an_association_knows_what_it_binds(self, site, instance, kind):
        _, outputs = site.create(ASSOCIATION, allocationId=site.make(EIP), instanceId=instance)
        assert outputs["instanceType"] == kind


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (EIP, "bandwidth", "5", "10", False),
        (EIP, "internetChargeType", "PayByTraffic", "PayByBandwidth", True),
        (ASSOCIATION, "instanceId", "ngw-a", "ngw-b", True),
        (SECURITY_GROUP, "vpcId", "vpc-a", "vpc-b", True),
        (SECURITY_GROUP, "innerAccessPolicy", "Accept", "Drop", False),
        (RULE, "portRange", "80/80", "443/443", True),
        (RULE, "description", "a", "b", False),
        (TEMPLATE, "imageId", "m-a", "m-b", False),
        (TEMPLATE, "launchTemplateName", "a", "b", True),
        (GROUP, "multiAzPolicy", "BALANCE", "COMPOSABLE", True),
        (GROUP, "maxSize", 3, 4, False),
        (DEPLOYMENT_SET, "strategy", "Availability", "LowLatency", True),
        (DEPLOYMENT_SET, "deploymentSetName", "a", "b", False),
        (GROUP, "vswitchIds", ["vsw-a"], ["vsw-b"], False),
        (CONFIGURATION, "imageId", "m-a", "m-b", False),
        (CONFIGURATION, "scalingGroupId", "asg-a", "asg-b", True),
        (SCALING_RULE, "scalingRuleType", "SimpleScalingRule", "TargetTrackingScalingRule", True),
        (SCALING_RULE, "targetValue", 50, 60, False),
        (ALARM, "metricType", "system", "custom", True),
        (HOOK, "name", "a", "b", True),
        (HOOK, "heartbeatTimeout", 60, 90, False),
        (REFRESH, "desiredConfigurationImageId", "m-a", "m-b", True),
        (REFRESH, "status", "Successful", "Cancelled", False),
        (TASK, "launchTime", "2026-12-01T00:00Z", "2026-12-02T00:00Z", False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


def test_switches_of_a_group_have_no_order(site):
    assert not site.diff(GROUP, {"vswitchIds": ["vsw-a", "vsw-b"]}, {"vswitchIds": ["vsw-b", "vsw-a"]}).detailedDiff


class TestSecurityGroupRules:
    @pytest.mark.parametrize(
        ("changes", "property_", "reason"),
        [
            ({"portRange": "443/80"}, "portRange", "first/last"),
            ({"portRange": "0/80"}, "portRange", "first/last"),
            ({"portRange": "1/70000"}, "portRange", "first/last"),
            ({"portRange": None}, "portRange", "for all ports write 1/65535"),
            ({"ipProtocol": "icmp"}, "portRange", "can only support port range '-1/-1'"),
            ({"ipProtocol": "sctp"}, "ipProtocol", "to be one of tcp, udp"),
            ({"priority": 0}, "priority", "in the range (1 - 100)"),
            ({"policy": "deny"}, "policy", "accept, drop"),
            ({"cidrIp": None}, "cidrIp", "must be set when creating"),
            ({"cidrIp": "10.0.0.0/33"}, "cidrIp", "not an IPv4 CIDR block"),
        ],
    )
    def test_faults(self, site, changes, property_, reason):
        rule = {key: value for key, value in {**OPEN, **changes}.items() if value is not None}
        assert reason in site.check(RULE, securityGroupId="sg-a", **rule)[1][property_]

    def test_every_port_of_every_protocol(self, site):
        assert site.check(RULE, securityGroupId="sg-a", type="egress", ipProtocol="all", cidrIp="0.0.0.0/0")[1] == {}

    def test_a_rule_exists_once(self, site):
        owner = site.make(SECURITY_GROUP, vpcId=site.vpc)
        site.make(RULE, securityGroupId=owner, **OPEN)
        with pytest.raises(RefusalError, match=r"InvalidPermission.Duplicated"):
            site.make(RULE, securityGroupId=owner, **OPEN)

    def test_rules_go_with_their_group(self, site):
        owner = site.make(SECURITY_GROUP, vpcId=site.vpc)
        rule = site.make(RULE, securityGroupId=owner, **OPEN)
        site.delete(SECURITY_GROUP, owner)
        assert not site.exists(RULE, rule)

    def test_a_group_that_others_let_in_stays(self, site):
        owner, peer = site.make(SECURITY_GROUP, vpcId=site.vpc), site.make(SECURITY_GROUP, vpcId=site.vpc)
        from_peer = {**{key: value for key, value in OPEN.items() if key != "cidrIp"}, "sourceSecurityGroupId": peer}
        site.make(RULE, securityGroupId=owner, **from_peer)
        with pytest.raises(RefusalError, match="DependencyViolation"):
            site.delete(SECURITY_GROUP, peer)


class TestLaunchTemplates:
    def test_a_change_makes_a_version(self, site):
        identity, before = site.create(TEMPLATE, **NAMED)
        assert (before["latestVersionNumber"], before["defaultVersionNumber"]) == (1, 1)
        after = site.update(TEMPLATE, identity, before, **{**NAMED, "imageId": "m-b"})
        assert (after["latestVersionNumber"], after["defaultVersionNumber"]) == (2, 1)

    def test_a_version_of_an_unchanged_disk_loses_its_encryption(self, site):
        """Which the provider sends with a disk that has changed, and this refuses since nothing else would say so."""
        disk = {"category": "cloud_essd", "encrypted": True}
        inputs = {**NAMED, "systemDisk": disk}
        identity, before = site.create(TEMPLATE, **inputs)
        with pytest.raises(RefusalError, match="loses encrypted"):
            site.update(TEMPLATE, identity, before, **{**inputs, "imageId": "m-b"})
        described = {**inputs, "imageId": "m-b", "systemDisk": {**disk, "description": "m-b"}}
        assert site.update(TEMPLATE, identity, before, **described)["latestVersionNumber"] == 2

    def test_that_can_be_the_default_at_once(self, site):
        inputs = {**NAMED, "updateDefaultVersionNumber": True}
        identity, before = site.create(TEMPLATE, **inputs)
        assert site.update(TEMPLATE, identity, before, **{**inputs, "imageId": "m-b"})["defaultVersionNumber"] == 2

    def test_another_description_of_the_version_makes_none(self, site):
        identity, before = site.create(TEMPLATE, **NAMED)
        assert site.update(TEMPLATE, identity, before, versionDescription="x", **NAMED)["latestVersionNumber"] == 1

    def test_the_version_to_come_is_unknown_in_a_preview(self, site):
        identity, before = site.create(TEMPLATE, **NAMED)
        after = site.update(TEMPLATE, identity, before, preview=True, **{**NAMED, "imageId": "m-b"})
        assert after["latestVersionNumber"] is UNKNOWN

    def test_names_are_taken_once(self, site):
        site.make(TEMPLATE, **NAMED)
        with pytest.raises(RefusalError, match=r"InvalidLaunchTemplateName.Duplicate: 't'"):
            site.make(TEMPLATE, **NAMED)

    @pytest.mark.parametrize(("option", "value"), [("httpTokens", "yes"), ("httpEndpoint", "on"), ("httpPutResponseHopLimit", 65)])
    def test_metadata_options(self, site, option, value):
        assert option in site.check(TEMPLATE, **{option: value})[1]

    def test_one_in_use_stays(self, site):
        template = site.make(TEMPLATE, **NAMED)
        site.make(GROUP, minSize=0, maxSize=1, vswitchIds=[site.switch()], launchTemplateId=template)
        with pytest.raises(RefusalError, match="is used by a scaling group"):
            site.delete(TEMPLATE, template)


class TestScalingGroups:
    @pytest.mark.parametrize(
        ("inputs", "property_", "reason"),
        [
            ({"minSize": 4, "maxSize": 3}, "minSize", "minSize 4 must not be greater than maxSize 3"),
            ({"minSize": 1, "maxSize": 3, "desiredCapacity": 9}, "desiredCapacity", "must lie between minSize 1 and maxSize 3"),
            ({"minSize": -1, "maxSize": 3}, "minSize", "in the range (0 - 2000)"),
            ({"minSize": 0, "maxSize": 2001}, "maxSize", "in the range (0 - 2000)"),
            ({"minSize": 0, "maxSize": 1, "multiAzPolicy": "SPREAD"}, "multiAzPolicy", "COMPOSABLE"),
            ({"minSize": 0, "maxSize": 1, "azBalance": True}, "azBalance", "needs multiAzPolicy COMPOSABLE"),
        ],
    )
    def test_faults(self, site, inputs, property_, reason):
        assert reason in site.check(GROUP, **inputs)[1][property_]

    def test_it_stands_in_one_vpc(self, site):
        other = site.make("alicloud:vpc/network:Network", cidrBlock="10.40.0.0/16")
        switches = [site.switch(), site.switch("10.40.0.0/20", vpcId=other)]
        with pytest.raises(RefusalError, match=r"InvalidVSwitchId.VpcMismatch"):
            site.make(GROUP, minSize=0, maxSize=1, vswitchIds=switches)

    def test_its_switch_stays(self, site, group):
        switch = site.create(GROUP, minSize=0, maxSize=1, vswitchIds=[site.switch("10.36.16.0/20")])[1]["vswitchIds"][0]
        with pytest.raises(RefusalError, match="DependencyViolation"):
            site.delete(SWITCH, switch)

    def test_names_are_taken_once(self, site, group):
        with pytest.raises(RefusalError, match=r"InvalidScalingGroupName.Duplicate: 'fleet'"):
            site.make(GROUP, minSize=0, maxSize=1, scalingGroupName="fleet")

    def test_deletion_protection(self, site):
        identity, outputs = site.create(GROUP, minSize=0, maxSize=1, groupDeletionProtection=True)
        with pytest.raises(RefusalError, match=r"OperationDenied.GroupDeletionProtection"):
            site.delete(GROUP, identity, outputs)

    def test_its_parts_go_with_it(self, site, group):
        rule = site.make(SCALING_RULE, scalingGroupId=group, adjustmentType="TotalCapacity", adjustmentValue=1)
        hook = site.make(HOOK, scalingGroupId=group, lifecycleTransition="SCALE_IN")
        site.delete(GROUP, group)
        assert not site.exists(SCALING_RULE, rule)
        assert not site.exists(HOOK, hook)

    @pytest.mark.parametrize(("token", "inputs"), [(CONFIGURATION, {}), (HOOK, {}), (TASK, {"minValue": 1})])
    def test_a_part_needs_its_group(self, site, token, inputs):
        with pytest.raises(RefusalError, match=r"InvalidScalingGroupId.NotFound: the scaling group 'asg-none' does not exist"):
            site.make(token, scalingGroupId="asg-none", **inputs)

    @pytest.mark.parametrize(
        ("kind", "missing"),
        [
            ("SimpleScalingRule", "adjustmentType"),
            ("TargetTrackingScalingRule", "metricName"),
            ("StepScalingRule", "stepAdjustments"),
        ],
    )
    def test_a_rule_says_what_its_kind_needs(self, site, kind, missing):
        assert f"a {kind} needs {missing}" in site.check(SCALING_RULE, scalingGroupId="asg-a", scalingRuleType=kind)[1][missing]

    def test_an_alarm_acts_through_rules_that_exist(self, site, group):
        action = "ari:acs:ess:ap-southeast-5:5123456789012345:scalingrule/asr-none"
        with pytest.raises(RefusalError, match="asr-none"):
            site.make(ALARM, scalingGroupId=group, alarmActions=[action])
        rule = site.create(SCALING_RULE, scalingGroupId=group, adjustmentType="TotalCapacity", adjustmentValue=1)[1]["ari"]
        identity, outputs = site.create(ALARM, "hot", scalingGroupId=group, alarmActions=[rule])
        assert re.fullmatch(r"asg-k1a[a-z0-9]{17}_[0-9a-f-]{36}", identity)
        assert re.fullmatch(r"hot-[0-9a-f]{7}", outputs["name"])
