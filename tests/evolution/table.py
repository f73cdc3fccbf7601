"""The table of docs/evolution.md: a row a case, from what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from checks.evolution import Evolution
from checks.expectation import title
from checks.plan import LOST, Kind

from .case import Case

DOCUMENT = Path(__file__).parents[2] / "docs" / "evolution.md"
BEGIN, END = "<!-- the table: make evolution -->\n", "<!-- end of the table -->\n"
HEAD = """\
| change | created | updated | replaced | deleted | refused |
| --- | ---: | ---: | --- | --- | --- |
"""


def row(case: Case, evolution: Evolution) -> str:
    """The row of one case; what is lost stands there by the patterns that its case names it with."""
    counts = {kind: len(evolution.of(kind)) for kind in Kind}
    lost = {kind: _named(getattr(case.expected, kind.value), map(title, evolution.of(kind))) for kind in LOST}
    refused = len(evolution.refused)
    cells = (
        case.name,
        str(counts[Kind.CREATED]),
        str(counts[Kind.UPDATED]),
        lost[Kind.REPLACED],
        lost[Kind.DELETED],
        f"{refused}" if refused else "",
    )
    return f"| {' | '.join(cells)} |"


def page(found: Mapping[Case, Evolution], text: str) -> str:
    """The page with its table as it is found now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = "".join(f"{row(case, evolution)}\n" for case, evolution in found.items())
    return f"{before}{BEGIN}{HEAD}{rows}{END}{after}"


def _named(patterns: Iterable[str], titles: Iterable[str]) -> str:
    """Each pattern with how many it stands for; an object counts with the first that matches."""
    counted = Counter(next((pattern for pattern in patterns if fnmatchcase(title, pattern)), title) for title in titles)
    return ", ".join(f"{count} `{pattern}`" for pattern, count in sorted(counted.items()))
