"""Launch templates and autoscaling groups of the simulated AWS."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import (
    ACCOUNT,
    PLACEMENT,
    REGION,
    SCALING,
    SUBNET,
    TARGETS,
    TEMPLATE,
    Site,
)
from tests.support.simulated import UNKNOWN, RefusalError


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def scaling(site, **inputs):
    given = {"minSize": 1, "maxSize": 3, "vpcZoneIdentifiers": site.subnets, "launchTemplate": {"id": site.template}, **inputs}
    return site.create(SCALING, "web", **given)


class TestTemplates:
    def test_a_change_of_what_starts_makes_a_version(self, site):
        given = {"name": "web", "instanceType": "m7i.large"}
        identity, first = site.create(TEMPLATE, **given)
        assert re.fullmatch(r"lt-0[0-9a-f]{16}", identity)
        assert (first["latestVersion"], first["defaultVersion"]) == (1, 1)
        tagged = site.update(TEMPLATE, identity, first, **given, tags={"a": "b"})
        assert tagged["latestVersion"] == 1
        assert site.update(TEMPLATE, identity, tagged, preview=True, **given, imageId="ami-0a1b2c3d")["latestVersion"] is UNKNOWN
        second = site.update(TEMPLATE, identity, tagged, **given, imageId="ami-0a1b2c3d")
        assert (second["latestVersion"], second["defaultVersion"]) == (2, 1)
        third = site.update(TEMPLATE, identity, second, **given, imageId="ami-0a1b2c3e", updateDefaultVersion=True)
        assert (third["latestVersion"], third["defaultVersion"]) == (3, 3)

    def test_a_name_is_taken_once(self, site):
        site.make(TEMPLATE, name="web")
        with pytest.raises(RefusalError, match=r"^InvalidLaunchTemplateName.AlreadyExistsException: Launch template name web"):
            site.make(TEMPLATE, name="web")

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"imageId": "m-k1a"}, "imageId"),
            ({"metadataOptions": {"httpPutResponseHopLimit": 65}}, "metadataOptions.httpPutResponseHopLimit"),
            ({"instanceType": "m7i.large", "instanceRequirements": {}}, "instanceRequirements"),
            ({"defaultVersion": 1, "updateDefaultVersion": True}, "defaultVersion"),
        ],
    )
    def test_what_cannot_start_is_a_fault(self, site, inputs, path):
        assert path in site.check(TEMPLATE, **inputs)[1]

    def test_what_it_names_must_exist_and_may_go(self, site):
        with pytest.raises(RefusalError, match=r"^InvalidGroup.NotFound"):
            site.make(TEMPLATE, vpcSecurityGroupIds=["sg-1"])
        with pytest.raises(RefusalError, match=r"^NotFoundException: Key"):
            site.make(TEMPLATE, blockDeviceMappings=[{"ebs": {"kmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/none"}}])
        with pytest.raises(RefusalError, match=r"^NoSuchEntity: Instance Profile"):
            site.make(TEMPLATE, iamInstanceProfile={"arn": "arn:aws:iam::1:instance-profile/none"})
        site.make(TEMPLATE, vpcSecurityGroupIds=[site.group])
        site.delete("aws:ec2/securityGroup:SecurityGroup", site.group)


class TestGroups:
    def test_it_knows_its_zones_and_its_size(self, site):
        identity, outputs = scaling(site)
        assert re.fullmatch(r"web-[0-9a-f]{7}", identity)
        assert outputs["availabilityZones"] == [REGION + zone for zone in "abc"]
        assert outputs["desiredCapacity"] == 1
        arn = rf"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:[\w-]{{36}}:autoScalingGroupName/{identity}"
        assert re.fullmatch(arn, outputs["arn"])
        fewer = {"minSize": 1, "maxSize": 3, "vpcZoneIdentifiers": site.subnets[:1], "launchTemplate": {"id": site.template}}
        assert site.update(SCALING, identity, outputs, name=identity, **fewer)["availabilityZones"] == [f"{REGION}a"]

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"minSize": 4}, "minSize"),
            ({"desiredCapacity": 0}, "desiredCapacity"),
            ({"desiredCapacity": 4}, "desiredCapacity"),
            ({"mixedInstancesPolicy": {}}, ""),
            ({"availabilityZones": ["a"]}, ""),
        ],
    )
    def test_what_does_not_fit_is_a_fault(self, site, inputs, path):
        given = {"minSize": 1, "maxSize": 3, "vpcZoneIdentifiers": ["s"], "launchTemplate": {"id": "lt"}, **inputs}
        assert path in site.check(SCALING, **given)[1]

    def test_what_it_names_must_exist_and_its_subnets_stay(self, site):
        with pytest.raises(RefusalError, match=r"^InvalidSubnetID.NotFound.*; InvalidLaunchTemplateId.NotFound"):
            scaling(site, vpcZoneIdentifiers=["subnet-1"], launchTemplate={"id": "lt-1"})
        identity, _ = scaling(site, name="web")
        with pytest.raises(RefusalError, match=r"^DependencyViolation: The subnet"):
            site.delete(SUBNET, site.subnets[0])
        with pytest.raises(RefusalError, match=r"^AlreadyExists: AutoScalingGroup by this name already exists"):
            scaling(site, name="web")
        site.delete(SCALING, identity)
        site.delete(SUBNET, site.subnets[0])

    def test_mixed_instances_name_a_template_too(self, site):
        specification = {"launchTemplateSpecification": {"launchTemplateId": "lt-1"}}
        with pytest.raises(RefusalError, match=r"^InvalidLaunchTemplateId.NotFound"):
            scaling(site, launchTemplate=None, mixedInstancesPolicy={"launchTemplate": specification})

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            (
                {"mixedInstancesPolicy": {"instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 101}}},
                "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity",
            ),
            (
                {"instanceRefresh": {"strategy": "Rolling", "preferences": {"maxHealthyPercentage": 99}}},
                "instanceRefresh.preferences.maxHealthyPercentage",
            ),
            ({"instanceMaintenancePolicy": {"minHealthyPercentage": 101}}, "instanceMaintenancePolicy.minHealthyPercentage"),
            ({"targetGroupArns": ["a"], "trafficSources": [{"identifier": "a"}]}, "targetGroupArns"),
            (
                {
                    "warmPool": {},
                    "mixedInstancesPolicy": {"instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 50}},
                },
                "warmPool",
            ),
        ],
    )
    def test_what_the_group_is_told_has_its_bounds(self, site, inputs, path):
        assert path in site.check(SCALING, minSize=1, maxSize=3, vpcZoneIdentifiers=["s"], **inputs)[1]

    def test_target_groups_must_exist_and_may_go(self, site):
        with pytest.raises(RefusalError, match=r"^TargetGroupNotFound"):
            scaling(site, targetGroupArns=["arn:none"])
        scaling(site, targetGroupArns=[site.targets])
        site.delete(TARGETS, site.targets)


class TestPlacementGroups:
    def test_one_is_known_by_its_name_and_stays_while_a_group_uses_it(self, site):
        identity, outputs = site.create(PLACEMENT, "apart", name="apart", strategy="partition")
        assert (identity, outputs["partitionCount"], outputs["spreadLevel"]) == ("apart", 2, "")
        assert outputs["arn"].endswith(":placement-group/apart")
        group, _ = scaling(site, placementGroup=identity)
        with pytest.raises(RefusalError, match=r"^InvalidPlacementGroup.InUse: The placement group apart"):
            site.delete(PLACEMENT, identity)
        site.delete(SCALING, group)
        site.delete(PLACEMENT, identity)

    def test_another_strategy_is_another_group(self, site):
        _, outputs = site.create(PLACEMENT, "apart", name="apart", strategy="spread")
        assert outputs["spreadLevel"] == "rack"
        changed = site.diff(PLACEMENT, {"name": "apart", "strategy": "spread"}, {"name": "apart", "strategy": "cluster"})
        assert list(changed.replaces) == ["strategy"]

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"strategy": "wide"}, "strategy"),
            ({"strategy": "partition", "partitionCount": 8}, "partitionCount"),
            ({"strategy": "spread", "partitionCount": 2}, "partitionCount"),
            ({"strategy": "cluster", "spreadLevel": "rack"}, "spreadLevel"),
        ],
    )
    def test_what_belongs_to_another_strategy_is_a_fault(self, site, inputs, path):
        assert list(site.check(PLACEMENT, name="apart", **inputs)[1]) == [path]
