"""What checks found, and who may do or reach what, as sections of a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from checks.accepted import Accepted, called
from checks.finding import Finding, Severity
from checks.review.model import Access, Review

from ..telling import Teller, shortened
from .escape import code, inert
from .listing import and_more
from .section import Item, Section, Weight

_SEVERITIES = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟡 warning"}


def access(review: Review, teller: Teller) -> Section | None:
    """A table of who may now do or reach what, the wide first; what many objects say alike is a row."""
    if not review.access:
        return None
    told = sorted(review.access, key=lambda each: (not (each.wide and each.gained), not each.gained))
    head = "#### Who may do or reach what\n\n| | who | may | on | by |\n|---|---|---|---|---|\n"
    items = [Item(_granted(alike, teller), _granting(alike[0])) for alike in _alike(told)]
    return Section(head=head, items=items, more=lambda number: f"| | … and {number:,} more rows | | | |\n")


def _alike(told: Iterable[Access]) -> Iterator[list[Access]]:
    """What the same may do the same on several objects, together; then who else may do that on just these."""
    places: defaultdict[tuple[bool, str, str, str, str], list[Access]] = defaultdict(list)
    for each in told:
        places[each.gained, each.control, each.may, each.wide, each.who].append(each)
    groups: defaultdict[Hashable, list[Access]] = defaultdict(list)
    for (*shared, _), alike in places.items():
        groups[*shared, tuple((each.on, each.urn) for each in alike)].extend(alike)
    yield from groups.values()


def _granting(told: Access) -> Weight:
    return Weight.LOSS if told.wide and told.gained else Weight.ACCESS


def _granted(alike: Sequence[Access], teller: Teller) -> str:
    told = alike[0]
    wide = f" ⚠️ {inert(told.wide)}" if told.wide and told.gained else ""
    who, on = (
        dict.fromkeys(code(shortened(teller.text(text)), breaking=True) for text in texts)
        for texts in zip(*((each.who, each.on) for each in alike), strict=True)
    )
    by = dict.fromkeys(code(teller.placed(each.urn), breaking=True) for each in alike)
    cells = (
        f"{'**+**' if told.gained else '**−**'} {inert(told.control)}",
        f"{and_more([*who])}{wide}",
        code(shortened(teller.text(told.may)), breaking=True),
        and_more([*on]),
        and_more([*by]) if by != on else "",
    )
    return f"| {' | '.join(cells)} |"


def findings(review: Review, teller: Teller) -> Section | None:
    """A table of what checks found, with what the environment accepts, why and until when."""
    judgement = review.judgement
    if judgement is None or not (judgement.findings or judgement.accepted):
        return None
    found: defaultdict[tuple[Severity, str, str, str], list[Finding]] = defaultdict(list)
    for each in judgement.findings:
        found[each.severity, each.rule, each.reason, each.fix].append(each)
    items = [
        Item(_found(alike, _SEVERITIES[severity], inert(teller.text(fix)), teller), _weight(severity))
        for (severity, _, _, fix), alike in found.items()
    ]
    known: defaultdict[tuple[Accepted, str], list[Finding]] = defaultdict(list)
    for each, entry in judgement.accepted:
        known[entry, each.reason].append(each)
    for (entry, _), alike in known.items():
        why = f"{inert(teller.text(entry.because))}, until {entry.until}"
        items.append(Item(_found(alike, "⚪ accepted", why, teller), Weight.FINDING))
    head = "#### Findings\n\n| | rule | about | what is found | what to do, or why it is accepted |\n|---|---|---|---|---|\n"
    return Section(head=head, items=items, more=lambda number: f"| | | … and {number:,} more | | |\n")


def _weight(severity: Severity) -> Weight:
    return Weight.LOSS if severity is Severity.ERROR else Weight.FINDING


def _found(alike: Sequence[Finding], severity: str, last: str, teller: Teller) -> str:
    reason = inert(teller.text(alike[0].reason))
    about = and_more([*dict.fromkeys(_about(each, teller) for each in alike)])
    return f"| {severity} | {code(alike[0].rule)} | {about} | {reason} | {last} |"


def _about(finding: Finding, teller: Teller) -> str:
    """What a finding is about, and where the program declares it."""
    declared = f" ({code(finding.position, breaking=True)})" if finding.position else ""
    return f"{code(teller.text(called(finding)), breaking=True)}{declared}"


def notes(review: Review, teller: Teller) -> Section | None:
    """What was compared, and what a plan without the clouds cannot know."""
    told = [*review.against.notes, *review.notes]
    if not told:
        return None
    items = [Item(f"- {inert(teller.text(note))}", Weight.ACCESS) for note in told]
    head = "<details><summary>What to know of this plan</summary>\n\n"
    return Section(head=head, items=items, foot="\n</details>", more=lambda number: f"- … and {number:,} more\n")
