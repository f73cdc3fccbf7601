"""The program's child process: starts it, answers its calls, tells how it ended."""

from __future__ import annotations

from .program import Monitor, OutputListener, ProgramResult, ProgramSpec, RpcFault
from .run import run_program
from .zygote import ZygoteError, zygote_for

__all__ = [
    "Monitor",
    "OutputListener",
    "ProgramResult",
    "ProgramSpec",
    "RpcFault",
    "ZygoteError",
    "run_program",
    "zygote_for",
]
