"""Which property of a type of CloudFormation an input of a type of pulumi-aws is.

Names are compared without case and without plural; what begins with the type's own name (`QueueName` of a queue) also without it, and
what ends as `RestApiId` does also without that. The rest stands in `renamed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .renamed import RENAMED
from .tokens import plain

_STARTS: Final = ("", "db", "cache", "preferred")
_ENDS: Final = ("", "id", "name", "arn", "config")
"""What CloudFormation's names begin and end with where those of pulumi-aws do not: RestApiId, PreferredBackupWindow."""


def matched(type_: str, inputs: Iterable[str], properties: Iterable[str], path: str = "") -> dict[str, str]:
    """The property that each input is, of those that have one; no two are the same.

    Args:
        type_: of CloudFormation.
        inputs: names as Pulumi has them on the wire.
        properties: names as CloudFormation has them.
        path: of the object whose inputs they are; empty for those of the resource.
    """
    known = tuple(properties)
    own = RENAMED.get(type_, {})
    found: dict[str, str] = {}
    left: list[str] = []
    for name in inputs:
        meant = own.get(f"{path}.{name}" if path else name)
        if meant is None:
            left.append(name)
        elif meant in known:
            found[name] = meant
    for way in _ways(type_ if not path else "", known):
        for name in tuple(left):
            for spelled in (plain(name), _singular(plain(name))):
                hit = way.get(spelled)
                if hit is not None and hit not in found.values():
                    found[name] = hit
                    left.remove(name)
                    break
    return found


def _ways(type_: str, known: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The properties by names that an input may have, the surest first."""
    spelled = {name: plain(name) for name in known}
    yield {name: whole for whole, name in spelled.items()}
    yield {_singular(name): whole for whole, name in spelled.items()}
    if type_:
        yield _shortened(type_, spelled)
    for start in _STARTS:
        for end in _ENDS:
            if start or end:
                fitting = {whole: name for whole, name in spelled.items() if name.startswith(start) and name.endswith(end)}
                yield {name[len(start) : len(name) - len(end)]: whole for whole, name in fitting.items()}


def _shortened(type_: str, spelled: dict[str, str]) -> dict[str, str]:
    """The properties by their names without that of their type, or its last words."""
    whole = plain(type_.partition("#")[0].rpartition("::")[2])
    found: dict[str, str] = {}
    for name, full in spelled.items():
        for start in range(len(whole) - 2):
            rest = full.removeprefix(whole[start:])
            if rest not in ("", full):
                found.setdefault(rest, name)
                break
    return found


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
