"""Which element of one list is which of another: by name where elements have one, else by being equal, else by being alike."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from engine.encoding import to_json
from engine.properties import equal, unwrap
from engine.values import UNKNOWN, Value

from ..values import masked

_NAMES: Final = (
    ("name",),
    ("metadata", "name"),
    ("key",),
    ("id",),
    ("Sid",),
    ("sid",),
    ("deviceName",),
    ("mountPath",),
    ("topologyKey",),
    ("containerPort",),
    ("type",),
)
"""What names an element of a list, by the path in it; the first that all elements of both lists have, each another, counts.

The first eight are keys by which Kubernetes and the clouds tell elements apart themselves
(kubernetes.io/docs/reference/using-api/server-side-apply, `listMapKey`; Sid of an IAM statement).
"""
_ALIKE: Final = 0.5
"""Elements that share at least so much are one element that changed; others are one that went and one that came."""

_MOST: Final = 10_000
"""So many pairs are held against each other at most; in longer lists, what is not equal went or came."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two lists, element by element.

    Args:
        pairs: the index of an element before and after; None where it was, or is, not there.
        names: by its index after, or else before, what an element is called; nothing where elements have no names.
        moved: how many elements are the same but stand elsewhere.
    """

    pairs: tuple[tuple[int | None, int | None], ...]
    names: Mapping[tuple[int | None, int | None], str]
    moved: int


def aligned(old: Sequence[Value], new: Sequence[Value]) -> Aligned:
    """Pair the elements of two lists."""
    for path in _NAMES:
        before, after = _named(old, path), _named(new, path)
        if before is not None and after is not None and (before or after):
            return _by_name(before, after)
    return _by_likeness(old, new)


def _named(elements: Sequence[Value], path: tuple[str, ...]) -> dict[str, int] | None:
    """The index of each element by its name; None where one has none, or two have the same."""
    names: dict[str, int] = {}
    for index, element in enumerate(elements):
        found: Any = unwrap(element)
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if not isinstance(found, str | int | float) or isinstance(found, bool) or str(found) in names:
            return None
        names[str(found)] = index
    return names


def _by_name(before: Mapping[str, int], after: Mapping[str, int]) -> Aligned:
    stayed = [name for name in after if name in before]
    pairs = {(before.get(name), after.get(name)): name for name in (*after, *(name for name in before if name not in after))}
    return Aligned(tuple(pairs), pairs, _moved([before[name] for name in stayed]))


def _moved(places: Sequence[int]) -> int:
    """How many of what stood at these places stand in another order now: all but the longest run that kept its order."""
    ends: list[int] = []
    for place in places:
        fits = next((index for index, end in enumerate(ends) if end >= place), len(ends))
        ends[fits : fits + 1] = [place]
    return len(places) - len(ends)


def _by_likeness(old: Sequence[Value], new: Sequence[Value]) -> Aligned:
    before, after = [_text(value) for value in old], [_text(value) for value in new]
    pairs: list[tuple[int | None, int | None]] = []
    gone: list[int] = []
    come: list[int] = []
    for op, first, last, begin, end in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if op == "equal":
            pairs.extend(zip(range(first, last), range(begin, end), strict=True))
        else:
            gone.extend(range(first, last))
            come.extend(range(begin, end))
    same: defaultdict[str, list[int]] = defaultdict(list)
    for index in gone:
        same[before[index]].append(index)
    moves = [(same[after[index]].pop(0), index) for index in come if same[after[index]]]
    pairs.extend(moves)
    gone = [index for index in gone if index not in {was for was, _ in moves}]
    come = [index for index in come if index not in {is_ for _, is_ in moves}]
    changed = _alike(old, new, gone, come)
    pairs.extend(changed)
    pairs.extend((None, index) for index in come if index not in {is_ for _, is_ in changed})
    pairs.extend((index, None) for index in gone if index not in {was for was, _ in changed})
    pairs.sort(key=lambda pair: (pair[1] is None, pair[1] if pair[1] is not None else pair[0]))
    return Aligned(tuple(pairs), {}, len(moves))


def _alike(old: Sequence[Value], new: Sequence[Value], gone: Sequence[int], come: Sequence[int]) -> list[tuple[int, int]]:
    """Elements that are one, changed: the likest first; where one went and one came, they are if they are of one shape."""
    if len(gone) == len(come) == 1 and _of_one_shape(old[gone[0]], new[come[0]]):
        return [(gone[0], come[0])]
    if len(gone) * len(come) > _MOST:
        return []
    rated = sorted(
        ((_likeness(old[was], new[is_]), was, is_) for was in gone for is_ in come), key=lambda each: (-each[0], each[1], each[2])
    )
    found: list[tuple[int, int]] = []
    for rate, was, is_ in rated:
        if rate >= _ALIKE and all(was != other and is_ != another for other, another in found):
            found.append((was, is_))
    return found


def _of_one_shape(old: Value, new: Value) -> bool:
    """Whether two values are plain, or objects that have at least half of their keys in common."""
    before, after = unwrap(masked(old)), unwrap(masked(new))
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return len(before.keys() & after.keys()) >= _ALIKE * len(before.keys() | after.keys())
    return not isinstance(before, Mapping | list) and not isinstance(after, Mapping | list)


def _likeness(old: Value, new: Value) -> float:
    """How much two values share: of objects, the properties that are equal or unknown; of anything else, all or nothing."""
    before, after = unwrap(masked(old)), unwrap(masked(new))
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return float(before is UNKNOWN or after is UNKNOWN or equal(before, after))
    keys = before.keys() | after.keys()
    if not keys:
        return 1.0
    return sum(_likeness(before.get(key), after.get(key)) for key in keys) / len(keys)


def _text(value: Value) -> str:
    """A text that two values share if they are equal; all secrets are alike."""
    return json.dumps(to_json(masked(value), None), sort_keys=True)
