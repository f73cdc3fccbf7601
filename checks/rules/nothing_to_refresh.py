"""Rule `nothing-to-refresh`: a refresh of a group that is made with it, all of whose instances are of its image already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Severity
from ..plan import Kind
from ..rule import Rule
from ..subject import Subject
from .image_left import REFRESH

NAME: Final = "nothing-to-refresh"
GROUP: Final = "alicloud:ess/scalingGroup:ScalingGroup"
MADE: Final = (Kind.CREATED, Kind.REPLACED)


def _refused(subject: Subject) -> Iterator[Finding]:
    new = {change.parent for change in subject.plan.changes if change.type == GROUP and change.kind in MADE}
    for change in subject.plan.changes:
        part = subject.part(change, "Fleet")
        if change.type == REFRESH and change.kind in MADE and change.parent in new and part is not None:
            yield Finding(
                rule=NAME,
                severity=Severity.ERROR,
                resource=change.urn,
                reason="its group would be made with this image, so no instance is of another, and the cloud refuses the refresh",
                fix=f"leave fleets.{part[0]}.alicloud.earlier_images out until the image is another",
            )


RULE = Rule(
    name=NAME,
    tells="a fleet that is yet to be made on Alibaba Cloud names an earlier image, and the cloud would refuse to refresh it",
    finds=_refused,
    always=True,
)
