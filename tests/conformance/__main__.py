"""Hold the embedded engine to Pulumi's, case by case: `python -m tests.conformance [--live] [--record] [CASE …]`.

Prints the table, and writes docs/conformance.md when every case was run. `--live` takes for Pulumi's side what the `pulumi` on PATH
does now, and `nusa` from its command line for ours; `--record` keeps what `pulumi` does as the recordings of the named cases.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.support.conformance import CASES, FOLDER, Difference, differences, recording
from tests.support.engines import CommandLine, replayed

from .table import DOCUMENT, page


def measure(case: str, *, live: bool) -> list[Difference]:
    """The differences of one case, found now."""
    with tempfile.TemporaryDirectory() as folder:
        if not live:
            return differences(recording(case), replayed(case, Path(folder)))
        theirs, ours = (CommandLine(name, Path(folder) / name).run(case) for name in ("pulumi", "nusa"))
        return differences(theirs, ours, chance=True)


def keep(case: str) -> None:
    """Record what `pulumi` does with a case."""
    with tempfile.TemporaryDirectory() as folder:
        steps = CommandLine("pulumi", Path(folder)).run(case)
    (FOLDER / "recorded" / f"{case}.json").write_text(json.dumps({"steps": steps}, indent=1, ensure_ascii=False) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all by default")
    parser.add_argument("--live", action="store_true", help="compare with the pulumi on PATH instead of the recordings")
    parser.add_argument("--record", action="store_true", help="record the named cases with the pulumi on PATH")
    given = parser.parse_args()
    if unknown := sorted(set(given.cases) - CASES.keys()):
        parser.error(f"no such case: {', '.join(unknown)}; tests/conformance/cases.json has them all")
    if given.record:
        for case in given.cases:
            keep(case)
    found = {case: measure(case, live=given.live) for case in given.cases or CASES}
    table = Table("case", "equal", "why not")
    for case, differing in found.items():
        table.add_row(case, "no" if differing else "yes", "\n".join(str(difference) for difference in differing))
    Console().print(table)
    if not given.cases:
        DOCUMENT.write_text(page(found))
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
