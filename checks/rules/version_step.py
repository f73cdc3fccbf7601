"""Rule `version-step`: a control plane goes up by one minor version at a time, and never back.

Both clouds refuse anything else, after what comes before it in the update is done.
Sources: docs.aws.amazon.com/eks/latest/userguide/update-cluster.html,
www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/upgrade-clusters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.versions import step_fault

from ..finding import Finding, Severity
from ..plan import CONTROL_PLANES, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "version-step"


def _skipped(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes:
        if change.kind is not Kind.UPDATED or change.type not in CONTROL_PLANES:
            continue
        before, after = change.old.get("version"), change.new.get("version")
        if isinstance(before, str) and isinstance(after, str) and (fault := step_fault(before, after)) is not None:
            yield Finding(
                rule=NAME,
                severity=Severity.ERROR,
                resource=change.urn,
                reason=f"it is {before} and would be {after}; expected {fault.expected}",
                fix=fault.fix,
            )


RULE = Rule(name=NAME, tells="a control plane would skip a minor version, or go back to an earlier one", finds=_skipped)
