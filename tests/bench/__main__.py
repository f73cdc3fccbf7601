"""Time previews against each other, whole processes in turn: `python -m tests.bench [--sizes 10,100,1000,10000] [--stack production]`.

Each round runs every variant once, one after the other, so that a machine whose speed drifts slows all of them alike; what counts
is the ratio to `nusa preview`, round by round. Memory is weighed in a run of its own.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .measure import Run, TimedOutError, run
from .variants import PROPOSALS, VARIANTS, Variant, Work, environment_work, flat_work

SUBJECT = "nusa preview, empty state"


@dataclass
class Row:
    """What the runs of a variant took, or why there were none."""

    variant: Variant
    seconds: list[float] = field(default_factory=list)
    mebibytes: float = 0.0
    missing: str = ""


def bench(work: Work, variants: Sequence[Variant], rounds: int, limit: float) -> list[Row]:
    """Every variant that can be had, in turn; one that takes longer than `limit` seconds is left out from then on."""
    rows = [Row(variant, missing=variant.missing(work)) for variant in variants]
    if shutil.which("pulumi"):
        init = ["pulumi", "stack", "init", work.stack, "-C", str(work.directory / "real"), "--non-interactive"]
        subprocess.run(init, env=work.environment, check=True, capture_output=True)
    for turn in range(rounds + 1):
        for row in rows:
            if row.missing:
                continue
            try:
                once = _once(row.variant, work, limit, weigh=turn == 0)
            except TimedOutError as late:
                row.missing = str(late)
                continue
            if turn == 0:
                row.mebibytes = once.mebibytes  # the run that compiles what is not compiled yet, and is not timed
            else:
                row.seconds.append(once.seconds)
    return rows


def _once(variant: Variant, work: Work, limit: float, *, weigh: bool) -> Run:
    return run(variant.command(work), cwd=work.directory, environment=work.environment, limit=limit, weigh=weigh)


def show(title: str, rows: Sequence[Row]) -> Table:
    subject = next((row.seconds for row in rows if row.variant.name == SUBJECT), rows[0].seconds)
    table = Table(title=title)
    for heading in ("variant", "seconds", "ratio", "peak MiB"):
        table.add_column(heading, justify="left" if heading == "variant" else "right")
    for row in rows:
        if row.missing:
            table.add_row(row.variant.name, f"[dim]{row.missing}[/dim]")
            continue
        ratio = statistics.median(mine / ours for mine, ours in zip(row.seconds, subject, strict=True))
        table.add_row(row.variant.name, f"{statistics.median(row.seconds):.2f}", f"{ratio:.2f}", f"{row.mebibytes:.0f}")
    return table


def growth(rows: Mapping[int, Row]) -> Table:
    """What a resource costs at each size, and what memory each further one takes."""
    table = Table(title=f"{SUBJECT}, by size")
    for heading in ("resources", "ms a resource", "KiB a further resource"):
        table.add_column(heading, justify="right")
    before: tuple[int, Row] | None = None
    for size, row in sorted(rows.items()):
        further = f"{(row.mebibytes - before[1].mebibytes) * 1024 / (size - before[0]):.0f}" if before else ""
        table.add_row(f"{size:,}", f"{statistics.median(row.seconds) * 1000 / size:.2f}", further)
        before = size, row
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10,100,1000,10000", help="numbers of resources of a flat program; empty for none")
    parser.add_argument("--stack", default="production", help="an environment of this project; empty for none")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (3)")
    parser.add_argument("--proposals", action="store_true", help="the SDK's mock monitor alone, replacement by replacement")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds that one run may take (120)")
    options = parser.parse_args()
    variants = PROPOSALS if options.proposals else VARIANTS
    console = Console(width=120)  # a table that wraps its names is hard to read
    grown: dict[int, Row] = {}
    with tempfile.TemporaryDirectory() as scratch:
        if options.stack:
            (where := Path(scratch) / options.stack).mkdir()
            rows = bench(environment_work(where, options.stack), variants, options.rounds, options.limit)
            console.print(show(f"{options.stack}, median of {options.rounds} rounds", rows))
        for size in (int(text) for text in options.sizes.split(",") if text):
            (where := Path(scratch) / f"flat-{size}").mkdir()
            rows = bench(flat_work(where, size), variants, options.rounds, options.limit)
            console.print(show(f"{size:,} resources, median of {options.rounds} rounds", rows))
            for row in rows:
                if row.variant.name == SUBJECT and row.seconds:
                    grown[size] = row
    if len(grown) > 1:
        console.print(growth(grown))


if __name__ == "__main__":
    main()
