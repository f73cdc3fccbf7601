"""The resource that a URN means, and what may have been meant where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from ..errors import EngineError
from ..resource import Resource
from ..urn import is_urn

_SUGGESTED: Final = 3
"""How many similar URNs are told at most."""


class NotFound(EngineError):  # noqa: N818  named for what is the case
    """No resource has the URN that was given."""

    def __init__(self, urn: str, known: Iterable[str]) -> None:
        near = similar(urn, known)
        meant = ("Did you mean:", *(f"  {other}" for other in near)) if near else ()
        super().__init__("\n".join((f'No such resource "{urn}" exists in the current state', *meant, hint())))


def hint(stack: str = "") -> str:
    """How to find out which URNs there are; in a stack where that has to be said."""
    chosen = f" --stack {stack}" if stack else ""
    return (
        f"To list the resource URNs in the stack, run `nusa stack --show-urns{chosen}`; "
        f"to inspect the full state, run `nusa stack export{chosen}`."
    )


def located(resources: Sequence[Resource], text: str) -> Resource:
    """The one resource of a URN.

    Raises:
        EngineError: the text is no URN; there is no such resource (`NotFound`), or more than one.
    """
    if not is_urn(text):
        raise EngineError(f'"{text}" is not a valid resource URN\n{hint()}')
    found = [resource for resource in resources if resource.urn == text]
    if not found:
        raise NotFound(text, (resource.urn for resource in resources))
    if len(found) > 1:
        listed = "".join(f"  {resource.id}\n" for resource in found)
        raise EngineError(f"Resource URN ambiguously referred to multiple resources. Did you mean:\n{listed}")
    return found[0]


def similar(urn: str, known: Iterable[str]) -> list[str]:
    """The URNs that were most likely meant, the nearest first; none that differs in more than a quarter."""
    limit = max(2, len(urn) // 4)
    distances = {other: distance for other in dict.fromkeys(known) if (distance := _distance(urn, other, limit)) <= limit}
    return sorted(distances, key=distances.__getitem__)[:_SUGGESTED]


def _distance(a: str, b: str, limit: int) -> int:
    """How many letters have to be put in, taken out or changed, whatever their case; more than the limit where it is too many."""
    a, b = a.lower(), b.lower()
    start = _shared(a, b)
    a, b = a[start:][::-1], b[start:][::-1]
    end = _shared(a, b)
    a, b = a[end:], b[end:]
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
        if min(row) > limit:
            break
    return row[-1]


def _shared(a: str, b: str) -> int:
    """How many letters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
