"""Clusters and workloads of both clouds as tests make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pulumi

import components.alicloud.cluster as alicloud_cluster
import components.aws.cluster as aws_cluster
from components.capacity import autoscaled
from components.contracts import Pool, WorkloadArgs
from components.kubernetes.workload import Workload
from tests.support.clouds import ALICLOUD, AWS, TAGS, Cloud
from tests.support.mocks import Recorded, Recording, record

KUBERNETES = "pulumi:providers:kubernetes"
IMAGE = f"registry.example/shop/storefront@sha256:{'5' * 64}"


@dataclass(frozen=True)
class Clusters:
    """How clusters are made on one cloud, and the type tokens of what they consist of, by the contract's word."""

    cloud: Cloud
    module: ModuleType
    version: str
    newer: str
    instances: tuple[str, ...]
    policy: str
    types: Mapping[str, str]

    def __str__(self) -> str:
        return str(self.cloud)

    def pool(self, **changes: Any) -> Pool:
        """An autoscaled pool of three to nine nodes on demand, unless told otherwise."""
        usual: dict[str, Any] = {"types": self.instances, "capacity": autoscaled(min=3, max=9)}
        return Pool(**{**usual, **changes})

    def args(self, network: Any, **changes: Any) -> Any:
        """A cluster with one pool, unless told otherwise."""
        usual = {"network": network, "version": self.version, "pools": {"general": self.pool()}, "tags": TAGS}
        return self.module.ClusterArgs(**{**usual, **changes})

    def make(self, name: str = "main", opts: Any = None, zones: tuple[str, ...] = ("a", "b", "c"), **changes: Any) -> Any:
        return self.module.Cluster(name, self.args(self.cloud.make_network(zones=zones), **changes), opts)

    def record(self, *, preview: bool = False, **options: Any) -> Recording:
        return record(lambda: self.make(**options), preview=preview)

    def root(self, found: Recording) -> Recorded:
        return found.one(self.module.Cluster.TYPE)

    def control_plane(self, found: Recording) -> Recorded:
        return found.one(self.types["control plane"])

    def pools(self, found: Recording) -> dict[str, Recorded]:
        """Node groups by their key."""
        return {each.name.removeprefix("main-pool-"): each for each in found.of(self.types["pool"])}


EKS = Clusters(
    cloud=AWS,
    module=aws_cluster,
    version="1.35",
    newer="1.36",
    instances=("m7i.2xlarge", "m6i.2xlarge"),
    policy="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    types={
        "control plane": "aws:eks/cluster:Cluster",
        "pool": "aws:eks/nodeGroup:NodeGroup",
        "key": "aws:kms/key:Key",
        "role": "aws:iam/role:Role",
        "grant": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "grant inside": "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "autoscaler": "nusantara:kubernetes:Autoscaler",
    },
)

ACK = Clusters(
    cloud=ALICLOUD,
    module=alicloud_cluster,
    version="1.35.7-aliyun.1",
    newer="1.36.1-aliyun.1",
    instances=("ecs.g7.2xlarge", "ecs.g6.2xlarge"),
    policy="AliyunOSSReadOnlyAccess",
    types={
        "control plane": "alicloud:cs/managedKubernetes:ManagedKubernetes",
        "pool": "alicloud:cs/nodePool:NodePool",
        "key": "alicloud:kms/key:Key",
        "role": "alicloud:ram/role:Role",
        "grant": "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
        "grant inside": "alicloud:cs/kubernetesPermission:KubernetesPermission",
        "autoscaler": "alicloud:cs/autoscalingConfig:AutoscalingConfig",
    },
)

ALL = (EKS, ACK)


ACCOUNT = "111122223333"


def located(type_: str, name: str, _: Mapping[str, Any]) -> dict[str, Any]:
    """What a cloud tells of a cluster that says where it is: outputs for `record`."""
    match type_:
        case "aws:eks/cluster:Cluster":
            return {"arn": f"arn:aws:eks:ap-southeast-3:{ACCOUNT}:cluster/{name}"}
        case "alicloud:cs/managedKubernetes:ManagedKubernetes":
            provider = f"acs:ram::{ACCOUNT}:oidc-provider/ack-rrsa-{name}"
            return {"rrsaMetadata": {"ramOidcProviderArn": provider, "rrsaOidcIssuerUrl": f"https://oidc.example/{name}"}}
    return {}


def workload_args(**changes: Any) -> WorkloadArgs:
    """A workload of three to thirty pods, unless told otherwise."""
    usual: dict[str, Any] = {"image": IMAGE, "replicas": autoscaled(min=3, max=30), "app": "storefront"}
    return WorkloadArgs(**{**usual, **changes})


def make_workload(clusters: Clusters, name: str = "main-storefront", **changes: Any) -> Workload:
    """A workload in a cluster of the cloud given."""
    inside = pulumi.ResourceOptions(provider=clusters.make().kubernetes)
    return Workload(name, workload_args(**changes), inside)


def altered(before: Recording, after: Recording) -> dict[str, set[str]]:
    """What another run would change in place, by type and name: the inputs that differ. A change of order alone is none."""
    both = {urn for urn in before.keys() & after.keys() if before[urn].custom}
    return {
        f"{after[urn].type.split(':')[-1]} {after[urn].name}": changed
        for urn in both
        if (changed := _differing(before[urn].inputs, after[urn].inputs))
    }


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
