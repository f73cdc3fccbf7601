"""What each environment becomes: providers, sites that stand alone, tags, protection, outputs."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import Counter

import pytest

from faults import yaml
from stacks.environment.defaults import TIERS
from stacks.environment.loading import STACKS
from stacks.environment.shape import KEY
from stacks.tags import IRREPLACEABLE, TAG_FIELDS
from tests.support import schema
from tests.support.made import INSIDE, made
from tests.support.mocks import record

ROOT = STACKS.parent
MAIN = str(ROOT / "__main__.py")
SITE, ENVIRONMENT = "nusantara:index:Site", "nusantara:index:Environment"
DATA = ("Bucket", ":S3Replication", ":IssuerTrust", ":ReplicaWriter", ":ReplicaLag")
NAMES = ("Route53Traffic", "GtmTraffic")
EDGE = ("CloudFront", "Dcdn", "Route53Names", "AlidnsNames")


@pytest.fixture(scope="module")
def plans():
    """What the program declares for each environment."""
    config = {tier: yaml.load(STACKS / f"Pulumi.{tier}.yaml").value["config"][KEY] for tier in TIERS}
    return {
        tier: record(lambda: runpy.run_path(MAIN), stack=tier, config={KEY: json.dumps(config[tier])}, outputs=made)
        for tier in TIERS
    }


def site_of(plan, resource):
    """The name of the site that a resource stands in; None for what is above sites."""
    while resource is not None:
        if resource.type == SITE:
            return resource.name
        if resource.type.startswith("pulumi:providers:") and resource.name in {site.name for site in plan.of(SITE)}:
            return resource.name
        resource = plan.get(resource.parent)
    return None


def test_the_program_is_short():
    assert len((ROOT / "__main__.py").read_text().splitlines()) <= 15


def test_the_tree_of_parents_is_environment_site_component(plans):
    for tier, plan in plans.items():
        (environment,) = plan.of(ENVIRONMENT)
        assert environment.name == tier
        assert {site.parent for site in plan.of(SITE)} == {environment.urn}
        for site in plan.of(SITE):
            below = {found.type.split(":")[-1] for found in plan.values() if found.parent == site.urn and not found.custom}
            assert below <= {"Network", "Cluster", "Fleet", "FloorKeeper", "Bucket"} | INSIDE
        orphans = [found.urn for found in plan.values() if found.parent not in plan and found.type != ENVIRONMENT]
        assert orphans == [], "everything hangs below the environment"


def test_each_site_has_what_its_environment_says(plans):
    def components(tier):
        made = [found.type for found in plans[tier].values() if found.type.startswith("nusantara:") and not found.custom]
        return Counter(type_ for type_ in made if not type_.endswith(DATA))  # which test_data counts

    assert components("development") == {
        ENVIRONMENT: 1,
        SITE: 1,
        "nusantara:aws:Network": 1,
        "nusantara:aws:Cluster": 1,
        "nusantara:kubernetes:Autoscaler": 1,
        "nusantara:kubernetes:Namespace": 1,
        "nusantara:kubernetes:Workload": 1,
    }
    assert components("production") == {
        ENVIRONMENT: 1,
        SITE: 3,
        "nusantara:aws:Network": 2,
        "nusantara:aws:Cluster": 2,
        "nusantara:aws:Fleet": 1,
        **{f"nusantara:alicloud:{kind}": 1 for kind in ("Network", "Cluster", "Fleet", "PrivateZone")},
        "nusantara:aws:PrivateZone": 1,
        **{f"nusantara:multicloud:{kind}": 2 for kind in ("LinkGateway", "Certificate")},
        "nusantara:multicloud:LinkRoutes": 1,  # Jakarta's tables learn what its gateway does
        **{f"nusantara:multicloud:{kind}": 3 for kind in NAMES},  # www's sites and its CDNs, and pay
        **{f"nusantara:multicloud:{kind}": 1 for kind in ("Link", "Route53Zone", "AlidnsZone", *EDGE)},
        "nusantara:kubernetes:Autoscaler": 2,
        "nusantara:aws:ChartAccess": 6,
        "nusantara:kubernetes:Addons": 3,
        "nusantara:kubernetes:Chart": 11,
        "nusantara:kubernetes:IngressClass": 3,
        "nusantara:kubernetes:Job": 3,
        "nusantara:kubernetes:Namespace": 18,
        "nusantara:kubernetes:Priority": 2,
        "nusantara:kubernetes:StorageClass": 3,
        "nusantara:kubernetes:Workload": 5,
        "nusantara:kubernetes:FloorKeeper": 3,
        "nusantara:kubernetes:EventFloors": 5,
    }


def test_the_environment_can_be_read_from_the_plan(plans):
    inputs = plans["production"].one(ENVIRONMENT).inputs
    assert inputs["tier"] == "production"
    assert inputs["domain"] == "shop.example"
    assert inputs["address_space"] == "10.32.0.0/12"
    assert inputs["deletion_protection"] is True
    assert set(inputs["sites"]) == {"jakarta-aws", "jakarta-alicloud", "singapore-aws"}
    assert inputs["clusters"]["main"]["sites"] == "all"
    assert inputs["fleets"]["transcoder"]["sites"] == ["jakarta-aws", "jakarta-alicloud"]
    site = plans["production"].one(SITE, "jakarta-alicloud").inputs
    assert (site["cloud"], site["region"], site["zones"], site["country"]) == ("alicloud", "ap-southeast-5", ["a", "b", "c"], "id")


def test_a_provider_reaches_one_region_of_one_account(plans):
    provider = plans["production"].one("pulumi:providers:aws", "jakarta-aws").inputs
    assert provider["region"] == "ap-southeast-3"
    assert json.loads(provider["allowedAccountIds"]) == ["111122223333"]
    assert json.loads(provider["assumeRoles"]) == [
        {"roleArn": "arn:aws:iam::111122223333:role/nusantara-deploy", "sessionName": "nusantara-production"}
    ]
    provider = plans["production"].one("pulumi:providers:alicloud", "jakarta-alicloud").inputs
    assert provider["region"] == "ap-southeast-5"
    assert provider["accountId"] == "5012345678901234"
    assert json.loads(provider["assumeRole"]) == {
        "roleArn": "acs:ram::5012345678901234:role/nusantara-deploy",
        "sessionName": "nusantara-production",
    }


def test_without_an_account_a_provider_takes_the_credentials_at_hand(plans):
    provider = plans["development"].one("pulumi:providers:aws").inputs
    assert provider["region"] == "ap-southeast-1"
    assert not provider.keys() & {"allowedAccountIds", "assumeRoles"}


@pytest.mark.parametrize("tier", TIERS)
def test_every_resource_uses_the_provider_of_its_own_site_or_of_its_account(plans, tier):
    plan = plans[tier]
    for found in plan.values():
        package = found.type.split(":")[0]
        if found.custom and package in {"aws", "alicloud", "kubernetes"}:
            provider = plan[found.provider.rpartition("::")[0]]
            assert provider.type == f"pulumi:providers:{package}", found.urn
            assert site_of(plan, provider) == site_of(plan, found), found.urn


@pytest.mark.parametrize("tier", TIERS)
def test_no_resource_of_a_site_depends_on_another_site(plans, tier):
    plan = plans[tier]
    for found in (each for each in plan.values() if site_of(plan, each)):
        needed = {*found.dependencies, *(urn for urns in found.property_dependencies.values() for urn in urns)}
        sites = {site_of(plan, plan[urn]) for urn in needed}
        assert sites <= {site_of(plan, found)}, found.urn


@pytest.mark.parametrize("tier", TIERS)
def test_tags_reach_everything_that_carries_tags(plans, tier):
    plan = plans[tier]
    untagged = []
    for found in plan.values():
        site = site_of(plan, found)
        tags = {**plan.one(ENVIRONMENT).inputs["tags"], "environment": tier, **({"site": site} if site else {})}
        if found.type == "pulumi:providers:aws":
            assert json.loads(found.inputs["defaultTags"]) == {"tags": tags}
        elif found.type.startswith("alicloud:"):
            known = schema.inputs_of(found.type) or {}
            fields = {"tags", "templateTags"} & known.keys()
            untagged += [found.urn for field in fields if not tags.items() <= found.inputs.get(field, {}).items()]
        elif found.type == "aws:autoscaling/group:Group":  # the provider's default tags do not reach its instances
            assert tags.items() <= {tag["key"]: tag["value"] for tag in found.inputs["tags"] if tag["propagateAtLaunch"]}.items()
        elif found.type == "aws:ec2/launchTemplate:LaunchTemplate":
            assert [each for each in found.inputs["tagSpecifications"] if not tags.items() <= each["tags"].items()] == []
    assert untagged == []


def test_the_sdk_agrees_on_how_tags_are_shaped():
    """What the transformation reads from a resource's outputs is what its arguments take."""
    from pulumi_alicloud import ecs, ess, log, mse, vpc

    from stacks.tags import _tag_fields

    assert TAG_FIELDS == ("tags", "template_tags")
    assert _tag_fields(vpc.Network) == ("tags",)
    assert _tag_fields(ecs.EcsLaunchTemplate) == ("tags", "template_tags")
    assert _tag_fields(ess.ScalingGroup) == ("tags",)
    assert _tag_fields(log.Store) == ()
    assert _tag_fields(mse.NacosConfig) == (), "a text of the application"


