"""A problem of an environment by its path, before anyone looks for its place in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeAlias

from components.errors import ArgumentFault

Steps: TypeAlias = tuple[str | int, ...]

MISSING = "missing"
"""What a problem says was given where nothing was."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a path: the texts of a `faults.Fault`.

    Args:
        path: where.
        given: what stands there.
        expected: what should.
        fix: how to mend it.
        meant: of an unknown key, the one that was probably meant.
        follows: the path of something else of which nothing need be told here where it is at fault itself.
        whole: whether it tells all that there is to tell of the path and of what stands below.
    """

    path: Steps
    given: str
    expected: str = ""
    fix: str = ""
    meant: str = ""
    follows: Steps | None = None
    whole: bool = False


class Problems:
    """Collects problems source by source; one cause is told once.

    Where a source has told of a path, a later one is silent on it. What a misspelt key leaves missing is told at that key
    alone, and so is what follows from something that is at fault itself.
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, problems: Iterable[Problem]) -> None:
        told = {problem.path for problem in self.found}
        self.found += [problem for problem in problems if problem.whole or problem.path not in told]
        meant = {(*problem.path[:-1], problem.meant) for problem in self.found if problem.meant}
        causes = meant | {problem.path for problem in self.found}
        whole = {problem.path for problem in self.found if problem.whole}
        self.found = [
            problem
            for problem in self.found
            if problem.follows not in causes and not _left(problem, meant) and (problem.whole or not _below(problem, whole))
        ]


def _left(problem: Problem, meant: AbstractSet[Steps]) -> bool:
    """Whether it tells that something is missing which stands there under a misspelt key."""
    return problem.given == MISSING and _below(problem, meant)


def _below(problem: Problem, paths: AbstractSet[Steps]) -> bool:
    return any(problem.path[:depth] in paths for depth in range(1, len(problem.path) + 1))


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value inside raw data that may be wrong anywhere: whoever asks for a kind of value gets it, or None."""

    path: Steps
    value: Any

    def __getitem__(self, key: str) -> Cursor:
        return Cursor((*self.path, key), self.value.get(key) if isinstance(self.value, dict) else None)

    def items(self) -> Iterator[tuple[str, Cursor]]:
        """The entries of a mapping; none where it is something else."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Cursor((*self.path, key), value)

    def values(self) -> Iterator[Cursor]:
        """The values of a mapping."""
        return (value for _, value in self.items())

    def each(self) -> Iterator[Cursor]:
        """The items of a list; none where it is something else."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Cursor((*self.path, index), value)

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> int | None:
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else None

    def problem(self, given: str, expected: str = "", fix: str = "", *, follows: Steps | None = None) -> Problem:
        """A problem right here."""
        return Problem(self.path, given, expected, fix, follows=follows)

    def refused(self, expected: str, fix: str = "", *, follows: Steps | None = None) -> Problem:
        """A problem with the value that stands here."""
        return self.problem(shown(self.value), expected, fix, follows=follows)


def shown(value: Any) -> str:
    """A value as messages show it: text in quotes, mappings and lists by what they are."""
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "nothing"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            return text if len(text) <= 80 else f"{text[:76]} …{text[-1]}"


def listed(words: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """Words as a choice: "a, b or c"."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def repeated(entries: Iterable[Cursor], expected: str) -> Iterator[Problem]:
    """A problem for each text that stands among some a second time.

    Args:
        entries: the texts; what is none, of which the model tells, counts as no repetition.
        expected: what was expected, say "each site once".
    """
    seen: set[str] = set()
    for entry in entries:
        if entry.text is None:
            continue
        if entry.text in seen:
            yield entry.problem(f"{shown(entry.text)} a second time", expected, "remove one")
        seen.add(entry.text)


def translated(faults: Iterable[ArgumentFault], place: Callable[[str], Steps]) -> Iterator[Problem]:
    """What a pure rule found, at the places of its fields."""
    for fault in faults:
        yield Problem(place(fault.field), fault.given, fault.expected, fault.fix)
