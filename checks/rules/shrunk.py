"""Rule `shrunk`: something is to be smaller that only grows, which its cloud or cluster refuses once the update has begun.

Sources: kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims,
docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume (limitations), AmazonRDS USER_PIOPS.ModifyingExisting ("you can't reduce
the amount of storage"), www.alibabacloud.com/help/en/ecs/user-guide/overview-of-resizing-disks ("you can only extend disks").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.quantities import quantity
from engine import urn
from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "shrunk"
_CLAIM: Final = "PersistentVolumeClaim"
_SIZES: Final[Mapping[str, tuple[str, ...]]] = {
    _CLAIM: ("spec", "resources", "requests", "storage"),
    "aws:ebs/volume:Volume": ("size",),
    "aws:rds/instance:Instance": ("allocatedStorage",),
    "alicloud:ecs/disk:Disk": ("size",),
    "alicloud:ecs/ecsDisk:EcsDisk": ("size",),
    "alicloud:ecs/instance:Instance": ("systemDiskSize",),
}
"""By type, or kind of Kubernetes' core, where its size stands."""


def _smaller(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes:
        if change.kind is not Kind.UPDATED or (path := _SIZES.get(_called(change))) is None:
            continue
        old, new = (_at(unwrap(dict(inputs)), path) for inputs in (change.old, change.new))
        before, after = quantity(old), quantity(new)
        if before is not None and after is not None and after < before:
            yield Finding(
                rule=NAME,
                severity=Severity.ERROR,
                resource=change.urn,
                reason=f"{'.'.join(path)} would go from {_said(old)} to {_said(new)}, and it never shrinks: the update would fail",
                fix="leave its size, or make another one beside it and move what it holds",
            )


def _called(change: Change) -> str:
    return _CLAIM if urn.package_of(change.type) == "kubernetes" and change.type.endswith(f":core/v1:{_CLAIM}") else change.type


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _said(size: Any) -> str:
    return f"{size:g}" if isinstance(size, int | float) else str(size)


RULE = Rule(
    name=NAME, tells="a claim, a disk or the storage of a database is to be smaller, which is refused", finds=_smaller, always=True
)
