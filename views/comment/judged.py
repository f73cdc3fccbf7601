"""What checks found, and who may do or reach what, as sections of a comment."""

from __future__ import annotations

from checks.accepted import called
from checks.finding import Finding, Severity
from checks.review.model import Access, Review

from ..telling import Teller
from .escape import code, inert
from .section import Item, Section, Weight

_SEVERITIES = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟡 warning"}


def access(review: Review, teller: Teller) -> Section | None:
    """A table of who may now do or reach what; the wide first."""
    if not review.access:
        return None
    head = "#### Who may do or reach what\n\n| | | who | may | on | by |\n|---|---|---|---|---|---|\n"
    told = sorted(review.access, key=lambda each: (not (each.wide and each.gained), not each.gained))
    items = [Item(_granted(each, teller), Weight.LOSS if each.wide and each.gained else Weight.ACCESS) for each in told]
    return Section(head=head, items=items, more=lambda number: f"| | | … and {number:,} more | | | |\n")


def _granted(told: Access, teller: Teller) -> str:
    wide = f" ⚠️ {inert(told.wide)}" if told.wide and told.gained else ""
    cells = (
        "+" if told.gained else "−",
        inert(told.control),
        f"{code(teller.text(told.who))}{wide}",
        code(teller.text(told.may)),
        code(teller.text(told.on)),
        code(teller.placed(told.urn)),
    )
    return f"| {' | '.join(cells)} |"


def findings(review: Review, teller: Teller) -> Section | None:
    """A table of what checks found, with what the environment accepts, why and until when."""
    judgement = review.judgement
    if judgement is None or not (judgement.findings or judgement.accepted):
        return None
    items = [
        Item(_found(each, _SEVERITIES[each.severity], inert(teller.text(each.fix)), teller), _weight(each))
        for each in judgement.findings
    ]
    for each, entry in judgement.accepted:
        why = f"{inert(teller.text(entry.because))}, until {entry.until}"
        items.append(Item(_found(each, "⚪ accepted", why, teller), Weight.FINDING))
    head = "#### Findings\n\n| | rule | about | what is found | what to do, or why it is accepted |\n|---|---|---|---|---|\n"
    return Section(head=head, items=items, more=lambda number: f"| | | … and {number:,} more | | |\n")


def _weight(finding: Finding) -> Weight:
    return Weight.LOSS if finding.severity is Severity.ERROR else Weight.FINDING


def _found(finding: Finding, severity: str, last: str, teller: Teller) -> str:
    reason = inert(teller.text(finding.reason))
    return f"| {severity} | {code(finding.rule)} | {code(called(finding))} | {reason} | {last} |"


def notes(review: Review, teller: Teller) -> Section | None:
    """What was compared, and what a plan without the clouds cannot know."""
    told = [*review.against.notes, *review.notes]
    if not told:
        return None
    items = [Item(f"- {inert(teller.text(note))}", Weight.NOTE) for note in told]
    head = "<details><summary>What to know of this plan</summary>\n\n"
    return Section(head=head, items=items, foot="\n</details>", more=lambda number: f"- … and {number:,} more\n")
