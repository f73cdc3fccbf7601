"""Rule `lone-hub`: sites that are to live through the loss of one reach each other through that one alone.

A hub hands on what its spokes send each other. Who promises that the loss of a site is lived through promises it of the hub too,
and then whatever one spoke needs of another is out of reach, though both are well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "lone-hub"


def _cut(subject: Subject) -> Iterator[Finding]:
    said = subject.said
    objectives, sites = said.get("objectives"), sorted(said.get("sites") or ())
    entries = _entries(said.get("links"))
    centre = next((entry["hub"] for entry in entries if entry.get("hub")), None)
    if centre is None or not isinstance(objectives, Mapping):
        return
    apart = set(combinations([site for site in sites if site != centre], 2))
    for entry in entries:
        apart -= _direct(entry, sites)
    if apart and (objectives.get("site") or objectives.get("cloud")):
        who = sorted({site for pair in apart for site in pair})
        reason = f"without {centre} not all of {', '.join(who)} reach each other, since what they send passes through it"
        fix = "write mesh, or a link of their own between those that need each other, or accept this in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource="links", reason=reason, fix=fix)


def _entries(links: Any) -> list[Mapping[str, Any]]:
    entries = links if isinstance(links, Sequence) and not isinstance(links, str) else [links]
    return [entry for entry in entries if isinstance(entry, Mapping)]


def _direct(entry: Mapping[str, Any], sites: Sequence[str]) -> set[tuple[str, ...]]:
    """The pairs that an entry joins by a link of their own, in the order of their names."""
    if between := entry.get("between"):
        return {tuple(sorted(between))}
    mesh = entry.get("mesh")
    return set(combinations(sites if mesh == "all" else sorted(mesh or ()), 2))


RULE = Rule(name=NAME, tells="sites that are to live through the loss of one reach each other through that one alone", finds=_cut)
