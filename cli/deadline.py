"""How long a command may take: a program that never ends is ended, with Pulumi's exit code for it."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Annotated, Any, Final, Self

import typer

from engine.errors import EngineError

from .codes import TIMEOUT
from .endings import UsageError

_UNITS: Final = {"s": 1, "m": 60, "h": 3600}
GRACE: Final = 10.0
"""Seconds that what has begun may take to finish once the time is over."""
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)?")

Timeout = Annotated[
    str | None,
    typer.Option(
        "--timeout",
        help="How long it may take: 90s, 10m; then it ends with 9. No limit by default.",
        metavar="TIME",
        show_default=False,
    ),
]


class TimeoutPassedError(EngineError):
    """What was asked took longer than it may."""

    exit_code = TIMEOUT


class Deadline:
    """A time that a command may take: when it is over, this process gets SIGTERM, and once more if it has not ended after a grace.

    The first has a run finish what has begun, the second has it give up, as anybody else's would.

    Args:
        text: the time, in seconds unless it says `m` or `h`; None for ever.

    Raises:
        UsageError: it is none.
    """

    def __init__(self, text: str | None) -> None:
        self.passed = False
        self._text, self._seconds, self._before = text, _seconds(text), None

    def __enter__(self) -> Self:
        if self._seconds and threading.current_thread() is threading.main_thread():
            self._before: Any = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self._seconds, GRACE)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def keep(self, work: Callable[[], int]) -> int:
        """Do something within the time.

        Returns:
            Its exit code.

        Raises:
            TimeoutPassedError: it took longer, whatever came of it.
        """
        try:
            with self:
                code = work()
        except KeyboardInterrupt:
            if not self.passed:
                raise
        if self.passed:
            raise TimeoutPassedError(self._told)
        return code

    @property
    def _told(self) -> str:
        return f"it took longer than {self._text}; fix: see what the program waits for, or allow more with --timeout"

    def _ring(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.passed:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.passed = True
        signal.raise_signal(signal.SIGTERM)


def _seconds(text: str | None) -> float:
    if text is None:
        return 0.0
    found = _SPAN.fullmatch(text.strip())
    if found is None or not float(found[1]):
        raise UsageError(f"given --timeout '{text}', expected a time such as 90s or 10m; fix: write it so")
    return float(found[1]) * _UNITS[found[2] or "s"]
