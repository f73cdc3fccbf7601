"""Rule `replica-unwatched`: nothing tells how far behind a replica is.

OSS measures its own replication under its time control alone, which exists between a few regions.
Source: www.alibabacloud.com/help/en/oss/user-guide/rtc.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.data import flows, long

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "replica-unwatched"


def _unmeasured(subject: Subject) -> Iterator[Finding]:
    for flow in flows(subject.said) if subject.said.get("buckets") else ():
        if flow.way != "oss":
            continue
        reason = (
            f"from {flow.writer} to {flow.replica} OSS replicates by itself and measures nothing, so that nobody is told when "
            f"{' and '.join(flow.prefixes)} is more than {long(flow.within)} behind"
        )
        fix = "look at the replication in OSS' console now and then, and accept this in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"buckets.{flow.bucket}", reason=reason, fix=fix)


RULE = Rule(name=NAME, tells="nothing tells how far behind a replica is", finds=_unmeasured)
