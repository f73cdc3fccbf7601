"""Whatever an environment says of a cluster reaches the cluster, and whatever both clouds can be told an environment can say."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import cast

import pytest

from components import contracts
from components.aws.cluster_addons import Addon as AwsAddon
from components.aws.node_repair import RepairRule, Repairs
from components.contracts import Access, Addon, Taint
from stacks.arguments import Place, SiteArguments

VERSIONS = '        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}\n'
CLUSTER = """\
        versions: {aws: "1.36", alicloud: "1.36.1-aliyun.1"}
        endpoint: public
        public_cidrs: [0.0.0.0/0]
        service_cidr: 172.21.0.0/16
        issuer: false
        namespaces: {shop: {}}
        access:
          platform: {role: admin, aws: teams/platform-admin, alicloud: "300123456789012345"}
          shop: {role: edit, namespaces: [shop], aws: shop-developer}
          apply: {role: admin, aws: deploy}
        addons:
          aws:
            coredns: {version: v1.13.1-eksbuild.1, config: {replicaCount: 3}}
            snapshot-controller: none
            external-dns: {policies: {zones: "arn:aws:iam::1:policy/zones"}}
            datadog_operator: {policies: {read: "arn:aws:iam::1:policy/read"}, accounts: [datadog]}
          alicloud:
            loongcollector: {}
            metrics-server: {version: v0.3.9.7}
            ack-node-problem-detector: none
            newer: {}
        aws:
          identity: pod-identity
          support: standard
          control_plane_tier: tier-xl
          control_plane_zones: {jakarta: [b, a]}
          zonal_shift: false
          autoscaler_image: "IMAGE"
          logs: [audit, api]
          secrets_keys: {jakarta: "arn:aws:kms:ap-southeast-3:111122223333:key/0a1b2c3d"}
          reached_from: [10.48.0.0/16]
          creator: first-deploy
          node_policies: {shell: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}
          metadata_hops: 2
          unlisted_addons: [datadog_operator]
        alicloud:
          logs: [apiserver, audit]
          scaler: goatscaler
          nodes_follow: update
          maintenance: {days: [monday, sunday], start: "23:30+08:00", hours: 5}
          unlisted_addons: [newer]
          secrets_keys: {batam: key-of-the-company}
          kms_instances: {batam: kst-example}
          spec: ack.standard
          encrypt_secrets: false
          proxy_mode: nftables
""".replace("IMAGE", f"autoscaler@sha256:{'1' * 64}")
POOL = "            capacity: {autoscaled: {min: 2, max: 6}}\n            aws: {types: [m7i.large]}\n            alicloud: {types: [ecs.g7.large]}\n"
MORE = (
    POOL
    + """\
          data:
            capacity: {fixed: 1}
            spot: 0%
            labels: {work: data}
            taints: {dedicated: data:NoSchedule, flaky: PreferNoSchedule}
            versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}
            unavailable: 50%
            repair: false
            per_zone: true
            aws:
              types: [r7i.xlarge]
              image: BOTTLEROCKET_x86_64
              release: 1.35.2-20260801
              surge: false
              iops: 6000
              throughput: 500
              reservations: {ap-southeast-3: cr-0a1b2c3d4e5f67890}
              kms_keys: {ap-southeast-3: "arn:aws:kms:ap-southeast-3:111122223333:key/1"}
            alicloud: {types: [ecs.r7.xlarge], image: ContainerOS, performance_level: PL1, kms_keys: {ap-southeast-5: key-1}}
          gpu:
            capacity: {autoscaled: {min: 0, max: 8}}
            gpu: true
            aws:
              types: [g5.xlarge]
              volume_type: io2
              iops: 4000
              repairs:
                stop_above: 20%
                rules: [{condition: AcceleratedHardwareReady, reason: NvidiaXID13Error, action: Reboot, after: 5m}]
            alicloud: {types: [ecs.gn7i-c8g1.2xlarge], disk_category: cloud_auto}
