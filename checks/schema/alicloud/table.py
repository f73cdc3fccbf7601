"""What the schemas in the source of Alibaba Cloud's provider hold inputs to, from a table in this folder.

The table is read as text once, and a type is only looked at where somebody asks for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

_TABLE: Final = Path(__file__).with_name("held.tsv")
_HEAD: Final = re.compile(r"# terraform-provider-alicloud ([\d.]+), by the names of pulumi-alicloud ([\d.]+)\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that an input is held to.

    Args:
        path: of the input on the wire, `[*]` for every element of a list.
        kind: what it is held to: `among` and `among-in-any-case` some values, a `range`, a `length`, a `pattern`, to be `json` or a
            `cidr`, a number of `items`; to go `with` or `without` others; to be exactly `one-of`, or one at least, `any-of` some.
        said: the values, the bounds, the pattern, the names of the others.
    """

    path: str
    kind: str
    said: Any


@dataclass(frozen=True, slots=True)
class Held:
    """What the inputs of a type are held to.

    Args:
        source: where the provider says so.
        rows: one by one.
    """

    source: str
    rows: tuple[Row, ...]


@lru_cache(maxsize=256)
def held(token: str) -> Held | None:
    """What is known of a type; None where nothing is."""
    text, release, _ = _table()
    start = text.find(f"\n{token}\t")
    if start < 0:
        return None
    end = text.find("\nalicloud:", start + 1)
    head, *lines = text[start + 1 : end if end >= 0 else None].splitlines()
    _, _, file = head.partition("\t")
    return Held(f"terraform-provider-alicloud {release}, {file}", tuple(map(_row, lines)))


def _row(line: str) -> Row:
    path, kind, said = (*line[1:].split("\t"), "")[:3]
    return Row(path, kind, json.loads(said) if said else None)


@cache
def _table() -> tuple[str, str, str]:
    """The table, the release of the provider that it was read from, and that of the SDK whose names it has."""
    text = _TABLE.read_text(encoding="utf-8")
    found = _HEAD.match(text)
    assert found is not None
    return text, found[1], found[2]


@lru_cache(maxsize=16)
def current(libraries: Sequence[Path]) -> bool:
    """Whether the program has the SDK that the table was made for: another may have a provider that takes more."""
    for folder in libraries:
        about = folder / "pulumi_alicloud" / "pulumi-plugin.json"
        if about.is_file():
            return json.loads(about.read_text(encoding="utf-8")).get("version") == _table()[2]
    return False
