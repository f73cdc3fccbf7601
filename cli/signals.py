"""What the signals that end a process mean outside of a run: the engine has its own way with them while it works."""

from __future__ import annotations

import signal

_QUIET = (signal.SIGTERM, signal.SIGHUP)


def interrupt_quietly() -> None:
    """Have SIGTERM and a closed terminal raise what Ctrl-C does, unless whoever started us wants them ignored."""
    for number in _QUIET:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def ignore_from_now_on() -> None:
    """All is done and only the exit code is left to be told: an impatient Ctrl-C must not take its place."""
    for number in (signal.SIGINT, *_QUIET):
        signal.signal(number, signal.SIG_IGN)
