"""A fault of what a person wrote: where it stands, what was given, what was expected and how to mend it.

A leaf that every room may import. `faults.yaml` reads YAML with positions and raises `FaultError` with every fault it finds.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; line and column count from 1, the column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that cannot be used as it is written.

    Args:
        where: the place in the file; None where there is no file.
        path: the place in the document, "sites.jakarta-aws.zones[1]"; empty for the document itself.
        given: what stands there, as a phrase ('"d"', "no zones").
        expected: what may stand there; left out of the text when empty.
        fix: what to do about it; left out of the text when empty.
    """

    where: Position | None = None
    path: str = ""
    given: str
    expected: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = " ".join(part for part in (str(self.where or ""), self.path) if part)
        text = f"{place}: {self.given}" if place else self.given
        if self.expected:
            text += f", expected {self.expected}"
        if self.fix:
            text += f"; fix: {self.fix}"
        return text


class FaultError(Exception):
    """Raised once for everything wrong with one input; its text has one fault a line.

    Args:
        faults: every fault found, in the order in which they should be read.
    """

    exit_code = 2
    """The process's exit code that Pulumi gives to a faulty configuration."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def dotted(path: Iterable[str | int]) -> str:
    """A path as it is shown: `("sites", "jakarta-aws", "zones", 1)` is "sites.jakarta-aws.zones[1]"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, None where nothing is near; of several, one that was shortened or lengthened."""
    by_folded, folded = {candidate.lower(): candidate for candidate in known}, word.lower()
    near = difflib.get_close_matches(folded, by_folded, n=3, cutoff=0.6)
    near.sort(key=lambda each: not (each.startswith(folded) or folded.startswith(each)))
    return by_folded[near[0]] if near else None
