"""Every fault of a cluster's arguments, by its exact text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from components.alicloud.cluster import ClusterArgs as AckArgs
from components.aws.cluster import ClusterArgs as EksArgs
from components.capacity import autoscaled, fixed, scheduled
from components.contracts import Pool, Taint
from components.errors import ArgumentsError
from tests.support.clusters import IMAGE
from tests.support.faults import faults_of


class Place(NamedTuple):
    """What arguments ask of a network."""

    region: str = "ap-southeast-3"
    zones: tuple[str, ...] = ("a", "b", "c")
    cidr: str = "10.32.0.0/16"
    pods: str = "10.33.0.0/16"


POOL = Pool(types=("m7i.2xlarge",), capacity=autoscaled(min=3, max=9))


def eks(**changes: Any) -> EksArgs:
    usual: dict[str, Any] = {"network": Place(), "version": "1.35", "pools": {"general": POOL}}
    return EksArgs(**{**usual, **changes})


def ack(**changes: Any) -> AckArgs:
    usual: dict[str, Any] = {"network": Place(), "version": "1.35.7-aliyun.1", "pools": {"general": POOL}}
    return AckArgs(**{**usual, **changes})


COMMON = [
    (
        {"version": "latest"},
        'version: "latest", expected one that stays what it is; fix: write the version to run; what is newest would change between two previews',
    ),
    ({"pools": {}}, "pools: nothing, expected one pool at least; fix: add a pool, say general"),
    (
        {"pools": {"General": POOL}},
        'pools: "General", expected small letters, digits and inner hyphens, at most 63; fix: choose such a name',
    ),
    ({"pools": {"a" * 31: POOL}}, f'pools: "{"a" * 31}", expected at most 30 characters; fix: shorten the name'),
    (
        {"pools": {"a" * 29: replace(POOL, per_zone=True)}},
        f'pools: "{"a" * 29}", expected at most 28 characters; fix: shorten the name',
    ),
    (
        {"pools": {"data": replace(POOL, per_zone=True), "data-a": POOL}},
        'pools: "data-a", expected no group called data-a, as pool data has one; fix: rename one of the two pools',
    ),
    (
        {"pools": {"data": replace(POOL, taints=(Taint(key="dedicated"),)), "gpu": replace(POOL, gpu=True, types=("g6.xlarge",))}},
        'pools: "data, gpu", expected one pool at least without a taint; fix: take the taints from one, or add a pool; DNS tolerates none',
    ),
    (
        {"pools": {"general-spot": POOL}},
        'pools: "general-spot", expected a name that does not end in "-spot"; fix: rename it; spot shares are called so',
    ),
    ({"endpoint": "open"}, 'endpoint: "open", expected one of private, public; fix: choose one of them'),
    (
        {"public_cidrs": ("0.0.0.0/0",)},
        "public_cidrs: ('0.0.0.0/0',), expected none with a private endpoint; fix: list who may reach a public endpoint, or make the endpoint private",
    ),
    (
        {"service_cidr": "172.20.0.0"},
        'service_cidr: "172.20.0.0", expected an IPv4 block; fix: write its first address and size, say 203.0.113.0/24',
    ),
    (
        {"service_cidr": "a block"},
        'service_cidr: "a block", expected an IPv4 block; fix: write its first address and size, say 203.0.113.0/24',
    ),
    (
        {"endpoint": "public"},
        "public_cidrs: nothing, expected one block at least with a public endpoint; fix: list who may reach a public endpoint, or make the endpoint private",
    ),
    (
        {"service_cidr": "8.8.0.0/16"},
        'service_cidr: "8.8.0.0/16", expected a private block, /12 to /24; fix: 172.20.0.0/16 is the default',
    ),
    (
        {"service_cidr": "10.33.64.0/20"},
        'service_cidr: "10.33.64.0/20", expected addresses of its own, and network.pods is 10.33.0.0/16; fix: choose blocks that do not overlap',
    ),
    (
        {"service_cidr": "10.32.0.0/12"},
        'service_cidr: "10.32.0.0/12", expected addresses of its own, and network.cidr is 10.32.0.0/16; fix: choose blocks that do not overlap',
    ),
]


@pytest.mark.parametrize("make", [eks, ack])
@pytest.mark.parametrize(("change", "expected"), COMMON, ids=lambda value: str(value)[:40])
def test_a_fault_of_any_cluster(make, change, expected):
    assert f"ClusterArgs.{expected}" in faults_of(make, **change)


def test_a_network_that_cannot_be_read_is_the_networks_fault():
    assert eks(network=Place(cidr="10.32.0.0/99")).service_cidr == "172.20.0.0/16"


def test_what_only_aws_refuses():
    assert faults_of(eks, version="1.35.7-aliyun.1") == [
        'ClusterArgs.version: "1.35.7-aliyun.1", expected a version as EKS spells it, say 1.35; fix: write major and minor alone',
        (
            "ClusterArgs.autoscaler_image: nothing, expected an image for Kubernetes 1.35.7-aliyun.1; known are those for 1.35, 1.36; fix: "
            "write registry.k8s.io/autoscaling/cluster-autoscaler@sha256:…, the digest of a release of that minor version"
        ),
    ]
    assert faults_of(eks, network=Place(zones=("a",))) == [
        'ClusterArgs.network.zones: "a", expected two zones at least; fix: add a zone to the network; EKS refuses a control plane in one zone alone'
    ]
    assert faults_of(eks, control_plane_zones=("a", "d")) == [
        'ClusterArgs.control_plane_zones: "a, d", expected two at least of the network\'s zones a, b, c; fix: write the zones that the control plane was made with'
    ]
    assert faults_of(eks, deploy_role="arn:deploy", admins={"ci": "arn:deploy", "people": "arn:people"}) == [
        (
            'ClusterArgs.admins.ci: "arn:deploy", expected another role than that which makes the cluster, and is its admin by that; '
            "fix: remove it"
        )
    ]
    assert faults_of(
        eks, metadata_hops=0, support="LONG", autoscaler_image="ca:1.35", identity="kiam", control_plane_tier="xxl"
    ) == [
        'ClusterArgs.support: "LONG", expected one of STANDARD, EXTENDED; fix: choose one of them',
        (
            'ClusterArgs.control_plane_tier: "xxl", expected one of standard, tier-xl, tier-2xl, tier-4xl, tier-8xl; fix: choose one of '
            "them"
        ),
        "ClusterArgs.metadata_hops: 0, expected a whole number, 1 to 64; fix: choose a number between them",
        (
            'ClusterArgs.autoscaler_image: "ca:1.35", expected repository@sha256:<64 hex digits>; fix: write the image\'s digest; a tag can '
            "name another image tomorrow"
        ),
        'ClusterArgs.identity: "kiam", expected one of irsa, pod-identity; fix: choose one of them',
    ]


def test_a_version_without_a_known_autoscaler_needs_one_only_where_something_scales():
    pool = Pool(types=("m7i.2xlarge",), capacity=fixed(3))
    assert eks(version="1.33", pools={"fixed": pool}).autoscaled is False
    assert eks(version="1.33", autoscaler_image=IMAGE).autoscaled is True


def test_what_only_alibaba_cloud_refuses():
    assert faults_of(ack, version="1.35") == [
        (
            'ClusterArgs.version: "1.35", expected a version as ACK spells it, say 1.35.7-aliyun.1; fix: write the whole version, down to the '
            "number after aliyun"
        )
    ]
    assert faults_of(ack, network=Place(zones=tuple("abcdef"))) == [
        (
            'ClusterArgs.network.zones: "a, b, c, d, e, f", expected at most 5 zones, one vSwitch of the control plane in each; fix: use fewer '
            "zones; ACK takes no more vSwitches"
        )
    ]
    assert faults_of(ack, spec="ack.standard") == [
        'ClusterArgs.encrypt_secrets: true, expected false with ack.standard; fix: write encrypt_secrets: false, or the spec "ack.pro.small"'
    ]
    assert faults_of(ack, endpoint="public", public_cidrs=("203.0.113.0/24",)) == [
        (
            'ClusterArgs.public_cidrs: "203.0.113.0/24", expected 0.0.0.0/0; fix: say so by writing that block alone, or make the endpoint '
            "private; Alibaba Cloud opens it to everyone"
        )
    ]
    started = Pool(types=("ecs.g7.2xlarge",), capacity=autoscaled(min=3, max=9, initial=5))
    assert faults_of(ack, pools={"general": started}) == [
        (
            "ClusterArgs.pools.general.capacity.initial: 5, expected min, which is 3; fix: leave initial out, or raise min; ACK takes no number "
            "of nodes for a pool that it scales"
        )
    ]
    kept = Pool(types=("ecs.g7.2xlarge",), capacity=autoscaled(min=3, max=9, enforce=True))
    assert faults_of(ack, pools={"general": kept}, certificate_authority="Q0E=") == [
        (
            'ClusterArgs.certificate_authority: "Q0E=…", expected a PEM certificate in base64; fix: write certificate-authority-data of the '
            "kubeconfig as it stands there"
        ),
        (
            "ClusterArgs.pools.general.capacity.enforce: true, expected false for a pool that is autoscaled; fix: leave it out; ACK alone moves "
            "the number of nodes"
        ),
    ]
    assert faults_of(ack, proxy_mode="ebpf", scaler="karpenter", nodes_follow="never") == [
        'ClusterArgs.proxy_mode: "ebpf", expected one of ipvs, iptables, nftables; fix: choose one of them',
        'ClusterArgs.scaler: "karpenter", expected one of cluster-autoscaler, goatscaler; fix: choose one of them',
        'ClusterArgs.nodes_follow: "never", expected one of window, update; fix: choose one of them',
    ]


def test_some_logs_of_acks_control_plane_are_kept():
    assert faults_of(ack, logs=("audit",)) == [
        'ClusterArgs.logs: "audit", expected one component of the control plane at least; fix: keep apiserver, say'
    ]


def test_when_ack_maintains_a_cluster():
    wrong = {"maintenance_days": ("Tuesday", "Tuesday", "Freitag"), "maintenance_start": "02:00", "maintenance_hours": 25}
    assert faults_of(ack, **wrong) == [
        'ClusterArgs.maintenance_days.1: "Tuesday", expected each once; fix: remove the second one',
        (
            'ClusterArgs.maintenance_days.2: "Freitag", expected one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday; '
            "fix: choose one of them"
        ),
        'ClusterArgs.maintenance_start: "02:00", expected a time with its offset, RFC 3339; fix: write it like 2026-01-06T02:00:00.000+07:00',
        "ClusterArgs.maintenance_hours: 25, expected a whole number, 1 to 24; fix: choose a number between them",
    ]
    assert faults_of(ack, maintenance_days=()) == [
        "ClusterArgs.maintenance_days: nothing, expected one day at least; fix: write Tuesday, say"
    ]


def test_pools_of_ack_have_versions_as_it_spells_them():
    assert faults_of(ack, pools={"held": replace(POOL, version="1.34")}) == [
        (
            'ClusterArgs.pools.held.version: "1.34", expected a version as ACK spells it, say 1.35.7-aliyun.1; fix: write the whole version, '
            "down to the number after aliyun"
        )
    ]


def test_every_type_of_a_pool_with_gpus_has_gpus():
    with pytest.raises(ArgumentsError) as raised:
        Pool(types=("ecs.gn7i-c8g1.2xlarge", "ecs.g7.2xlarge", "ecs.new9.large"), capacity=fixed(1), gpu=True)
    assert str(raised.value) == (
        'Pool.types.1: "ecs.g7.2xlarge", expected a type with GPUs, since the pool is said to have them; fix: choose one of a family with '
        "GPUs, or leave gpu out"
    )


def test_every_fault_of_a_pool_at_once():
    with pytest.raises(ArgumentsError) as raised:
        Pool(types=(), capacity=fixed(1), spot=140, disk_gib=8, labels={"nusantara/pool": "mine"})
    assert str(raised.value).split("\n") == [
        "Pool.types: nothing, expected one instance type at least; fix: write the types in order of preference",
        "Pool.spot: 140, expected a whole number, 0 to 100; fix: choose a number between them",
        "Pool.disk_gib: 8, expected a whole number, 20 to 2048; fix: choose a number between them",
        'Pool.labels: "nusantara/pool", expected labels of your own; fix: remove it; the pool\'s name is written there',
    ]


def test_no_schedule_moves_the_nodes_of_a_pool():
    with pytest.raises(ArgumentsError) as raised:
        Pool(types=("m7i.2xlarge",), capacity=scheduled(min=1, max=3))
    assert str(raised.value) == (
        'Pool.capacity.owner: "schedule", expected the program or an autoscaler; fix: write autoscaled(…), and let the event raise the '
        "floors of workloads"
    )
