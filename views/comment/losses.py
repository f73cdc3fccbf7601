"""What a plan would lose, replace and rename, as sections of a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.plan import Kind
from checks.review.model import Review, Risk, Tier
from checks.review.replacements import Link, Replacement
from engine import urn

from ..telling import Teller, kind_of
from .escape import code, fence, inert, literal
from .section import Item, Section, Weight

_MARKS = {Tier.LOST: "🔴", Tier.BACKUP: "🟠", Tier.EFFORT: "🟡", Tier.REVERSIBLE: "⚪"}
_GRAVE = (Tier.LOST, Tier.BACKUP)
_SAID = {Kind.DELETED: "deleted", Kind.REPLACED: "replaced", Kind.UPDATED: "updated"}


def banner(review: Review, teller: Teller) -> str:
    """What stands above everything else, where data would be lost or the plan is refused; empty otherwise."""
    lost = [risk for risk in review.risks if risk.tier is Tier.LOST]
    kept = [risk for risk in review.risks if risk.tier is Tier.BACKUP]
    refused = review.judgement.findings if review.judgement is not None and review.judgement.refused else ()
    lines = []
    if lost:
        lines.append(f"**{_objects(len(lost))} would be lost for good**: {_named(lost, teller)}")
    if kept:
        lines.append(f"**{_objects(len(kept))} would come back from a backup alone**: {_named(kept, teller)}")
    if refused:
        rules = sorted({finding.rule for finding in refused if finding.severity == "error"})
        lines.append(f"**The plan is refused** by {', '.join(map(code, rules))}")
    if review.failures:
        lines.append("**The preview failed**: what follows is what it had planned until then")
    if not lines:
        return ""
    alert = "CAUTION" if lost or kept else "WARNING"
    return "\n".join([f"> [!{alert}]", *(f"> {line}  " for line in lines)])


def _objects(number: int) -> str:
    return f"{number:,} object{'s' * (number != 1)}"


def _named(risks: list[Risk], teller: Teller, most: int = 5) -> str:
    told = ", ".join(code(teller.placed(risk.urn)) for risk in risks[:most])
    return f"{told} and {len(risks) - most:,} more" if len(risks) > most else told


def failures(review: Review, teller: Teller) -> Section | None:
    """Why the preview failed, a block for all of it."""
    if not review.failures:
        return None
    texts = [literal(line) for failure in review.failures for line in teller.text(failure).splitlines()]
    marks = fence(texts)
    items = [Item(text, Weight.LOSS) for text in texts]
    return Section(head=f"{marks}text\n", items=items, foot=marks, more=lambda number: f"… and {number:,} lines more\n")


def risks(review: Review, teller: Teller) -> Section | None:
    """A table of what destructive steps would cost."""
    if not review.risks:
        return None
    columns = ("", "object", "becomes", "comes back", "why", "meanwhile", "depended on by")
    head = f"#### What would be lost\n\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n"
    quiet = [risk for risk in review.risks if risk.tier is Tier.REVERSIBLE and not risk.downtime]
    items = [Item(_row(risk, teller), _weight(risk), _short_row(risk, teller)) for risk in review.risks if risk not in quiet]
    items.extend(Item(row, Weight.OBJECT) for row in _alike(quiet, teller))
    said = "less grave than these"
    return Section(head=head, items=items, more=lambda number: f"| | … and {number:,} more, {said} | | | | | |\n")


def _alike(risks: list[Risk], teller: Teller) -> Iterator[str]:
    """Rows of what comes back by itself, a row for what is alike."""
    groups: defaultdict[tuple[str, Kind, str], list[Risk]] = defaultdict(list)
    for risk in risks:
        groups[kind_of(risk.urn), risk.kind, risk.because].append(risk)
    for alike in groups.values():
        if len(alike) == 1:
            yield _row(alike[0], teller)
            continue
        several = f"{len(alike):,} {code(kind_of(alike[0].urn))} in {inert(_places(alike))}"
        because = inert(teller.text(alike[0].because))
        yield f"| {_MARKS[Tier.REVERSIBLE]} | {several} | {_SAID[alike[0].kind]} | {Tier.REVERSIBLE} | {because} | | |"


def _places(risks: list[Risk]) -> str:
    return ", ".join(sorted({site for risk in risks for site in risk.sites})) or "no site"


def _weight(risk: Risk) -> Weight:
    return Weight.BEYOND_RECALL if risk.tier is Tier.LOST else Weight.LOSS


def _row(risk: Risk, teller: Teller) -> str:
    cells = (
        _MARKS[risk.tier],
        f"{code(kind_of(risk.urn))} {code(teller.placed(risk.urn))}",
        _SAID.get(risk.kind, risk.kind.value),
        f"**{risk.tier}**" if risk.tier in _GRAVE else str(risk.tier),
        inert(teller.text(risk.because)),
        inert(teller.text(risk.downtime)),
        f"{len(risk.reaches):,} in {inert(', '.join(risk.sites))}" if risk.reaches else "",
    )
    return f"| {' | '.join(cells)} |"


def _short_row(risk: Risk, teller: Teller) -> str:
    named = code(teller.placed(risk.urn))
    return f"| {_MARKS[risk.tier]} | {named} | {_SAID.get(risk.kind, risk.kind.value)} | {risk.tier} | | | |"


def replacements(review: Review, teller: Teller) -> Section | None:
    """What is replaced: by which input, which way that came, and whether it is certain; what is alike in all of it, together."""
    if not review.replacements:
        return None
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in review.replacements:
        alike[kind_of(each.urn), _why(each, teller)].append(code(teller.placed(each.urn)))
    items = [
        Item(f"- {code(kind)} {', '.join(named)} {why}", Weight.LOSS, f"- {', '.join(named)}")
        for (kind, why), named in alike.items()
    ]
    return Section(head="#### Replacements\n\n", items=items, more=lambda number: f"- … and {number:,} more\n")


def _why(told: Replacement, teller: Teller) -> str:
    order = "the old one goes first" if told.deleted_first else "the new one comes first"
    certain = "will be replaced" if told.certain else "**may** be replaced, by a value that only the update can tell"
    return "\n".join([f"{certain}; {order}", *_causes(told, teller)])


def _causes(told: Replacement, teller: Teller) -> Iterator[str]:
    for cause in told.causes:
        yield f"  - {code(cause.input)}: {code(teller.value(cause.old))} → {code(teller.value(cause.new))} *forces it*"
    if not told.causes:
        yield "  - asked for by the program or on the command line"
    for level in told.chain:
        yield f"  - ← {', '.join(_link(link, teller) for link in level)}"


def _link(link: Link, teller: Teller) -> str:
    inputs = f": {code(', '.join(link.inputs))}" if link.inputs else ""
    return f"{code(kind_of(link.urn))} {code(teller.placed(link.urn))} ({link.kind}{inputs})"


def renames(review: Review, teller: Teller) -> Section | None:
    """What is only called otherwise, with the option that keeps it."""
    if not review.renames:
        return None
    items = [
        Item(
            f"- {code(kind_of(each.new))} {code(teller.text(urn.name_of(each.old)))} → {code(teller.text(urn.name_of(each.new)))}"
            f" ({each.objects:,} object{'s' * (each.objects != 1)}): {code(teller.text(each.alias))}",
            Weight.LOSS,
        )
        for each in review.renames
    ]
    said = "These are deleted and made again under another name. With the option, nothing happens to them:"
    head = f"#### Renamed, as it seems\n\n{said}\n\n"
    return Section(head=head, items=items, more=lambda number: f"- … and {number:,} more\n")
