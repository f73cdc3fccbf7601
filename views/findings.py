"""What checks say of a plan: a page under its preview, and entries of its JSON."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final, TypeVar

from checks.accepted import called
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from engine import urn

from . import looks
from .names import safe
from .page import Page
from .veil import Veil
from .wrapping import INNER, OUTER, write

Key = TypeVar("Key", bound=Hashable)
_NOTHING_HIDDEN: Final = Veil()
STYLES: Final = {Severity.ERROR: looks.ERROR, Severity.WARNING: looks.WARNING}


def page(judgement: Judgement, width: int | None = None, veil: Veil = _NOTHING_HIDDEN) -> Page:
    """The findings with their fixes, those that are accepted with the reason why, or that there are none.

    Args:
        judgement: what was found.
        width: how many columns there are; None where nothing is to be wrapped, as in a log.
        veil: hides what is secret.
    """
    at = f" at {judgement.at:%Y-%m-%d %H:%M} UTC" if judgement.at else ""
    found = Page()
    found.line()
    found.line(f"Findings{at}:", looks.HEADLINE)
    for (severity, rule, reason, fix), names in _alike(
        ((finding.severity, finding.rule, finding.reason, finding.fix), finding) for finding in judgement.findings
    ):
        write(found, f"{OUTER}{severity}", f"{rule}: {veil.over(reason)}", width, STYLES[severity])
        _list(found, map(veil.over, names))
        write(found, f"{INNER}fix:", veil.over(fix), width)
    for (entry, reason), names in _alike(((entry, finding.reason), finding) for finding, entry in judgement.accepted):
        write(found, f"{OUTER}accepted", f"{entry.rule} until {entry.until}: {veil.over(entry.because)}", width, looks.FAINT)
        _list(found, map(veil.over, names))
        write(found, f"{INNER}found:", veil.over(reason), width)
    if not judgement.findings and not judgement.accepted:
        found.line(f"{OUTER}none")
    return found


def _alike(findings: Iterable[tuple[Key, Finding]]) -> Iterable[tuple[Key, list[str]]]:
    """What findings that differ in it alone are about."""
    names: dict[Key, list[str]] = {}
    for key, finding in findings:
        names.setdefault(key, []).append(_named(finding))
    return names.items()


def _named(finding: Finding) -> str:
    """A type's last word and a name, or a path; and where the program declares it."""
    kind = urn.type_of(finding.resource).rpartition(":")[2] if urn.is_urn(finding.resource) else ""
    declared = f" ({finding.position})" if finding.position else ""
    return f"{kind} {called(finding)}{declared}".lstrip()


def _list(page: Page, names: Iterable[str]) -> None:
    for name in names:
        page.line(f"{INNER}{safe(name)}", looks.RESOURCE)


def documents(judgement: Judgement, veil: Veil = _NOTHING_HIDDEN) -> list[dict[str, Any]]:
    """The findings as a program reads them; `accepted` says why and until when, or is null."""
    holding = [{**document(finding, veil), "accepted": None} for finding in judgement.findings]
    accepted = [
        {**document(finding, veil), "accepted": {"because": veil.over(entry.because), "until": entry.until.isoformat()}}
        for finding, entry in judgement.accepted
    ]
    return holding + accepted


def document(finding: Finding, veil: Veil = _NOTHING_HIDDEN) -> dict[str, str]:
    """One of them."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "resource": veil.over(finding.resource),
        "reason": veil.over(finding.reason),
        "fix": veil.over(finding.fix),
        "position": finding.position,
    }
