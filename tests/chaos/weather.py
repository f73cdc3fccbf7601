"""Clouds that fail a share of their calls: running again and again must come to the end that calm clouds give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .stack import Stack

RATE: Final = 0.1
MOST: Final = 60
"""How many runs it may take; at 10 % of some 90 calls, each run that goes on after failures gets most of what is left done."""


@dataclass(frozen=True)
class Storm:
    """One stack through its life in bad weather.

    Args:
        runs: how many runs `up`, `up` of the changed program and `destroy` took.
        faults: what is wrong afterwards.
    """

    runs: tuple[int, ...]
    faults: tuple[str, ...]


def storm(directory: Path, calm: Stack, seed: str) -> Storm:
    """Bring a stack up, change it and destroy it while both clouds fail at random.

    Args:
        directory: where it is made.
        calm: a stack that was brought to step 1 without a fault.
        seed: decides which calls fail.
    """
    stack = Stack(directory)
    for cloud in ("aws", "alicloud"):
        stack.clouds.unsettle(cloud, rate=RATE, seed=f"{seed}/{cloud}")
    runs, faults = [], []
    for step, command in ((0, "up"), (1, "up"), (0, "destroy")):
        stack.configure(step)
        taken, told = _until_done(stack, command)
        runs.append(taken)
        faults += told
        if told:
            break
        if step == 1 and stack.shape() != calm.shape():
            faults.append("the state differs from that of calm weather")
        if orphans := stack.orphans():
            faults.append(f"after {command}, only in the clouds or only in the state: {sorted(orphans)}")
    return Storm(tuple(runs), tuple(faults))


def _until_done(stack: Stack, command: str) -> tuple[int, list[str]]:
    out = ""
    for taken in range(1, MOST + 1):
        done = stack.run(command, "--yes", "--skip-preview", "--continue-on-error")
        out = done.stdout
        if done.returncode == 0:
            return taken, []
        if done.returncode != 1 or "Traceback" in out or "UNAVAILABLE" not in out:
            break
    return MOST, [f"{command} did not converge: {out[-2000:]}"]
