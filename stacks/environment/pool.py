"""A node pool as its file says it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .base import Model
from .sizes import Size, Types
from .values import Matches, Minutes, Percent, Text

TaintKey: TypeAlias = Annotated[
    str,
    Matches(
        r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?",
        "the key of a taint",
        "write it like dedicated, or example.com/dedicated",
    ),
]
Taint: TypeAlias = Annotated[
    str,
    Matches(
        r"(([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?:)?(NoSchedule|PreferNoSchedule|NoExecute)",
        "what a taint does to pods: NoSchedule, PreferNoSchedule or NoExecute, after a value where it has one",
        "write it like data:NoSchedule",
    ),
]


class Versions(Model):
    """A Kubernetes version in each cloud's own spelling, quoted."""

    aws: str | None = Field(None, description='the version on EKS, say "1.35"')
    alicloud: str | None = Field(None, description='the version on ACK, say "1.35.7-aliyun.1"')


class RepairRule(Model):
    """What is done about one thing that can be wrong with a node."""

    condition: Literal[
        "AcceleratedHardwareReady", "ContainerRuntimeReady", "KernelReady", "NetworkingReady", "Ready", "StorageReady"
    ] = Field(description="the condition of the node that is not met")
    reason: Text = Field(description="why, in the words of the node monitoring agent, say NvidiaXID13Error")
    action: Literal["Replace", "Reboot", "NoAction"] = Field(description="what is done with it: Replace, Reboot or NoAction")
    after: Minutes = Field(ge=1, description="how long that must last before, say 10m")


class Repairs(Model):
    """How far EKS goes in repairing nodes."""

    stop_above: Percent | None = Field(None, description="the share of unhealthy nodes above which none is repaired any more")
    at_a_time: Percent | None = Field(None, description="the share of the unhealthy nodes that are repaired side by side")
    rules: tuple[RepairRule, ...] = Field((), description="what is done about single things; EKS' own way for all others")


class AwsNodes(Types):
    """Nodes on AWS."""

    image: Text | None = Field(
        None,
        description="the family of images, say BOTTLEROCKET_x86_64; by default Amazon Linux 2023, with drivers for GPUs",
    )
    release: Text | None = Field(
        None, description="the image's version, say \"1.35.2-20260801\"; by default EKS' newest when a group is made"
    )
    surge: bool = Field(default=True, description="start nodes before others end when nodes are updated")
    volume_type: Literal["gp3", "io2"] = Field("gp3", description="the system disk's type: gp3 or io2")
    iops: int | None = Field(None, ge=100, description="its operations a second; gp3 has 3,000 without being asked")
    throughput: int | None = Field(None, ge=125, description="its throughput in MiB/s, of gp3 alone, which has 125")
    kms_keys: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the ARN of the key of the disks; the account's own for EBS by default"
    )
    repairs: Repairs | None = Field(None, description="how nodes that are not healthy are repaired; EKS' own way by default")
    reservations: dict[Text, Text] = Field(
        default_factory=dict,
        description="by region, the capacity reservation that all its nodes start in, or the ARN of a resource group of some",
    )
    provisioner: Literal["node-group", "karpenter"] = Field(
        "node-group",
        description="who makes its nodes: EKS in a node-group, or karpenter as pods ask for them, of a release that is written",
    )
    consolidation: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] | None = Field(
        None, description="which nodes Karpenter takes to save money; WhenEmptyOrUnderutilized by default"
    )
    consolidate_after: Text | None = Field(
        None, description="how long it leaves a node alone after a pod came or went; 1m by default"
    )
    expire_after: Text | None = Field(None, description="how old a node of Karpenter's becomes, or Never; 720h by default")


class AlicloudNodes(Types):
    """Nodes on Alibaba Cloud."""

    image: Text | None = Field(
        None, description="the operating system, say ContainerOS; by default Alibaba Cloud Linux 3 for the types' architecture"
    )
    disk_category: Literal["cloud_essd", "cloud_auto", "cloud_essd_entry", "cloud_ssd", "cloud_efficiency"] = Field(
        "cloud_essd", description="the system disk's category"
    )
    performance_level: Literal["PL0", "PL1", "PL2", "PL3"] | None = Field(
        None, description="the performance level of an ESSD; ACK's choice by default"
    )
    kms_keys: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the id of the key of the disks; the service's own by default"
    )


class Pool(Model):
    """A group of equal nodes of a cluster, in each of its sites."""

    capacity: Size = Field(description="how many nodes in each site, or with per_zone in each of its zones")
    spot: Percent = Field(description="the share of nodes bought on the spot market, say 40%")
    disk_gib: int = Field(ge=20, le=2048, description="the encrypted system disk in GiB")
    labels: dict[str, str] = Field(default_factory=dict, description="node labels")
    taints: dict[TaintKey, Taint] = Field(
        default_factory=dict, description="what keeps pods off that do not tolerate it, by key, say dedicated: data:NoSchedule"
    )
    versions: Versions | None = Field(
        None, description="the version that its nodes stay at while the cluster goes ahead; the cluster's by default"
    )
    unavailable: Percent = Field(
        25, json_schema_extra={"default": "25%"}, description="the share of its nodes that an update takes at a time, 1% to 100%"
    )
    repair: bool = Field(default=True, description="let the cloud mend or replace nodes that are not healthy")
    gpu: bool = Field(
        default=False,
        description="its nodes have GPUs: an image with drivers, and unless it has taints nvidia.com/gpu=present:NoSchedule",
    )
    per_zone: bool = Field(
        default=False,
        description="a group of its own in each zone, each with this capacity: for pods whose volumes stand in one zone",
    )
    aws: AwsNodes | None = Field(None, description="instance types on AWS; needed where a site is there")
    alicloud: AlicloudNodes | None = Field(None, description="instance types on Alibaba Cloud; needed where a site is there")

    @property
    def open(self) -> bool:
        """Whether pods that tolerate no taint can start on its nodes."""
        if not self.taints:
            return not self.gpu
        return all(taint.endswith("PreferNoSchedule") for taint in self.taints.values())
