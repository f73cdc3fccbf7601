"""Two updates of one stack at once: one does its work, the other is refused with the name of the first."""

from __future__ import annotations

import getpass
import socket
from pathlib import Path

from .stack import PATIENCE, Stack


def rivals(directory: Path) -> list[str]:
    """Start two updates of a new stack together; what is wrong with what came of it."""
    stack = Stack(directory)
    both = [stack.start("up", "--yes", "--skip-preview") for _ in range(2)]
    ended = [(process.pid, process.communicate(timeout=PATIENCE)[0], process.returncode) for process in both]
    won = [pid for pid, _, code in ended if code == 0]
    faults = []
    if len(won) == 1:
        owner = f"created by {getpass.getuser()}@{socket.gethostname()} (pid {won[0]}) at "
        faults += [f"refused without the owner's name: {out}" for _, out, code in ended if code and owner not in out]
    elif not won:
        faults.append(f"neither got through: {ended}")
    if stack.pending():
        faults.append("operations are pending")
    if orphans := stack.orphans():
        faults.append(f"only in the clouds or only in the state: {sorted(orphans)}")
    return faults