def test_production_protects_what_cannot_be_made_again(plans):
    plan = plans["production"]
    protected = {found.type for found in plan.values() if found.protect}
    assert {found.type for found in plan.values()} & IRREPLACEABLE <= protected
    assert {"aws:ec2/vpc:Vpc", "alicloud:vpc/network:Network", "aws:eks/cluster:Cluster"} <= protected
    assert "aws:ec2/subnet:Subnet" not in protected, "a zone may be given up"
    for tier in ("development", "staging"):
        assert [found.urn for found in plans[tier].values() if found.protect] == []


def test_what_is_irreplaceable_exists():
    assert [token for token in IRREPLACEABLE if schema.resource_class(token) is None] == []


def test_compose_opens_productions_transcoders_to_the_studio_on_both_clouds(plans):
    plan = plans["production"]
    aws = plan.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "jakarta-aws-transcoder-studio")
    assert (aws.inputs["ipProtocol"], aws.inputs["fromPort"], aws.inputs["cidrIpv4"]) == ("udp", 9000, "198.51.100.16/28")
    assert plan[aws.parent].name == "jakarta-aws"
    alicloud = plan.one("alicloud:ecs/securityGroupRule:SecurityGroupRule", "jakarta-alicloud-transcoder-studio")
    assert (alicloud.inputs["ipProtocol"], alicloud.inputs["portRange"], alicloud.inputs["cidrIp"]) == (
        "udp",
        "9000/9000",
        "198.51.100.16/28",
    )
    assert plan[alicloud.parent].name == "jakarta-alicloud"
    assert [found.name for found in plans["staging"].values() if found.name.endswith("-studio")] == []


