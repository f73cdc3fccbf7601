"""Whole processes, timed and weighed."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    seconds: float
    mebibytes: float
    """The peak of what the process and all below it held in memory, shared pages counted once; 0 where it was not asked for."""


class TimedOutError(Exception):
    """A command took longer than it was given."""


def run(command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], limit: float, weigh: bool = False) -> Run:
    """Run a command to its end, its output unread.

    Args:
        limit: how many seconds it may take.
        weigh: watch its memory too, which slows it: time and weight are never taken from one run.

    Raises:
        RuntimeError: the command failed, and the time of a failure means nothing.
        TimedOutError: it took longer than `limit`.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    scale = _Scale(process.pid) if weigh else None
    try:
        _, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise TimedOutError(f"more than {limit:.0f} s") from None
    finally:
        heaviest = scale.stop() if scale else 0.0
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{errors.decode()[-2000:]}")
    return Run(seconds, heaviest)


class _Scale:
    """Adds up the proportional set sizes of a tree of processes, twenty times a second (proc_pid_smaps(5))."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._heaviest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._heaviest

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self._heaviest = max(self._heaviest, sum(_held(pid) for pid in _tree(self._root)))


def _tree(root: int) -> list[int]:
    found, ahead = [], [root]
    while ahead:
        pid = ahead.pop()
        found.append(pid)
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            ahead += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
    return found


def _held(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:  # it has ended meanwhile
        return 0.0
    return 0.0
