"""What a program may ask the simulated AWS."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.aws_site import ACCOUNT, CLUSTER, REGION, SUBNET, VPC, Site
from tests.support.simulated import RefusalError

ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones"
DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


class TestWhere:
    def test_zones_are_those_of_the_region_asked(self, site):
        answer = site.invoke(ZONES)
        assert answer["names"] == ["ap-southeast-3a", "ap-southeast-3b", "ap-southeast-3c"]
        assert answer["zoneIds"] == ["apse3-az1", "apse3-az2", "apse3-az3"]
        assert site.invoke(ZONES, region="ap-northeast-1", state="available")["names"] == [f"ap-northeast-1{z}" for z in "acd"]
        left = site.invoke(ZONES, excludeNames=["ap-southeast-3a"], excludeZoneIds=["apse3-az3"])
        assert left["names"] == ["ap-southeast-3b"]
        assert site.invoke(ZONES, state="impaired")["names"] == []

    def test_region_partition_and_caller(self, site):
        assert site.invoke("aws:index/getRegion:getRegion")["region"] == REGION
        assert site.invoke("aws:index/getRegion:getRegion", region="eu-west-1")["endpoint"] == "ec2.eu-west-1.amazonaws.com"
        assert site.invoke("aws:index/getPartition:getPartition")["dnsSuffix"] == "amazonaws.com"
        assert site.invoke("aws:index/getCallerIdentity:getCallerIdentity")["accountId"] == ACCOUNT

    def test_regions_are_those_that_are_on_or_all(self, site):
        enabled = site.invoke("aws:index/getRegions:getRegions")["names"]
        every = site.invoke("aws:index/getRegions:getRegions", allRegions=True)["names"]
        assert REGION in enabled
        assert "ap-southeast-5" not in enabled
        assert "ap-southeast-5" in every
        assert "cn-north-1" not in every


class TestImages:
    def test_a_search_means_the_same_image_every_time(self, site):
        wanted = {"owners": ["amazon"], "mostRecent": True, "filters": [{"name": "name", "values": ["al2023-*"]}]}
        first, again = (site.invoke("aws:ec2/getAmi:getAmi", **wanted)["id"] for _ in range(2))
        other = site.invoke("aws:ec2/getAmi:getAmi", **{**wanted, "filters": [{"name": "name", "values": ["ubuntu*"]}]})["id"]
        assert re.fullmatch(r"ami-[0-9a-f]{17}", first)
        assert first == again != other

    def test_so_does_a_public_alias(self, site):
        name = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"
        assert re.fullmatch(r"ami-[0-9a-f]{17}", site.invoke("aws:ssm/getParameter:getParameter", name=name)["value"])
        with pytest.raises(RefusalError, match=r"^ParameterNotFound: /app/x"):
            site.invoke("aws:ssm/getParameter:getParameter", name="/app/x")
        site.make("aws:ssm/parameter:Parameter", name="/app/x", type="String", value="v")
        assert site.invoke("aws:ssm/getParameter:getParameter", name="/app/x")["value"] == "v"


class TestExisting:
    def test_objects_are_found_by_what_is_asked(self, site):
        vpc = site.make(VPC, cidrBlock="10.0.0.0/16", tags={"Name": "main"})
        subnet = site.make(SUBNET, vpcId=vpc, cidrBlock="10.0.1.0/24", availabilityZone=f"{REGION}b")
        assert site.invoke("aws:ec2/getVpc:getVpc", tags={"Name": "main"})["id"] == vpc
        assert site.invoke("aws:ec2/getSubnet:getSubnet", vpcId=vpc)["availabilityZone"] == f"{REGION}b"
        assert site.invoke("aws:ec2/getSubnets:getSubnets", filters=[{"name": "vpc-id", "values": [vpc]}])["ids"] == [subnet]
        assert site.invoke("aws:ec2/getSubnets:getSubnets", filters=[{"name": "vpc-id", "values": ["vpc-1"]}])["ids"] == []
        with pytest.raises(RefusalError, match=r"^InvalidVpcID.NotFound: 0 match"):
            site.invoke("aws:ec2/getVpc:getVpc", id="vpc-1")
        site.make(VPC, cidrBlock="10.0.0.0/16", tags={"Name": "main"})
        with pytest.raises(RefusalError, match="2 match"):
            site.invoke("aws:ec2/getVpc:getVpc", tags={"Name": "main"})

    def test_a_cluster_and_a_way_into_it(self, site):
        assert site.invoke("aws:eks/getCluster:getCluster", name=site.cluster)["endpoint"].startswith("https://")
        assert site.invoke("aws:eks/getClusterAuth:getClusterAuth", name=site.cluster)["token"].startswith("k8s-aws-v1.")
        with pytest.raises(RefusalError, match="ResourceNotFoundException"):
            site.invoke("aws:eks/getCluster:getCluster", name=f"not-{CLUSTER}")


class TestPolicyDocument:
    def document(self, site, **arguments):
        return json.loads(site.invoke(DOCUMENT, **arguments)["json"])

    def test_one_value_is_text_and_several_descend(self, site):
        statement = {"actions": ["s3:Get*", "s3:Put*"], "resources": ["*"]}
        assert self.document(site, statements=[statement]) == {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": ["s3:Put*", "s3:Get*"], "Resource": "*"}],
        }

    def test_principals_and_conditions(self, site):
        statement = {
            "sid": "Trust",
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["pods.eks.amazonaws.com"]}],
            "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
        }
        (made,) = self.document(site, statements=[statement])["Statement"]
        assert made["Principal"] == {"Service": "pods.eks.amazonaws.com"}
        assert made["Condition"] == {"StringEquals": {"aws:SourceAccount": "1"}}
        anyone = {"principals": [{"type": "*", "identifiers": ["*"]}], "actions": ["s3:Get*"]}
        assert self.document(site, statements=[anyone])["Statement"][0]["Principal"] == "*"

    def test_sources_come_first_and_overrides_win_by_sid(self, site):
        source = json.dumps({"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "a:*"}]})
        override = json.dumps({"Statement": {"Sid": "A", "Effect": "Deny", "Action": "a:*"}})
        made = self.document(
            site, sourcePolicyDocuments=[source], overridePolicyDocuments=[override], statements=[{"sid": "B", "actions": ["b:*"]}]
        )
        assert [(statement["Sid"], statement["Effect"]) for statement in made["Statement"]] == [("A", "Deny"), ("B", "Allow")]

    def test_two_statements_of_one_sid_are_refused(self, site):
        with pytest.raises(RefusalError, match=r"^duplicate Sid \(A\)$"):
            site.invoke(DOCUMENT, statements=[{"sid": "A", "actions": ["a:*"]}, {"sid": "A", "actions": ["b:*"]}])

    def test_the_minified_form_has_no_white_space(self, site):
        assert " " not in site.invoke(DOCUMENT, statements=[{"actions": ["a:*"]}])["minifiedJson"]


def test_versions_of_add_ons_are_those_that_come_by_themselves(site):
    found = site.invoke("aws:eks/getAddonVersion:getAddonVersion", addonName="coredns", kubernetesVersion="1.35")["version"]
    assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", found)
    with pytest.raises(RefusalError, match="couldn't find resource"):
        site.invoke("aws:eks/getAddonVersion:getAddonVersion", addonName="cilium", kubernetesVersion="1.35")
