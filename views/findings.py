"""What checks say of a plan: a page under its preview, and entries of its JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterable
from typing import Any, Final, TypeVar

from checks.accepted import called
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from engine import urn

from . import looks
from .names import safe
from .page import Page

Key = TypeVar("Key", bound=Hashable)
_OUTER: Final = " " * 4
_INNER: Final = " " * 8
_NARROWEST: Final = 40
"""Below this, lines are left to the terminal."""
STYLES: Final = {Severity.ERROR: looks.ERROR, Severity.WARNING: looks.WARNING}


def page(judgement: Judgement, width: int | None = None) -> Page:
    """The findings with their fixes, those that are accepted with the reason why, or that there are none.

    Args:
        judgement: what was found.
        width: how many columns there are; None where nothing is to be wrapped, as in a log.
    """
    at = f" at {judgement.at:%Y-%m-%d %H:%M} UTC" if judgement.at else ""
    found = Page()
    found.line()
    found.line(f"Findings{at}:", looks.HEADLINE)
    for (severity, rule, reason, fix), names in _alike(
        ((finding.severity, finding.rule, finding.reason, finding.fix), finding) for finding in judgement.findings
    ):
        _write(found, f"{_OUTER}{severity}", f"{rule}: {reason}", width, STYLES[severity])
        _list(found, names)
        _write(found, f"{_INNER}fix:", fix, width)
    for (entry, reason), names in _alike(((entry, finding.reason), finding) for finding, entry in judgement.accepted):
        _write(found, f"{_OUTER}accepted", f"{entry.rule} until {entry.until}: {entry.because}", width, looks.FAINT)
        _list(found, names)
        _write(found, f"{_INNER}found:", reason, width)
    if not judgement.findings and not judgement.accepted:
        found.line(f"{_OUTER}none")
    return found


def _alike(findings: Iterable[tuple[Key, Finding]]) -> Iterable[tuple[Key, list[str]]]:
    """What findings that differ in it alone are about."""
    names: dict[Key, list[str]] = {}
    for key, finding in findings:
        names.setdefault(key, []).append(_named(finding))
    return names.items()


def _named(finding: Finding) -> str:
    """A type's last word and a name, or a path."""
    kind = urn.type_of(finding.resource).rpartition(":")[2] if urn.is_urn(finding.resource) else ""
    return f"{kind} {called(finding)}".lstrip()


def _list(page: Page, names: Iterable[str]) -> None:
    for name in names:
        page.line(f"{_INNER}{safe(name)}", looks.RESOURCE)


def _write(page: Page, lead: str, text: str, width: int | None, style: str = "") -> None:
    """A text behind what leads it, in as many lines as it takes, further in from the second on."""
    whole, further = f"{lead} {safe(text)}", f"{_INNER}    "
    lines = [whole]
    if width is not None:
        most = max(width, _NARROWEST)
        lines = textwrap.wrap(whole, most, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
    page.write(lead, style)
    page.line(lines[0][len(lead) :])
    for line in lines[1:]:
        page.line(line)


def documents(judgement: Judgement) -> list[dict[str, Any]]:
    """The findings as a program reads them; `accepted` says why and until when, or is null."""
    holding = [{**document(finding), "accepted": None} for finding in judgement.findings]
    accepted = [
        {**document(finding), "accepted": {"because": entry.because, "until": entry.until.isoformat()}}
        for finding, entry in judgement.accepted
    ]
    return holding + accepted


def document(finding: Finding) -> dict[str, str]:
    """One of them."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "resource": finding.resource,
        "reason": finding.reason,
        "fix": finding.fix,
    }
