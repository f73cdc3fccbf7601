"""What the documentation in an SDK says of an input: of those that it calls so, that a change makes a new object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from engine import paths

from .sdk import package_of, sdk
from .types import ListOf, MapOf, Named, OneOf, Record, Type

_FORCING: Final = re.compile(
    r"\bForceNew\b"
    r"|\bforces? (?:a |the )?(?:new|replace|replacement|recreation|creation|re-creation)\b"
    r"|\bchanging (?:this|it|the)\b[^.]*?\b(?:forces?|creates?|re-?creates?|destroys?|replaces?|replacement|recreation)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\b(?:not|neither|never|without|removed|unless|if|in[- ]place)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!])\s+|\n")


def forcing(token: str, path: str, libraries: Sequence[Path]) -> str:
    """The sentence by which an SDK says that a change of an input makes a new object; empty where none says so.

    What is said of an object holds of what is in it.

    Args:
        token: the type.
        path: of the input, say `settings[0].name`.
        libraries: where the program's packages are installed.
    """
    installed = sdk(package_of(token), tuple(libraries))
    wanted = installed.arguments(token) if installed is not None and path else None
    if wanted is None:
        return ""
    sentences = (sentence for text in _said(wanted, paths.parse(path)) for sentence in _SENTENCE.split(text))
    return next((found.strip(" .*") for found in sentences if _FORCING.search(found) and not _NOT.search(found)), "")


def _said(wanted: Type | None, path: paths.Path) -> Iterator[str]:
    for step in path:
        record = _record(wanted)
        found = record.properties.get(str(step)) if record is not None and isinstance(step, str) else None
        if found is not None:
            yield found.said()
            wanted = found.type()


def _record(wanted: Type | None) -> Record | None:
    """The object that a type is, or that the elements of a list are."""
    match wanted:
        case Record():
            return wanted
        case Named():
            return _record(wanted.found())
        case ListOf(of) | MapOf(of):
            return _record(of)
        case OneOf(options):
            return next((found for option in options if (found := _record(option)) is not None), None)
    return None
