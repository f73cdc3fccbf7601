"""What differs between old and new inputs, leaf by leaf, and whether it replaces the object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from . import paths
from .paths import Path
from .rules import Rule
from .values import Properties, plain

Kind = Literal["add", "delete", "update"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference, at the shortest path that is new, gone or other."""

    path: Path
    kind: Kind
    old: Any
    new: Any


def edits(rule: Rule, old: Properties, new: Properties) -> list[Edit]:
    """What an update has to change: equal forms and inputs that matter at creation only are left out."""
    before, after = _comparable(plain(old), plain(new)), _comparable(plain(new), {})
    canonical = [(paths.parse(path), form) for path, form in rule.canonical.items()]
    for path, form in canonical:
        here = [value for _, value in paths.values(before, path)]
        there = [value for _, value in paths.values(after, path)]
        if here != there and list(map(form, here)) == list(map(form, there)):
            _put_all(after, path, here)
    ignored = [paths.parse(path) for path in rule.ignores]
    return [edit for edit in _walk(before, after, ()) if not any(_within(pattern, edit.path) for pattern in ignored)]


def replacing(replaces: frozenset[str], edit: Edit) -> bool:
    """Whether this difference is at a path whose change makes a new object."""
    for text in replaces:
        pattern = paths.parse(text)
        if _within(pattern, edit.path):
            return True
        rest = pattern[len(edit.path) :]
        if rest and paths.matches(pattern[: len(edit.path)], edit.path):
            before = [value for _, value in paths.values(edit.old, rest)]
            after = [value for _, value in paths.values(edit.new, rest)]
            if before != after:
                return True
    return False


def moves(rule: Rule, output: str, changes: list[Edit]) -> bool:
    """Whether these changes make the update move a computed output."""
    if output not in rule.volatile or not changes:
        return False
    watched = [paths.parse(path) for path in rule.volatile[output]]
    return not watched or any(_within(p, e.path) or _within(e.path, p) for p in watched for e in changes)


def _within(pattern: Path, path: Path) -> bool:
    return len(pattern) <= len(path) and paths.matches(pattern, path[: len(pattern)])


def _comparable(value: Any, beside: Any) -> Any:
    """The value without nulls and what a bridged provider added: `__defaults`, and the keys it names that `beside` lacks."""
    if isinstance(value, dict):
        other = beside if isinstance(beside, dict) else {}
        made = set(value.get("__defaults") or ()) - other.keys()
        kept = {k: v for k, v in value.items() if v is not None and k not in made and not k.startswith("__")}
        return {k: _comparable(v, other.get(k)) for k, v in kept.items()}
    if isinstance(value, list):
        others = beside if isinstance(beside, list) else []
        return [_comparable(v, others[i] if i < len(others) else None) for i, v in enumerate(value)]
    return value


def _walk(old: Any, new: Any, at: Path) -> Iterator[Edit]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _entry(old, new, key, (*at, key))
    elif isinstance(old, list) and isinstance(new, list):
        was, now = dict(enumerate(old)), dict(enumerate(new))
        for index in range(max(len(old), len(new))):
            yield from _entry(was, now, index, (*at, index))
    elif type(old) is not type(new) and isinstance(old, bool | int | float | str) and isinstance(new, bool | int | float | str):
        if _text(old) != _text(new):
            yield Edit(at, "update", old, new)
    elif old != new:
        yield Edit(at, "update", old, new)


def _entry(old: dict[Any, Any], new: dict[Any, Any], key: Any, at: Path) -> Iterator[Edit]:
    if key not in old:
        yield Edit(at, "add", None, new[key])
    elif key not in new:
        yield Edit(at, "delete", old[key], None)
    else:
        yield from _walk(old[key], new[key], at)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _put_all(root: Any, path: Path, found: list[Any]) -> None:
    for (where, _), value in zip(list(paths.values(root, path)), found, strict=True):
        node = root
        for step in where[:-1]:
            node = node[step]
        node[where[-1]] = value
