"""What checks say of a plan: a page under its preview, and entries of its JSON."""

from __future__ import annotations

from typing import Any, Final

from checks.accepted import called
from checks.finding import Finding, Severity
from checks.judgement import Judgement

from . import looks
from .names import safe
from .page import Page

STYLES: Final = {Severity.ERROR: looks.ERROR, Severity.WARNING: looks.WARNING}


def page(judgement: Judgement) -> Page:
    """The findings with their fixes, those that are accepted with the reason why, and a verdict."""
    at = f" at {judgement.at:%Y-%m-%d %H:%M} UTC" if judgement.at else ""
    found = Page()
    found.line()
    found.line(f"Findings{at}:", looks.HEADLINE)
    for finding in judgement.findings:
        write(found, finding)
    for finding, entry in judgement.accepted:
        found.write(f"    accepted until {entry.until}", looks.FAINT)
        found.line(f" {finding.rule} {safe(called(finding))}: {safe(entry.because)}")
    if not judgement.findings and not judgement.accepted:
        found.line("    none")
    return found


def write(page: Page, finding: Finding) -> None:
    """A finding on a line of its own."""
    page.write(f"    {finding.severity}", STYLES[finding.severity])
    page.line(f" {finding.rule} {safe(called(finding))}: {safe(finding.reason)}; fix: {safe(finding.fix)}")


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
