"""Rule `image-left`: a changed image that a fleet on Alibaba Cloud starts instances from, and rolls out to none that run.

A group on AWS replaces its instances by itself; on Alibaba Cloud a task does, which there is where an earlier image is named
(`components.alicloud.fleet_refresh`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Severity
from ..plan import Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "image-left"
TEMPLATE: Final = "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate"
REFRESH: Final = "alicloud:ess/instanceRefresh:InstanceRefresh"


def _left(subject: Subject) -> Iterator[Finding]:
    started = {change.parent for change in subject.plan.changes if change.type == REFRESH and change.kind is not Kind.DELETED}
    for change in subject.plan.changes:
        part = subject.part(change, "Fleet")
        if change.type != TEMPLATE or change.kind is not Kind.UPDATED or part is None or change.parent in started:
            continue
        name, fleet = part
        before, now = (fleet.old or {}).get("image"), (fleet.new or {}).get("image")
        if before == now:
            continue
        yield Finding(
            rule=NAME,
            severity=Severity.WARNING,
            resource=change.urn,
            reason=f"instances that run keep the image {before}, and those alone that start from then on are of {now}",
            fix=f"name {before} in fleets.{name}.alicloud.earlier_images, and it is rolled out",
        )


RULE = Rule(
    name=NAME,
    tells="another image of a fleet on Alibaba Cloud is not rolled out, since no earlier one is named",
    finds=_left,
)
