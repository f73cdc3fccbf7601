"""What a plan replaces, by which input and which way that came, and what is only called otherwise, as sections of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checks.review.model import Review
from engine import urn

from ..alike import Alike, Forcing, Origin, alike
from ..doubted import doubted
from ..telling import Teller, kind_of
from .escape import code, inert
from .listing import names, objects, several
from .section import Item, Section, Weight

_OPEN = 6
"""So many points of what follows from other replacements stand open; more are folded, below what starts them."""


def replacements(review: Review, teller: Teller) -> Iterator[Section]:
    """What is replaced: first what starts it, then what follows from that, folded where it is much."""
    groups = alike((each for each in review.replacements if not each.because), teller)
    if not groups:
        return
    starting = [each for each in groups if not each.origins]
    following = groups[len(starting) :]
    folded = bool(starting) and len(following) > _OPEN
    yield _section("#### Replacements\n\n", starting if folded else groups, teller)
    if folded:
        certain = sum(len(each.urns) for each in following if each.certain)
        possible = sum(len(each.urns) for each in following) - certain
        counts = [f"{certain:,} will be replaced"] * bool(certain) + [f"{possible:,} may be"] * bool(possible)
        head = f"<details><summary>What follows from that: {', '.join(counts)}</summary>\n\n"
        yield _section(head, following, teller, "\n</details>")


def _section(head: str, groups: Iterable[Alike], teller: Teller, foot: str = "") -> Section:
    items = [Item(_point(each, teller), Weight.LOSS, f"- {names(each.urns, teller)}") for each in groups]
    return Section(head=head, items=items, foot=foot, more=lambda number: f"- … and {number:,} more\n")


def _point(told: Alike, teller: Teller) -> str:
    old, new = ("the old ones go", "the new ones come") if len(told.urns) > 1 else ("the old one goes", "the new one comes")
    order = f"{old} first" if told.deleted_first else f"{new} first"
    certain = "will be replaced" if told.certain else "**may** be replaced, by a value that only the update can tell"
    return "\n".join([f"- {several(told.urns, teller)} {certain}; {order}", *_causes(told, teller)])


def _causes(told: Alike, teller: Teller) -> Iterator[str]:
    for cause in told.causes:
        yield f"  - {_forcing(cause, len(told.urns))} *forces it*"
    if not told.causes:
        yield "  - asked for by the program or on the command line"
    for level in told.origins:
        yield f"  - ← {', '.join(_origin(origin, teller) for origin in level)}"


def _forcing(cause: Forcing, number: int) -> str:
    values = f"{code(cause.old)} → {code(cause.new)}"
    return f"{code(cause.input)}: {values}{'' if cause.alike else f', and {number - 1:,} more'}"


def _origin(origin: Origin, teller: Teller) -> str:
    inputs = f": {code(teller.text(', '.join(origin.inputs)))}" if origin.inputs else ""
    return f"{several(origin.urns, teller, 2)} ({origin.kind}{inputs})"


def doubts(review: Review, teller: Teller) -> Section | None:
    """What is planned as an update and may be a replacement, reason by reason."""
    reasons = doubted(review.replacements)
    if not reasons:
        return None
    items = [
        Item(f"- {inert(teller.text(why))}:\n" + "\n".join(_doubted(groups, teller)), Weight.LOSS, f"- {inert(teller.text(why))}")
        for why, groups in reasons.items()
    ]
    said = "These are planned as updates, and **may** be replaced, since"
    head = f"#### May be replaced\n\n{said}\n\n"
    return Section(head=head, items=items, more=lambda number: f"- … and for {number:,} reasons more\n")


def _doubted(groups: Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]], teller: Teller) -> Iterator[str]:
    for (_, inputs), urns in groups.items():
        named = f": {code(teller.text(', '.join(inputs)))}" if inputs else ""
        yield f"  - {several(urns, teller)}{named}"


def renames(review: Review, teller: Teller) -> Section | None:
    """What is only called otherwise, with the option that keeps it."""
    if not review.renames:
        return None
    items = [
        Item(
            f"- {code(kind_of(each.new))} {code(teller.text(urn.name_of(each.old)))} → {code(teller.text(urn.name_of(each.new)))}"
            f" ({objects(each.objects)}): {code(teller.text(each.alias))}",
            Weight.LOSS,
        )
        for each in review.renames
    ]
    said = "These are deleted and made again under another name. With the option, nothing happens to them:"
    head = f"#### Renamed, as it seems\n\n{said}\n\n"
    return Section(head=head, items=items, more=lambda number: f"- … and {number:,} more\n")
