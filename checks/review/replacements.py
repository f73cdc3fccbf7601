"""What would be replaced, or may be: by which input, what that comes from, and whether it is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.properties import contains_unknown, unwrap
from engine.values import UNKNOWN, Value

from ..plan import Cause, Change, Doubt, Kind, Plan
from .possible import remaining


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A step of the way upstream, from what is replaced to what started it.

    Args:
        urn: of an object whose outputs an input comes from.
        kind: what becomes of that.
        inputs: of one that is replaced, the inputs that force it; of another, those that differ.
    """

    urn: str
    kind: Kind
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """An object that another takes the place of.

    Args:
        urn: its URN.
        causes: the inputs that force it; none where the program or a person asks for it.
        certain: whether one of them differs for sure, and forces it. A value that only an update can tell may turn out as it was,
            and then nothing is replaced; the id of what is itself replaced for sure does not.
        chain: what the causes come from, what has that replaced in its turn, and so on: a level of them each.
        deleted_first: whether the old one goes before the new one comes.
        because: of what is planned as an update, why it may be a replacement, a reason for each cause.
    """

    urn: str
    causes: tuple[Cause, ...]
    certain: bool
    chain: tuple[tuple[Link, ...], ...] = ()
    deleted_first: bool = False
    because: tuple[str, ...] = ()


def certain(plan: Plan, change: Change) -> bool:
    """Whether an object that would be replaced is so for sure, whatever the update tells."""
    return _certain(plan, change, {})


def _certain(plan: Plan, change: Change, known: dict[str, bool]) -> bool:
    if change.urn not in known:
        known[change.urn] = False  # what depends on itself, as a state made by hand can have it, makes nothing certain
        known[change.urn] = not change.causes or any(_differs(plan, cause, known) for cause in change.causes)
    return known[change.urn]


def _differs(plan: Plan, cause: Cause, known: dict[str, bool]) -> bool:
    if not contains_unknown(cause.new):
        return True
    return cause.new is UNKNOWN and any(_anew(plan, source, cause.old, known) for source in cause.upstream)


def _anew(plan: Plan, of: str, value: Value, known: dict[str, bool]) -> bool:
    """Whether a value is the id of something that is replaced for sure by what gets another: an id that is no name of its own."""
    made = plan.by_urn.get(of)
    if made is None or made.kind is not Kind.REPLACED or not made.id or value != made.id:
        return False
    return value not in unwrap(dict(made.new)).values() and _certain(plan, made, known)


def replacements(plan: Plan) -> tuple[Replacement, ...]:
    """Every replacement of a plan, in its order, and every update that may be one."""
    return tuple(_replacements(plan))


def _replacements(plan: Plan) -> Iterator[Replacement]:
    for change in plan.changes:
        if change.kind is Kind.REPLACED:
            yield _replacement(plan, change)
        elif change.kind is Kind.UPDATED and change.doubts and (left := remaining(change.type, change.doubts, plan.libraries)):
            yield _possible(plan, change, left)


def _possible(plan: Plan, change: Change, doubts: tuple[Doubt, ...]) -> Replacement:
    causes = tuple(doubt.cause for doubt in doubts)
    chain = tuple(tuple(map(_link, level)) for level in upstream(plan, change, causes))
    return Replacement(urn=change.urn, causes=causes, certain=False, chain=chain, because=tuple(doubt.why for doubt in doubts))


def _replacement(plan: Plan, change: Change) -> Replacement:
    return Replacement(
        urn=change.urn,
        causes=change.causes,
        certain=certain(plan, change),
        chain=tuple(tuple(map(_link, level)) for level in upstream(plan, change, change.causes)),
        deleted_first=change.deleted_first,
    )


def upstream(plan: Plan, change: Change, causes: Iterable[Cause]) -> Iterator[tuple[Change, ...]]:
    """Level by level what causes come from, as far as it changes; nothing is told twice, so circles end."""
    seen = {change.urn}
    sources = sorted({source for cause in causes for source in cause.upstream})
    while level := tuple(plan.by_urn[source] for source in sources if source in plan.by_urn and source not in seen):
        seen.update(each.urn for each in level)
        yield level
        sources = sorted({further for each in level for cause in each.causes for further in cause.upstream})


def _link(change: Change) -> Link:
    inputs = tuple(cause.input for cause in change.causes) or change.inputs
    return Link(urn=change.urn, kind=change.kind, inputs=inputs)
