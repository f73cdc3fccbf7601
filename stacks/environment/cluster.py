"""A cluster as its file says it: versions and pools are all it needs; what else stands here is there to be chosen.

The words are those of `components.contracts.ClusterArgs`, whose documentation says what each comes to. What one cloud alone
understands stands below that cloud's name, and names of add-ons, images and policies are the cloud's own.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from components.choices import Endpoint

from .base import Model
from .baseline import Namespaces, Priorities, StorageClasses
from .charts import Charts
from .exposure import Fronts
from .pool import Pool, Versions
from .values import Key, Matches, OrNone, Seconds, Selection, Text

AddonName: TypeAlias = Annotated[
    str, Matches(r"[a-z][a-z0-9_-]{0,62}", "the name of an add-on as the cloud spells it, say coredns", "write it in lower case")
]
RoleName: TypeAlias = Annotated[
    str, Matches(r"[\w+=,.@/-]{1,512}", "the name of an IAM role, with its path", "write its name, not its ARN")
]
RoleId: TypeAlias = Annotated[
    str, Matches(r"\d{15,20}", "the id of a RAM role, digits alone", "write the id that RAM shows beside its ARN")
]
KeyArn: TypeAlias = Annotated[
    str,
    Matches(r"arn:aws[\w-]*:kms:[\w-]+:\d{12}:key/[\w-]+", "the ARN of a KMS key", "write its ARN; an alias may name another soon"),
]
Day: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Hour: TypeAlias = Annotated[
    str,
    Matches(r"([01]\d|2[0-3]):[0-5]\d[+-]([01]\d|2[0-3]):[0-5]\d", "a time of day with its offset", 'write it like "02:00+07:00"'),
]


class Access(Model):
    """What one identity may do inside a cluster."""

    role: Literal["admin", "edit", "view"] = Field(
        "view", description="admin (everything), edit (whatever runs) or view (no Secrets)"
    )
    namespaces: tuple[Key, ...] = Field((), description="where; everywhere by default")
    aws: RoleName | None = Field(None, description="the IAM role, of the site's account; without it nobody on AWS")
    alicloud: RoleId | None = Field(None, description="the RAM role's id, quoted; without it nobody on Alibaba Cloud")


class Addon(Model):
    """What an add-on is told."""

    version: Text | None = Field(
        None, description="its version; by default the cloud's choice when it is installed, which then stays"
    )
    config: dict[str, Any] = Field(
        default_factory=dict, description="what it is configured with, in the cloud's own keys, over what the cluster must say"
    )


class AwsAddon(Addon):
    """What an add-on on EKS is told."""

    policies: dict[Key, Text] = Field(
        default_factory=dict, description="ARNs of policies that its role has besides AWS's own, each by a name of yours"
    )
    accounts: tuple[Key, ...] = Field(
        (),
        strict=False,  # a list by now: `OrNone` has read it before
        description="the service accounts that have that role; by default those that AWS names, none for unlisted ones",
    )


_FIX = "{} for it as it comes, or none to leave it out"


class Addons(Model):
    """Add-ons beside the usual ones, and what these are told otherwise."""

    aws: dict[AddonName, Annotated[AwsAddon | Literal["none"], OrNone(_FIX)]] = Field(
        default_factory=dict, description="add-ons of EKS by name; none leaves one out"
    )
    alicloud: dict[AddonName, Annotated[Addon | Literal["none"], OrNone(_FIX)]] = Field(
        default_factory=dict, description="add-ons of ACK by name; none leaves one out"
    )


class AwsCluster(Model):
    """What a cluster is told on AWS alone."""

    identity: Literal["irsa", "pod-identity"] = Field(
        "irsa", description="how service accounts get roles: irsa (by the issuer) or pod-identity (by an agent on each node)"
    )
    support: Literal["standard", "extended"] = Field(
        "extended",
        description="when the version's standard support ends: extended (stay, and pay) or standard (EKS moves it on)",
    )
    control_plane_tier: Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"] | None = Field(
        None, description="how large the control plane is kept at least; EKS' own choice by default"
    )
    control_plane_zones: dict[Key, tuple[str, ...]] = Field(
        default_factory=dict,
        description="by site, the zones that the control plane is reached in, for good; by default the two lowest letters",
    )
    zonal_shift: bool = Field(default=True, description="let traffic be moved away from a zone")
    scaler: Literal["cluster-autoscaler", "karpenter"] = Field(
        "cluster-autoscaler",
        description="what makes and ends nodes as pods ask for them: cluster-autoscaler, or karpenter in the pools that say so",
    )
    karpenter_version: Text | None = Field(None, description="the version of Karpenter's charts; by default the one known here")
    karpenter_values: dict[str, Any] = Field(
        default_factory=dict, description="what Karpenter's chart is told, in its own keys, over what the cluster must say"
    )
    logs: tuple[Literal["api", "audit", "authenticator", "controllerManager", "scheduler"], ...] = Field(
        ("api", "audit", "authenticator", "controllerManager", "scheduler"),
        description="kinds of the control plane's logs that are kept; all by default",
    )
    secrets_keys: dict[Key, KeyArn] = Field(
        default_factory=dict,
        description="by site, the ARN of the KMS key of its Secrets, for good; by default one is made",
    )
    reached_from: tuple[str, ...] = Field(
        (), description="blocks beside the network's own that may reach the API inside the network: a VPN, the site of a runner"
    )
    creator_is_admin: bool = Field(
        default=True, description="let who makes the cluster do everything in it; a change replaces the cluster"
    )
    creator: RoleName | None = Field(
        None, description="the IAM role that made the cluster, where the account's role is another by now, and is let in by access"
    )
    node_policies: dict[Key, Text] = Field(
        default_factory=dict, description="ARNs of policies that nodes have besides what every node needs, each by a name of yours"
    )
    metadata_hops: int = Field(
        1, ge=1, le=64, description="how many hops instance metadata travels; 1 keeps it, and the nodes' role, from pods"
    )
    unlisted_addons: tuple[AddonName, ...] = Field(
        (), description="add-ons that are newer than what is known of them, or bought, so that they are not refused"
    )
    autoscaler_image: Text | None = Field(
        None, description="the Cluster Autoscaler by digest, of the cluster's minor version; by default the one known for it"
    )


class Maintenance(Model):
    """When ACK may mend nodes, and let them follow the control plane."""

    days: tuple[Day, ...] = Field(("tuesday", "wednesday"), description="the days of the week")
    start: Hour = Field("02:00+07:00", description='the time of day with its offset, quoted, say "02:00+07:00"')
    hours: int = Field(3, ge=1, le=24, description="for how many hours")


class AlicloudCluster(Model):
    """What a cluster is told on Alibaba Cloud alone."""

    certificate_authorities: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, certificate-authority-data of its kubeconfig, known once it exists; until then nothing runs inside",
    )
    secrets_keys: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, the KMS key of its Secrets; by default the region's default master key, which one cluster can have",
    )
    kms_instances: dict[Key, Text] = Field(
        default_factory=dict, description="by site, the KMS instance that a key of its own is made in, which rotates there"
    )
    spec: Literal["ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"] = Field(
        "ack.pro.small",
        description="the control plane's edition; ack.standard has no service level, and neither encrypts Secrets nor keeps logs",
    )
    encrypt_secrets: bool = Field(default=True, description="encrypt Secrets with a KMS key; false with ack.standard")
    logs: tuple[Literal["apiserver", "kcm", "scheduler", "ccm", "controlplane-events", "audit"], ...] = Field(
        ("apiserver", "kcm", "scheduler", "ccm", "controlplane-events", "audit"),
        description="kinds of the control plane's logs that are kept; all by default",
    )
    proxy_mode: Literal["iptables", "ipvs", "nftables"] = Field(
        "iptables", description="how kube-proxy spreads connections; another one replaces the cluster"
    )
    scaler: Literal["cluster-autoscaler", "goatscaler"] = Field(
        "cluster-autoscaler", description="what moves the nodes of autoscaled pools: cluster-autoscaler, or goatscaler, ACK's own"
    )
    nodes_follow: Literal["window", "update"] = Field(
        "window", description="when nodes follow a newer version: in the maintenance window, or with the update that raises it"
    )
    maintenance: Maintenance = Field(default_factory=Maintenance, description="when ACK may mend and upgrade nodes")
    unlisted_addons: tuple[AddonName, ...] = Field(
        (), description="add-ons that are newer than what is known of them, so that they are not refused"
    )


class EventFloors(Model):
    """How a cluster keeps the floors that events raise; it does where an event names a workload of it."""

    image: Text | None = Field(
        None, description="what keeps them, by digest: any image with Python 3.11 or newer; by default one from a public registry"
    )
    lead: Seconds = Field(
        900,
        json_schema_extra={"default": "15m"},
        description="how long before a floor rises placeholder pods ask for its nodes, up to 1h; 0s for none",
    )


class Cluster(Model):
    """A Kubernetes cluster in each of its sites."""

    sites: Selection = Field(description="all, or a list of sites")
    versions: Versions = Field(description="the Kubernetes version on each cloud")
    endpoint: Endpoint = Field("private", description="where the API is reached: private (from the network alone) or public (too)")
    public_cidrs: tuple[str, ...] = Field((), description="the blocks that may reach a public endpoint; needed with it")
    service_cidr: str = Field("172.20.0.0/16", description="the block of Services' virtual addresses, never to be changed")
    pools: dict[Key, Pool] = Field(min_length=1, description="node pools by name")
    access: dict[Key, Access] = Field(default_factory=dict, description="who may do what inside, each by a name of yours")
    addons: Addons = Field(default_factory=Addons, description="add-ons beside the usual ones, or told otherwise")
    namespaces: Namespaces = Field(
        default_factory=dict,
        description="its namespaces, of which none is then made by being named; by default those that workloads name are made",
    )
    priorities: Priorities = Field(default_factory=dict, description="whose pods go first, beside urgent, usual and batch")
    storage_classes: StorageClasses = Field(
        default_factory=dict, description="the kinds of disks that pods may ask for, beside encrypted"
    )
    charts: Charts = Field(
        default_factory=dict, description="Helm charts by name, beside those that something here needs; none brings no such one"
    )
    issuer: bool = Field(
        default=True, description="an OIDC issuer that the cloud trusts, as IRSA and RRSA need; on ACK never to be taken away again"
    )
    event_floors: EventFloors = Field(default_factory=EventFloors, description="how the floors that events raise are kept")
    load_balancers: Fronts = Field(
        default_factory=Fronts, description="what the load balancers are told that its exposed workloads share"
    )
    aws: AwsCluster = Field(default_factory=AwsCluster, description="what it is told on AWS alone")
    alicloud: AlicloudCluster = Field(default_factory=AlicloudCluster, description="what it is told on Alibaba Cloud alone")