def test_outputs_are_what_a_person_needs_next(plans):
    sites = plans["production"].exports["sites"]
    assert set(sites) == {"jakarta-aws", "jakarta-alicloud", "singapore-aws"}
    site = sites["jakarta-alicloud"]
    assert site["network"] == "id-of-jakarta-alicloud-vpc"
    assert set(site["egress"]) == {"a", "b", "c"}
    assert set(site["clusters"]["main"]) == {"name", "endpoint"}
    assert set(site["fleets"]) == {"transcoder"}
    assert site["workloads"]["main"]["checkout"] == "checkout.shop.svc.cluster.local"
    assert sites["singapore-aws"]["fleets"] == {}
    assert set(plans["production"].exports["private_dns"]) == {
        "private-dns-aws-111122223333",
        "private-dns-alicloud-5012345678901234",
    }
    assert "private_dns" not in plans["development"].exports


def test_a_program_imports_no_sdk_that_it_does_not_use():
    program = f"""
import json, runpy, sys
from faults import yaml
from stacks.environment.loading import STACKS
from tests.support.made import INSIDE, made
from tests.support.mocks import record
config = json.dumps(yaml.load(STACKS / "Pulumi.development.yaml").value["config"]["{KEY}"])
before = set(sys.modules)
record(lambda: runpy.run_path("__main__.py"), stack="development", config={{"{KEY}": config}})
imported = {{name.partition(".")[0] for name in sys.modules.keys() - before}}
print(sorted(imported & {{"pulumi_aws", "pulumi_alicloud", "engine", "simulator", "rich"}}))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['pulumi_aws']"