"""
)
NOT_SAID = {
    "aws": {
        "network",
        "pools",
        "imdsv2",
        "encrypt_disk",
        "tags",
        "log_retention_days",
        "deletion_protection",
        "deploy_role",
        "version",
    },
    "alicloud": {
        "network",
        "pools",
        "tags",
        "log_retention_days",
        "deletion_protection",
        "deploy_role",
        "version",
        "resource_group",
    },
}
"""What follows from elsewhere, or is never otherwise."""
NOT_YET = {
    "aws": {"admins", "creator_is_admin", "scaler", "karpenter_version", "karpenter_values"},
    "alicloud": {"imdsv2", "encrypt_disk", "certificate_authority"},
}
"""What is for programs alone, by site with tests of its own, or stands apart below."""


@pytest.fixture
def told(loaded):
    """The arguments of the cluster in a site, when everything is said of it."""

    def found(site, edits=None):
        arguments = SiteArguments(loaded(edits if edits is not None else {VERSIONS: CLUSTER, POOL: MORE}), site)
        place = {"jakarta": ("ap-southeast-3", "10.32.0.0/16"), "batam": ("ap-southeast-5", "10.36.0.0/16")}[site]
        network = cast("contracts.Network", Place(place[0], ("a", "b"), place[1], "10.200.0.0/16"))
        return arguments.cluster("main", network)

    return found


def defaults(args):
    """What arguments are that nobody gives."""
    made = {field.name: field.default_factory() for field in fields(args) if field.default_factory is not MISSING}
    return made | {field.name: field.default for field in fields(args) if field.default is not MISSING}


def test_what_an_environment_says_reaches_a_cluster_on_aws(told):
    args = told("jakarta")
    assert args.access == {
        "platform": Access(principal="arn:aws:iam::111122223333:role/teams/platform-admin", role="admin"),
        "shop": Access(principal="arn:aws:iam::111122223333:role/shop-developer", role="edit", namespaces=("shop",)),
        "apply": Access(principal="arn:aws:iam::111122223333:role/deploy", role="admin"),
    }
    assert args.addons == {
        "coredns": AwsAddon(version="v1.13.1-eksbuild.1", config={"replicaCount": 3}),
        "snapshot-controller": Addon(enabled=False),
        "external-dns": AwsAddon(policies={"zones": "arn:aws:iam::1:policy/zones"}),
        "datadog_operator": AwsAddon(policies={"read": "arn:aws:iam::1:policy/read"}, accounts=("datadog",)),
    }
    assert (args.version, args.issuer, args.identity, args.support) == ("1.36", False, "pod-identity", "STANDARD")
    assert (args.control_plane_tier, args.zonal_shift, args.deploy_role) == (
        "tier-xl",
        False,
        "arn:aws:iam::111122223333:role/deploy",
    )
    assert (args.control_plane_zones, args.reached_from, args.logs) == (("b", "a"), ("10.48.0.0/16",), ("audit", "api"))
    assert (args.secrets_key, args.creator) == (
        "arn:aws:kms:ap-southeast-3:111122223333:key/0a1b2c3d",
        "arn:aws:iam::111122223333:role/first-deploy",
    )
    assert args.node_policies == {"shell": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}
    assert (args.metadata_hops, args.unlisted_addons) == (2, ("datadog_operator",))


def test_nobody_is_admin_by_having_made_the_cluster_where_the_file_says_so(told):
    more = "        aws: {creator_is_admin: false}\n        access: {apply: {role: admin, aws: deploy}}\n"
    assert told("jakarta", {VERSIONS: VERSIONS + more}).creator_is_admin is False
    assert told("jakarta", {}).creator_is_admin is True


def test_what_an_environment_says_reaches_a_cluster_on_alibaba_cloud(told):
    args = told("batam")
    assert args.access == {"platform": Access(principal="300123456789012345", role="admin")}
    assert args.addons == {
        "loongcollector": Addon(),
        "metrics-server": Addon(version="v0.3.9.7"),
        "ack-node-problem-detector": Addon(enabled=False),
        "newer": Addon(),
    }
    assert (args.version, args.issuer, args.scaler, args.nodes_follow) == ("1.36.1-aliyun.1", False, "goatscaler", "update")
    assert (args.maintenance_days, args.maintenance_start, args.maintenance_hours) == (
        ("Monday", "Sunday"),
        "2026-01-06T23:30:00.000+08:00",
        5,
    )
    assert (args.secrets_key, args.kms_instance, args.resource_group) == ("key-of-the-company", "kst-example", "rg-one")
    assert (args.spec, args.encrypt_secrets, args.proxy_mode) == ("ack.standard", False, "nftables")
    assert args.logs == ("apiserver", "audit")


def test_what_an_environment_says_reaches_pools(told):
    on_aws, on_alicloud = told("jakarta").pools, told("batam").pools
    for pools, version in ((on_aws, "1.35"), (on_alicloud, "1.35.7-aliyun.1")):
        data = pools["data"]
        assert data.taints == (Taint(key="dedicated", value="data"), Taint(key="flaky", effect="PreferNoSchedule"))
        assert (data.version, data.unavailable, data.repair, data.per_zone) == (version, 50, False, True)
        assert (pools["general"].version, pools["general"].unavailable, pools["gpu"].gpu) == (None, 25, True)
    assert (on_aws["data"].image, on_aws["data"].release, on_aws["data"].surge) == ("BOTTLEROCKET_x86_64", "1.35.2-20260801", False)
    assert (on_aws["data"].reservation, on_aws["gpu"].reservation) == ("cr-0a1b2c3d4e5f67890", None)
    rule = RepairRule(condition="AcceleratedHardwareReady", reason="NvidiaXID13Error", action="Reboot", after_minutes=5)
    assert (on_aws["gpu"].repairs, on_aws["data"].repairs) == (Repairs(stop_above=20, rules=(rule,)), None)
    assert (on_aws["data"].kms_key, on_aws["gpu"].kms_key) == ("arn:aws:kms:ap-southeast-3:111122223333:key/1", None)
    assert (on_alicloud["data"].kms_key, on_alicloud["gpu"].kms_key) == ("key-1", None)
    assert (on_aws["data"].iops, on_aws["data"].throughput, on_aws["gpu"].volume_type) == (6000, 500, "io2")
    assert (on_alicloud["data"].image, on_alicloud["data"].performance_level) == ("ContainerOS", "PL1")
    assert on_alicloud["gpu"].disk_category == "cloud_auto"


def test_the_numbers_of_a_pool_on_both_clouds_can_be_enforced(told):
    """Else its min could not be raised above the nodes that run on EKS, which takes the number with its bounds."""
    edits = {"{autoscaled: {min: 2, max: 6}}": "{autoscaled: {min: 4, max: 6, enforce: true}}"}
    assert told("jakarta", edits).pools["general"].capacity.enforce is True
    assert told("batam", edits).pools["general"].capacity.enforce is False


def test_what_an_environment_says_reaches_karpenter(told):
    scaler = "        aws: {scaler: karpenter, karpenter_version: 1.15.0, karpenter_values: {logLevel: debug}}\n"
    made = """\
          made:
            capacity: {autoscaled: {min: 0, max: 8}}
            aws:
              types: [m7i.xlarge]
              release: 1.35.2-20260801
              provisioner: karpenter
              consolidation: WhenEmpty
              consolidate_after: 10m
              expire_after: 336h
            alicloud: {types: [ecs.g7.xlarge]}
