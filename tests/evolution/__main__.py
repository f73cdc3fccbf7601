"""Carry out every case, and write docs/evolution.md: `python -m tests.evolution`; 1 where one comes to more than it names."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from .cases import CASES
from .runner import Runner, faults
from .table import DOCUMENT, page


def main() -> int:
    """Carry out the cases."""
    table = Table("change", "beyond what it names")
    with Runner() as runner:
        found = {case: runner.run(case) for case in CASES}
    beyond_all = {case: faults(case, evolution) for case, evolution in found.items()}
    for case, beyond in beyond_all.items():
        table.add_row(case.name, "\n".join(beyond))
    Console().print(table)
    DOCUMENT.write_text(page(found, DOCUMENT.read_text()))
    return int(any(beyond_all.values()))


if __name__ == "__main__":
    sys.exit(main())
