"""What a plan would lose, and why it failed, as sections of a comment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from checks.plan import Kind
from checks.review.model import Review, Risk, Tier

from ..telling import Teller, kind_of, tier_of
from .escape import fence, inert, literal
from .listing import MOST, names, objects, several
from .section import Item, Section, Weight

_MARKS = {Tier.LOST: "🔴", Tier.BACKUP: "🟠", Tier.EFFORT: "🟡", Tier.REVERSIBLE: "⚪"}
_GRAVE = (Tier.LOST, Tier.BACKUP)
_SAID = {Kind.DELETED: "deleted", Kind.REPLACED: "replaced", Kind.UPDATED: "updated"}
_ROW = 40
"""So many objects that nothing brings back are named in a row, so that there is always room for some of them."""


def failures(review: Review, teller: Teller) -> Section | None:
    """Why the preview failed: sentences as points, which a page wraps, and longer reports, a traceback say, as blocks."""
    if not review.failures:
        return None
    texts = [teller.text(failure) for failure in review.failures]
    items = [Item(_failure(text), Weight.LOSS) for text in sorted(texts, key=lambda text: "\n" in text)]
    return Section(head="", items=items, more=lambda number: f"- … and {number:,} more\n")


def _failure(text: str) -> str:
    lines = [literal(line) for line in text.splitlines()]
    if len(lines) == 1:
        return f"- {inert(text)}"
    marks = fence(lines)
    return "\n".join(["", f"{marks}text", *lines, marks])


def risks(review: Review, teller: Teller) -> Iterator[Section]:
    """A table of what destructive steps would cost, and folded what comes back as it was while nothing stops."""
    groups: defaultdict[tuple[str, str, Kind, str, str], list[Risk]] = defaultdict(list)
    for risk in review.risks:
        groups[tier_of(risk), kind_of(risk.urn), risk.kind, risk.because, risk.downtime].append(risk)
    told = [alike[at : at + _ROW] for alike in groups.values() if not alike[0].quiet for at in range(0, len(alike), _ROW)]
    if told:
        head = "#### Risks\n\n| | what happens | comes back | why, and what that means |\n|---|---|---|---|\n"
        items = [Item(_row(alike, teller), _weight(alike[0]), _short_row(alike, teller)) for alike in told]
        yield Section(head=head, items=items, more=lambda number: f"| | … and {number:,} more rows, no graver than these | | |\n")
    quiet = [alike for alike in groups.values() if alike[0].quiet]
    if quiet:
        counts = Counter(_SAID.get(risk.kind, risk.kind.value) for alike in quiet for risk in alike)
        counted = ", ".join(f"{number:,} {what}" for what, number in sorted(counts.items()))
        yield Section(
            head=f"<details><summary>{_MARKS[Tier.REVERSIBLE]} Reversible: {counted}</summary>\n\n",
            items=[Item(_point(alike, teller), Weight.OBJECT) for alike in quiet],
            foot="\n</details>",
            more=lambda number: f"- … and {number:,} more\n",
        )


def _weight(risk: Risk) -> Weight:
    return Weight.BEYOND_RECALL if risk.tier is Tier.LOST and not risk.possible else Weight.LOSS


def _happens(alike: Sequence[Risk], teller: Teller) -> str:
    """What becomes of which objects; each is named that nothing brings back."""
    most = _ROW if alike[0].tier is Tier.LOST else MOST
    return f"{_SAID.get(alike[0].kind, alike[0].kind.value)}: {several([risk.urn for risk in alike], teller, most)}"


def _row(alike: Sequence[Risk], teller: Teller) -> str:
    risk = alike[0]
    why = [inert(teller.text(risk.because))]
    if risk.downtime:
        why.append(f"*Meanwhile:* {inert(teller.text(risk.downtime))}")
    why.extend(_reaching(alike))
    tier = f"**{risk.tier}**" if risk.tier in _GRAVE else str(risk.tier)
    tier += " if it is replaced" * risk.possible
    return f"| {_MARKS[risk.tier]} | {_happens(alike, teller)} | {tier} | {'<br>'.join(why)} |"


def _reaching(alike: Sequence[Risk]) -> Iterator[str]:
    """How much depends on the objects beside themselves, and where."""
    beside = {of for risk in alike for of in risk.reaches} - {risk.urn for risk in alike}
    if beside:
        sites = inert(", ".join(sorted({site for risk in alike for site in risk.sites})))
        on = f"{'them' if len(alike) > 1 else 'it'}{f' in {sites}' if sites else ''}"
        yield f"{objects(len(beside))} depend{'s' * (len(beside) == 1)} on {on}"


def _short_row(alike: Sequence[Risk], teller: Teller) -> str:
    risk = alike[0]
    named = names([each.urn for each in alike], teller, _ROW)
    return f"| {_MARKS[risk.tier]} | {_SAID.get(risk.kind, risk.kind.value)}: {named} | {tier_of(risk)} | |"


def _point(alike: Sequence[Risk], teller: Teller) -> str:
    return f"- {_happens(alike, teller)}: {inert(teller.text(alike[0].because))}"