"""
    general = POOL.replace("autoscaled: {min: 2, max: 6}", "fixed: 2")
    args = told("jakarta", {VERSIONS: f"{VERSIONS}{scaler}", POOL: f"{general}{made}"})
    assert (args.scaler, args.karpenter_version, args.karpenter_values) == ("karpenter", "1.15.0", {"logLevel": "debug"})
    pool = args.pools["made"]
    assert (pool.provisioner, pool.release, pool.consolidation) == ("karpenter", "1.35.2-20260801", "WhenEmpty")
    assert (pool.consolidate_after, pool.expire_after, args.pools["general"].provisioner) == ("10m", "336h", "node-group")


@pytest.mark.parametrize(("site", "cloud"), [("jakarta", "aws"), ("batam", "alicloud")])
def test_nothing_that_a_cluster_can_be_told_is_left_out(told, site, cloud):
    """All of it is said above: so a field that an argument gets must be said there, or be named as one that is not."""
    args, unsaid = told(site), NOT_SAID[cloud] | NOT_YET[cloud]
    usual = defaults(args)
    assert {name for name in usual.keys() - unsaid if getattr(args, name) == usual[name]} == set()


@pytest.mark.parametrize("site", ["jakarta", "batam"])
def test_what_an_environment_does_not_say_is_the_components_own(told, site):
    args = told(site, {})
    unsaid = ("access", "addons", "issuer", "identity", "support", "zonal_shift", "scaler", "nodes_follow", "maintenance_days")
    unsaid += (
        "maintenance_start",
        "maintenance_hours",
        "unlisted_addons",
        "control_plane_tier",
        "spec",
        "encrypt_secrets",
        "proxy_mode",
    )
    usual = defaults(args)
    assert {name: getattr(args, name) for name in unsaid if name in usual} == {
        name: usual[name] for name in unsaid if name in usual
    }
    (pool,) = args.pools.values()
    assert pool == type(pool)(types=pool.types, capacity=pool.capacity, spot=pool.spot, disk_gib=pool.disk_gib)


def test_pods_kept_to_a_pool_tolerate_its_taints(loaded):
    edits = {POOL: MORE, "replicas: {min: 2, max: 4}": "replicas: {min: 2, max: 4}, pool: gpu"}
    site = SiteArguments(loaded(edits), "jakarta")
    assert site.workload("storefront", "default", None).tolerations == (Taint(key="nvidia.com/gpu", value="present"),)
