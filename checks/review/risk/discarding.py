"""Updates that throw something away though their object stays: records kept for less long, backups that end, a disk made anew.

Sources: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams (retention), AmazonRDS
USER_WorkingWithAutomatedBackups, amazondynamodb PointInTimeRecovery_Howitworks, streams/latest/dev/kinesis-extended-retention,
AWSSimpleQueueService API_SetQueueAttributes,
www.alibabacloud.com/help/en/sls (data retention), the page of `alicloud_instance` at registry.terraform.io (`image_id`),
kubernetes.io/docs/concepts/workloads/controllers/statefulset (persistentVolumeClaimRetentionPolicy).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from engine import urn
from engine.properties import unwrap

from ...plan import Change
from ..model import Tier
from ..objects import group_of, own
from ..values import nested, number
from .holding import Properties, Verdict


def _shorter(name: str, unit: str, what: str, *, default: float, forever: tuple[float, ...] = ()) -> Callable[..., Verdict | None]:
    """Something that is kept for less long.

    Args:
        name: the property that says how long.
        unit: of what it counts.
        what: what is kept.
        default: how long, unless it says.
        forever: values of it that mean for ever.
    """

    def judge(old: Properties, new: Properties) -> Verdict | None:
        before, after = (number(each.get(name), default) for each in (old, new))
        if (math.inf if after in forever else after) >= (math.inf if before in forever else before):
            return None
        rest = f"older than {after:g} {unit} " if after else ""
        return Verdict(Tier.LOST, f"{what} {rest}go for good ({name})")

    return judge


def _recovery(old: Properties, new: Properties) -> Verdict | None:
    before, after = (nested(each, "pointInTimeRecovery", "enabled") is True for each in (old, new))
    return Verdict(Tier.LOST, "its restore points go for good (pointInTimeRecovery)") if before and not after else None


def _image(old: Properties, new: Properties) -> Verdict | None:
    if old.get("imageId") == new.get("imageId"):
        return None
    return Verdict(Tier.LOST, "its system disk is made anew from the image, without what was on it (imageId)")


def _claims(old: Properties, new: Properties) -> Verdict | None:
    before, after = (number(nested(each, "spec", "replicas"), 1) for each in (old, new))
    gone = nested(new, "spec", "persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete"
    if after >= before or not gone or not nested(new, "spec", "volumeClaimTemplates"):
        return None
    return Verdict(Tier.LOST, f"{before - after:g} pods' claims are deleted (whenScaled: Delete), and their disks by their class")


def _balancer(old: Properties, new: Properties) -> Verdict | None:
    if nested(old, "spec", "type") != "LoadBalancer" or nested(new, "spec", "type") == "LoadBalancer":
        return None
    return Verdict(Tier.EFFORT, "its load balancer goes, and another has another address")


_BACKUPS: Final = _shorter("backupRetentionPeriod", "days", "automated backups", default=1)
_DISCARDING: Final[Mapping[str, Callable[[Properties, Properties], Verdict | None]]] = {
    "aws:cloudwatch/logGroup:LogGroup": _shorter("retentionInDays", "days", "records", default=0, forever=(0,)),
    "aws:rds/instance:Instance": _BACKUPS,
    "aws:rds/cluster:Cluster": _BACKUPS,
    "aws:docdb/cluster:Cluster": _BACKUPS,
    "aws:neptune/cluster:Cluster": _BACKUPS,
    "aws:dynamodb/table:Table": _recovery,
    "aws:kinesis/stream:Stream": _shorter("retentionPeriod", "hours", "records", default=24),
    "aws:sqs/queue:Queue": _shorter("messageRetentionSeconds", "seconds", "messages", default=345_600),
    "alicloud:log/store:Store": _shorter("retentionPeriod", "days", "records", default=30, forever=(3650,)),
    "alicloud:rds/backupPolicy:BackupPolicy": _shorter("backupRetentionPeriod", "days", "backups", default=7),
    "alicloud:ecs/instance:Instance": _image,
}
_INSIDE: Final[Mapping[str, Callable[[Properties, Properties], Verdict | None]]] = {"StatefulSet": _claims, "Service": _balancer}
"""Of Kubernetes' own kinds."""


def discards(change: Change) -> Verdict | None:
    """What an update throws away; None where it throws away nothing that is known of."""
    judge = _DISCARDING.get(change.type)
    if urn.package_of(change.type) == "kubernetes" and own(group_of(change.type)):
        judge = _INSIDE.get(change.type.rpartition(":")[2])
    return judge(unwrap(dict(change.old)), unwrap(dict(change.new))) if judge else None
