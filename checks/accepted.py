"""The findings that an environment accepts, each with a reason and a last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Any

from engine import urn

from .finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An entry of `accept`.

    Args:
        rule: the rule's name.
        resource: what it is about, as `about` has it.
        because: why it is accepted.
        until: the last day on which it is, by UTC.
    """

    rule: str
    resource: str
    because: str
    until: date

    def expired(self, at: datetime) -> bool:
        """Whether its last day is over."""
        return at.astimezone(UTC).date() > self.until

    def covers(self, finding: Finding, at: datetime | None) -> bool:
        """Whether it accepts a finding; who is not told the time takes it to hold."""
        return self.rule == finding.rule and about(finding, self.resource) and (at is None or not self.expired(at))


def accepted(environment: Mapping[str, Any]) -> tuple[Accepted, ...]:
    """What an environment accepts, in the order of its file."""
    fields = ("rule", "resource", "because")
    entries = environment.get("accept") or ()
    return tuple(
        Accepted(**{field: entry[field] for field in fields}, until=date.fromisoformat(entry["until"])) for entry in entries
    )


def about(finding: Finding, pattern: str) -> bool:
    """Whether a finding is about what a pattern names: a URN, the name in it, a path in the environment, or the last name there."""
    names = {finding.resource, called(finding), called(finding).rpartition(".")[2]}
    return any(fnmatchcase(name, pattern) for name in names)


def called(finding: Finding) -> str:
    """What people call that which a finding is about."""
    return urn.name_of(finding.resource) if urn.is_urn(finding.resource) else finding.resource
