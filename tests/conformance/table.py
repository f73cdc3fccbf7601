"""The table of docs/conformance.md: a row a case, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.support.conformance import Difference, Record, recording

DOCUMENT = Path(__file__).parents[2] / "docs" / "conformance.md"
HEAD = """\
# Conformance

What the Pulumi engine does with a program, the embedded engine does too. Each case is a program of `tests/conformance/programs/`, run
through its steps by a source build of Pulumi (`tests/conformance/recorded/`) and by `nusa`, on the same provider. In every step these
are compared: operations, URNs, replace reasons, diff reasons, detailed diffs, new inputs and outputs, the change summary, exit codes,
diagnostics, the text under the tree, the state and its order, and pending operations.

`make conformance` measures and writes this page; `tests/engine/test_conformance.py` holds every case and every row to it. Where a
`pulumi` is on PATH, the tests run both command lines side by side, and `make conformance LIVE=1` writes what that gave.

In a step that fails, which independent resources were reached before the failure is a race: its counts are not compared.

| case | steps | what Pulumi does in them | equal | why not |
| --- | ---: | --- | --- | --- |
"""


def page(found: Mapping[str, Sequence[Difference]]) -> str:
    """The whole page.

    Args:
        found: the differences of each case.
    """
    equal = sum(not differences for differences in found.values())
    rows = "\n".join(row(case, differences) for case, differences in found.items())
    return f"{HEAD}{rows}\n\n{equal} of {len(found)} cases are equal.\n"


def row(case: str, found: Sequence[Difference]) -> str:
    """The row of one case."""
    steps = recording(case)
    done = "; ".join(_done(step) for step in steps)
    why = ", ".join(sorted({difference.what for difference in found}))
    return f"| `{case}` | {len(steps)} | {done} | {'no' if found else 'yes'} | {why} |"


def _done(step: Record) -> str:
    counts: dict[str, int] = {}
    for entry in step["preview"]["steps"]:
        if "::pulumi:pulumi:Stack::" not in entry["urn"]:
            counts[entry["op"]] = counts.get(entry["op"], 0) + 1
    said = ", ".join(_counted(counts)) or "nothing"
    failed = ("preview", "update") if step["preview"]["exit"] else ("update",)
    return f"{said}, {' and '.join(failed)} fail{'s' if len(failed) == 1 else ''}" if step["update"]["exit"] else said


def _counted(counts: Mapping[str, int]) -> Iterable[str]:
    return (f"{counts[op]} {op}" for op in sorted(counts))
