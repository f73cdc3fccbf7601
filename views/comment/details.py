"""Site by site what would change, property by property, each site folded."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from checks.plan import Change, Kind
from checks.review.model import Review
from engine.values import Value

from ..differences import Difference, Line, difference, place_text
from ..telling import TO_DO, Teller, kind_of
from .escape import fence, inert, literal
from .section import Item, Section, Weight

_SIGNS = {Kind.CREATED: "+", Kind.IMPORTED: "+", Kind.UPDATED: "!", Kind.REPLACED: "!", Kind.DELETED: "-"}
"""How a line of a block begins whose language is diff: green, orange and red on GitHub."""
_LOST = (Kind.REPLACED, Kind.DELETED)
_TAGS, _ALL_TAGS = "tags", "tagsAll"
"""On AWS the provider keeps beside the tags of an object these with its own default ones: the same once more."""
_OUTSIDE = "outside of the sites"
_ELEMENT = re.compile(r"\[[^\]\"]*\]")
"""An element of a list in a path, by its index or by its name."""


def sites(review: Review, teller: Teller) -> Iterator[Section]:
    """A section for each site that something happens to, and one for what belongs to none."""
    by_site: defaultdict[str, list[Change]] = defaultdict(list)
    for change in review.plan.changes:
        by_site[review.plan.site(change)].append(change)
    for site, changes in sorted(by_site.items()):
        yield _section(site or (_OUTSIDE if len(by_site) > 1 or review.plan.sites else "Every change"), changes, teller)


def _section(title: str, changes: Sequence[Change], teller: Teller) -> Section:
    counts = Counter(change.kind for change in changes)
    told = ", ".join(f"{counts[kind]:,} {words}" for kind, words in TO_DO.items() if counts[kind])
    groups: defaultdict[tuple[Kind, tuple[tuple[str, Weight], ...]], list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda each: (each.kind not in _LOST, each.kind is Kind.CREATED)):
        groups[change.kind, tuple(_lines(change, teller))].append(change)
    items: list[Item] = []
    for (_, lines), alike in groups.items():
        items.extend(Item(_headline(change), Weight.OBJECT) for change in alike)
        under = len(items) - 1
        if lines and len(alike) > 1:
            items.append(Item(f"      # each of these {len(alike):,}:", Weight.CHANGE, under=under))
        items.extend(Item(text, weight, under=under) for text, weight in lines)
    marks = fence(item.text for item in items)
    return Section(
        head=f"<details><summary>{inert(title)}: {told}</summary>\n\n{marks}diff\n",
        items=items,
        foot=f"{marks}\n</details>",
        more=lambda number: f"# … and {number:,} lines more\n",
    )


def _headline(change: Change) -> str:
    protected = " (protected)" if change.protected else ""
    return literal(f"{_SIGNS[change.kind]} {change.kind}: {kind_of(change.urn)} {change.name}{protected}")


def _lines(change: Change, teller: Teller) -> Iterator[tuple[str, Weight]]:
    if change.kind is Kind.DELETED:
        return
    changed = None if change.kind in (Kind.CREATED, Kind.IMPORTED) else change.inputs
    found = difference(dict(change.old), _said(change, teller), changed)
    forcing = {_ELEMENT.sub("[]", cause.input) for cause in change.causes}
    weight = Weight.DETAIL if change.kind is Kind.CREATED else Weight.CHANGE
    tags = [(line.place[1:], line.kind, line.new) for line in found.lines if line.place[0] == _TAGS]
    for line in found.lines:
        if line.place[0] == _ALL_TAGS and (line.place[1:], line.kind, line.new) in tags:
            continue
        yield literal(f"      {line_text(line, teller, change)}{' # forces replacement' * _forces(line, forcing)}"), weight
    yield from ((literal(f"      {text}"), Weight.NOTE) for text in _unchanged(found))


def _said(change: Change, teller: Teller) -> dict[str, Value]:
    """What an object would be told: of a new one what the program says, and nothing that its provider puts to that."""
    given = teller.plan.given.get(change.urn) if change.kind is Kind.CREATED else None
    return {name: value for name, value in change.new.items() if given is None or name in given}


def line_text(line: Line, teller: Teller, change: Change | None = None) -> str:
    """A value that differs, as a line of a block whose language is diff.

    Args:
        line: the value.
        teller: tells values, no secret among them.
        change: of the object that it is a property of, by which an unknown one is told to come from others.
    """

    def said(value: Value) -> str:
        return teller.value(value, change, line)

    match line.kind:
        case "add":
            return f"+ {line}: {said(line.new)}"
        case "delete":
            return f"- {line}: {said(line.old)}"
    return f"~ {line}: {said(line.old)} => {said(line.new)}"


def _forces(line: Line, forcing: set[str]) -> bool:
    """Whether a line tells of an input that forces a replacement, of a part of it or of what it is in, of any element."""
    told = _ELEMENT.sub("[]", str(line))
    return any(
        told == each or told.startswith((f"{each}.", f"{each}[", f"{each}(")) or each.startswith(f"{told}.") for each in forcing
    )


def _unchanged(found: Difference) -> Iterator[str]:
    """What is written otherwise and means the same."""
    for each in found.reordered:
        yield f"  {each}: {each.moved:,} reordered, {found.changed_in(each):,} changed"
    for place in found.respelled:
        yield f"  {place_text(place)}: says the same in other words"
