"""Replacements that are alike in all but which objects they are: a reader is told of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checks.plan import Kind
from checks.review.replacements import Link, Replacement

from .telling import Teller, kind_of


@dataclass(frozen=True, slots=True)
class Origin:
    """What several replacements come from, of one type.

    Args:
        urns: of the objects, in the order of the plan.
        kind: what becomes of them.
        inputs: the inputs of theirs that differ.
    """

    urns: tuple[str, ...]
    kind: Kind
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forcing:
    """An input that forces several replacements.

    Args:
        input: its path.
        old: what it was, of the first of them.
        new: what it is to be, of the first of them.
        alike: whether it is the same of all of them, as far as it is known.
    """

    input: str
    old: str
    new: str
    alike: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """Replacements of one type, by the same inputs, that come from the same types of objects.

    Args:
        urns: of the objects, in the order of the plan.
        certain: whether they are replaced for sure.
        deleted_first: whether the old ones go before the new ones come.
        causes: what forces them.
        origins: what that comes from, level by level.
    """

    urns: tuple[str, ...]
    certain: bool
    deleted_first: bool
    causes: tuple[Forcing, ...]
    origins: tuple[tuple[Origin, ...], ...]


_Shape: TypeAlias = tuple[tuple[str, Kind, tuple[str, ...]], ...]
_Key: TypeAlias = tuple[str, bool, bool, tuple[str, ...], tuple[_Shape, ...]]


def alike(told: Iterable[Replacement], teller: Teller) -> tuple[Alike, ...]:
    """Replacements in groups: those that start it first, then those that are certain, each in the order of the plan.

    Args:
        told: the replacements.
        teller: tells values, no secret among them.
    """
    groups: defaultdict[_Key, list[Replacement]] = defaultdict(list)
    for each in told:
        groups[_key(each)].append(each)
    found = [_group(several, teller) for several in groups.values()]
    return tuple(sorted(found, key=lambda each: (bool(each.origins), not each.certain)))


def _key(told: Replacement) -> _Key:
    inputs = tuple(cause.input for cause in told.causes)
    return kind_of(told.urn), told.certain, told.deleted_first, inputs, tuple(_shape(level) for level in told.chain)


def _shape(level: Iterable[Link]) -> _Shape:
    return tuple(sorted({(kind_of(link.urn), link.kind, link.inputs) for link in level}))


def _group(several: Sequence[Replacement], teller: Teller) -> Alike:
    first = several[0]
    return Alike(
        urns=tuple(each.urn for each in several),
        certain=first.certain,
        deleted_first=first.deleted_first,
        causes=tuple(_forcing(several, index, teller) for index in range(len(first.causes))),
        origins=tuple(_origins([link for each in several for link in each.chain[depth]]) for depth in range(len(first.chain))),
    )


def _forcing(several: Sequence[Replacement], index: int, teller: Teller) -> Forcing:
    causes = [each.causes[index] for each in several]
    values = [(teller.value(cause.old), teller.value(cause.new)) for cause in causes]
    return Forcing(teller.text(causes[0].input), *values[0], alike=len(set(values)) == 1)


def _origins(links: Iterable[Link]) -> tuple[Origin, ...]:
    groups: defaultdict[tuple[str, Kind, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
    for link in links:
        groups[kind_of(link.urn), link.kind, link.inputs][link.urn] = None
    return tuple(Origin(tuple(urns), kind, inputs) for (_, kind, inputs), urns in groups.items())
