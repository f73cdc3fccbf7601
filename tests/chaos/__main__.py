"""Hundreds of runs that go wrong: `make chaos`, or `python -m tests.chaos --kills 50 --storms 20 --rivals 10 --seed 1`.

Prints a line for each and a table at the end; the exit code is 1 where anything was lost, left behind or did not converge.
"""

from __future__ import annotations

import argparse
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .kills import SCENARIOS, Kills
from .rivals import rivals
from .stack import Stack
from .weather import storm


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many runs are killed")
    parser.add_argument("--storms", type=int, default=20, help="how many stacks live in clouds that fail one call in ten")
    parser.add_argument("--rivals", type=int, default=10, help="how many pairs of updates meet")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="decides where it goes wrong; a new one each time without")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    directory = Path(tempfile.mkdtemp(prefix="chaos-"))
    started = time.monotonic()
    wrong = (
        _kills(directory, asked.kills, asked.seed) + _storms(directory, asked.storms, asked.seed) + _rivals(directory, asked.rivals)
    )
    print(f"{time.monotonic() - started:.0f} s, seed {asked.seed}: {wrong or 'nothing'} wrong")
    if wrong:
        print(f"the stacks are in {directory}")
    else:
        shutil.rmtree(directory)
    return 1 if wrong else 0


def _kills(directory: Path, count: int, seed: str) -> int:
    if not count:
        return 0
    kills, chance, seen, wrong = Kills(directory / "kills"), random.Random(f"{seed}/kills"), Counter[str](), 0
    for number in range(count):
        kill = kills.once(SCENARIOS[number % len(SCENARIOS)], chance)
        seen[f"{kill.scenario}, {'killed' if kill.killed else 'over before it could be killed'}"] += 1
        wrong += bool(kill.faults)
        print(f"kill {number + 1}: {kill.scenario} after {kill.lines} lines: {'; '.join(kill.faults) or 'well'}", flush=True)
    for what, times in sorted(seen.items()):
        print(f"  {times:3} × {what}")
    return wrong


def _storms(directory: Path, count: int, seed: str) -> int:
    if not count:
        return 0
    calm = Stack(directory / "calm")
    for step in (0, 1):
        calm.configure(step)
        calm.run("up", "--yes", "--skip-preview")
    wrong, runs = 0, []
    for number in range(count):
        lived = storm(directory / f"storm-{number}", calm, f"{seed}/{number}")
        wrong += bool(lived.faults)
        runs += lived.runs
        print(f"storm {number + 1}: {lived.runs} runs: {'; '.join(lived.faults) or 'well'}", flush=True)
    print(f"  {sum(runs) / len(runs):.1f} runs on average, {max(runs)} at most")
    return wrong


def _rivals(directory: Path, count: int) -> int:
    found = [rivals(directory / f"rivals-{number}") for number in range(count)]
    for number, faults in enumerate(found, 1):
        print(f"rivals {number}: {'; '.join(faults) or 'well'}", flush=True)
    return sum(map(bool, found))


if __name__ == "__main__":
    sys.exit(main())
