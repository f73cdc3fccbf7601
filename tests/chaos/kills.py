"""SIGKILL at a random point of an update or a destruction; the next run must end as if nothing had happened."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .stack import PASSWORD, PATIENCE, Stack

CREATE: Final = "up of a new stack"
CHANGE: Final = "up of a changed program"
DESTROY: Final = "destroy"
SCENARIOS: Final = (CREATE, CHANGE, DESTROY)


@dataclass(frozen=True)
class Kill:
    """One kill and what came of it.

    Args:
        scenario: what was killed.
        lines: after how many lines of the journal.
        killed: whether it was still running then.
        faults: what is wrong afterwards; nothing where all is well.
    """

    scenario: str
    lines: int
    killed: bool
    faults: tuple[str, ...]


class Kills:
    """The undisturbed runs, and kills to compare with them.

    Args:
        directory: where the stacks are made.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._number = 0
        self._begun = {CREATE: Stack(directory / "begun")}
        self._lines: dict[str, int] = {}
        self._shapes: dict[str, list[dict[str, Any]]] = {}
        for scenario, after in ((CREATE, CHANGE), (CHANGE, DESTROY), (DESTROY, "")):
            stack = self._begun[scenario].copy(directory / f"undisturbed-{len(self._shapes)}")
            self._lines[scenario] = self._undisturbed(stack, scenario)
            self._shapes[scenario] = stack.shape()
            if after:
                self._begun[after] = stack

    def once(self, scenario: str, chance: random.Random) -> Kill:
        """Kill one run, run it again, and compare."""
        self._number += 1
        stack = self._begun[scenario].copy(self._directory / f"killed-{self._number}")
        lines = chance.randint(0, self._lines[scenario])
        process = self._start(stack, scenario)
        _wait(stack.journal, lines, process)
        time.sleep(chance.uniform(0, 0.01))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        again = self._start(stack, scenario)
        out, _ = again.communicate(timeout=PATIENCE)
        faults = [] if again.returncode == 0 else [f"the next run ended with {again.returncode}: {out}"]
        if not faults:
            faults += self._differences(stack, scenario)
        return Kill(scenario, lines, process.returncode == -signal.SIGKILL, tuple(faults))

    def _differences(self, stack: Stack, scenario: str) -> list[str]:
        faults = []
        if stack.shape() != self._shapes[scenario]:
            expected = [entry for entry in self._shapes[scenario] if entry not in stack.shape()]
            faults.append(f"the state differs: {expected[:3]} is missing of {len(self._shapes[scenario])}")
        if stack.pending():
            faults.append(f"operations are pending: {stack.pending()}")
        if orphans := stack.orphans():
            faults.append(f"only in the clouds or only in the state: {sorted(orphans)}")
        if holding := [str(file) for file in stack.root.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()]:
            faults.append(f"the password stands in {holding}")
        return faults

    def _start(self, stack: Stack, scenario: str) -> subprocess.Popen[str]:
        stack.configure(1 if scenario == CHANGE else 0)
        return stack.start("destroy" if scenario == DESTROY else "up", "--yes", "--skip-preview")

    def _undisturbed(self, stack: Stack, scenario: str) -> int:
        """Run to the end; how many lines the journal had."""
        process = self._start(stack, scenario)
        most = 0
        while process.poll() is None:
            most = max(most, _count(stack.journal))
            time.sleep(0.001)
        out, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"an undisturbed {scenario} ended with {process.returncode}: {out}")
        return most


def _wait(journal: Path, lines: int, process: subprocess.Popen[str]) -> None:
    """Until the run has written so many lines, or has ended."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and _count(journal) < lines and time.monotonic() < end:
        time.sleep(0.0005)


def _count(journal: Path) -> int:
    try:
        return journal.read_bytes().count(b"\n")
    except OSError:
        return 0
