"""Preview an environment against the SDK's own mock monitor, whole processes in turn: `python -m tests.bench [STACK] [--rounds N]`.

Each round runs every variant once, one after the other, so that a machine whose speed drifts slows all of them alike; what
counts is the ratio to the first variant, round by round.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from engine.host.child.run import COLLECTOR_THRESHOLD

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Variant:
    """One way to evaluate the program, and what its runs took."""

    name: str
    command: Sequence[str]
    fresh: bool = False
    """Whether each run starts without state."""
    seconds: list[float] = field(default_factory=list)

    def run(self, project: Path) -> None:
        """Run once, output unread.

        Raises:
            RuntimeError: when the command failed, since the time of a failure means nothing.
        """
        if self.fresh:
            shutil.rmtree(project / ".nusa", ignore_errors=True)
        sink = os.open(os.devnull, os.O_WRONLY)
        began = time.perf_counter()
        child = os.posix_spawn(
            self.command[0],
            list(self.command),
            {**os.environ, "PYTHONPATH": str(ROOT)},
            file_actions=[(os.POSIX_SPAWN_DUP2, sink, 1)],
        )
        _, status = os.waitpid(child, 0)
        self.seconds.append(time.perf_counter() - began)
        os.close(sink)
        if status:
            raise RuntimeError(f"{self.name} failed with status {os.waitstatus_to_exitcode(status)}")


def copy_of_project(where: Path) -> Path:
    """The program without its state, so that a bench never touches the checkout's own."""
    for name in ("components", "faults", "stacks"):
        shutil.copytree(ROOT / name, where / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, where)
    (where / ".venv").symlink_to(sys.prefix)
    return where


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stack", nargs="?", default="production")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    mocked = (sys.executable, "-m", "tests.bench.mocked", options.stack)
    with tempfile.TemporaryDirectory() as scratch:
        project = copy_of_project(Path(scratch))
        nusa = (sys.executable, "-m", "cli", "preview", "-s", options.stack, "-C", str(project))
        variants = [
            Variant("SDK's mock monitor, same collector settings", (*mocked, str(COLLECTOR_THRESHOLD))),
            Variant("SDK's mock monitor as people run it", mocked),
            Variant("nusa preview on an empty state", nusa, fresh=True),
        ]
        for variant in variants:
            variant.run(project)  # compiles what is not compiled yet
            variant.seconds.clear()
        for _ in range(options.rounds):
            for variant in variants:
                variant.run(project)
    show(options.stack, variants)


def show(stack: str, variants: Sequence[Variant]) -> None:
    table = Table(title=f"{stack}, median of {len(variants[0].seconds)} rounds")
    for heading in ("variant", "seconds", "ratio"):
        table.add_column(heading, justify="left" if heading == "variant" else "right")
    for variant in variants:
        ratios = [mine / first for mine, first in zip(variant.seconds, variants[0].seconds, strict=True)]
        table.add_row(
            variant.name,
            f"{statistics.median(variant.seconds):.2f}",
            f"{statistics.median(ratios):.2f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
