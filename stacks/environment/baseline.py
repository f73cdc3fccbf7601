"""What a cluster has before any workload, as its file says it: namespaces, priorities and storage classes.

The words are those of `components.kubernetes.addons`; resources of quotas and limits bear Kubernetes' own names.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .base import Model
from .values import QUANTITY, Key, Matches, OrNone, Quantity, Text, refuse


class _Bound:
    """A Kubernetes quantity; what is a plain number may be written as one."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_Bound._read)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": f"^(?:{QUANTITY})$"}]}

    @staticmethod
    def _read(value: Any) -> str:
        number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if number or (isinstance(value, str) and re.fullmatch(QUANTITY, value)):
            return str(value)
        raise refuse("a number or a Kubernetes quantity", "write it like 500, 250m or 512Mi")


Amounts: TypeAlias = dict[str, Annotated[str, _Bound]]
LabelKey: TypeAlias = Annotated[
    str,
    Matches(
        r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?",
        "the key of a label",
        "write it like team, or example.com/team",
    ),
]
LabelValue: TypeAlias = Annotated[
    str,
    Matches(
        r"([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?",
        "the value of a label: 63 letters, digits, hyphens, dots and underscores at most",
        "shorten it",
    ),
]
SecurityVersion: TypeAlias = Annotated[
    str, Matches(r"latest|cluster|1\.\d{1,2}", "latest, cluster or a minor version", 'write cluster, or "1.35", say')
]


class VolumeLimits(Model):
    """How large a claim of a disk may be."""

    min: Quantity | None = Field(None, description="the smallest")
    max: Quantity | None = Field(None, description="the largest, say 1Ti")


class Limits(Model):
    """What a container gets that says nothing, and how much it may say; each by resource, say {cpu: 500m, memory: 1Gi}."""

    default: Amounts = Field(default_factory=dict, description="the limit of a container that has none; max by default")
    request: Amounts = Field(default_factory=dict, description="what one asks for that does not say; its limit by default")
    min: Amounts = Field(default_factory=dict, description="the least that one may ask for")
    max: Amounts = Field(default_factory=dict, description="the highest limit, which every container then has")
    ratio: Amounts = Field(default_factory=dict, description="how many times its request a limit may be")
    volume: VolumeLimits = Field(default_factory=VolumeLimits, description="how large a claim of a disk may be")


class Namespace(Model):
    """A namespace of a cluster, on each of its sites."""

    security: Literal["restricted", "baseline", "privileged"] = Field(
        "restricted", description="the Pod Security Standard that its pods are held to"
    )
    security_version: SecurityVersion = Field(
        "latest", description="whose form of it holds: latest, cluster (the cluster's own minor), or a version"
    )
    closed: bool = Field(default=True, description="let pods without a policy of their own reach, and be reached by, nobody")
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict, description="further labels")
    quota: Amounts = Field(
        default_factory=dict, description="the most that all of it takes, by what is counted: pods, requests.cpu, limits.memory"
    )
    priority_quotas: dict[Key, Amounts] = Field(
        default_factory=dict, description="the same for the pods of one priority, by its name"
    )
    limits: Limits = Field(default_factory=Limits, description="what its containers get by default, and may ask for")


class PriorityClass(Model):
    """Whose pods go first where room is short."""

    value: int = Field(ge=-(2**31), le=1_000_000_000, description="how much it counts; pods that say nothing have 0")
    preempts: bool | None = Field(
        None, description="let its pods take the room of lower ones; by default where its value is above 0"
    )
    default: bool = Field(default=False, description="make it that of pods that name none")
    description: Text | None = Field(None, description="who should use it, for people")


class Disks(Model):
    """The disks of a storage class on one cloud."""

    iops: int | None = Field(None, ge=1, description="operations a second, where the type is asked for them")
    keys: dict[Key, Text] = Field(
        default_factory=dict, description="by site, the KMS key that encrypts them; the account's own for disks by default"
    )


class AwsDisks(Disks):
    """The disks of a storage class on AWS."""

    type: Literal["gp3", "io2", "st1", "sc1"] = Field("gp3", description="the type")
    throughput: int | None = Field(None, ge=1, description="MiB a second, of gp3 alone, which has 125")


class AlicloudDisks(Disks):
    """The disks of a storage class on Alibaba Cloud."""

    type: Literal["cloud_essd", "cloud_auto", "cloud_essd_entry", "cloud_ssd", "cloud_efficiency"] = Field(
        "cloud_essd", description="the category"
    )
    performance_level: Literal["PL0", "PL1", "PL2", "PL3"] | None = Field(
        None, description="of cloud_essd alone, which has PL1; PL2 begins with 461 GiB, PL3 with 1,261"
    )
    bursting: bool = Field(default=False, description="let cloud_auto go beyond its operations for a while, and pay for it")


class StorageClass(Model):
    """A kind of disks that pods may ask for."""

    default: bool = Field(default=False, description="make it that of claims that name none")
    reclaim: Literal["Delete", "Retain"] = Field(
        "Delete", description="what becomes of a disk whose claim is deleted: Delete, or Retain until a person deletes it"
    )
    binding: Literal["WaitForFirstConsumer", "Immediate"] = Field(
        "WaitForFirstConsumer", description="when a disk is made: with its first pod, in that one's zone, or at once"
    )
    expandable: bool = Field(default=True, description="let claims grow")
    encrypted: bool = Field(default=True, description="encrypt the disks")
    filesystem: Literal["ext4", "xfs"] | None = Field(None, description="what they are formatted with; ext4 by default")
    aws: AwsDisks = Field(default_factory=AwsDisks, description="the disks on AWS")
    alicloud: AlicloudDisks = Field(default_factory=AlicloudDisks, description="the disks on Alibaba Cloud")


_THERE = "{} for it as it comes, or none where others make it"
_VALUE = "{value: 1000}, say, or none where others make it"

Namespaces: TypeAlias = dict[Key, Annotated[Namespace | Literal["none"], OrNone(_THERE)]]
Priorities: TypeAlias = dict[Key, Annotated[PriorityClass | Literal["none"], OrNone(_VALUE)]]
StorageClasses: TypeAlias = dict[Key, Annotated[StorageClass | Literal["none"], OrNone(_THERE)]]
