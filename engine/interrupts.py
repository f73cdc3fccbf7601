"""The signals that end a process, kept for a run: it decides what becomes of them, and nothing that it writes is cut short.

Source: pkg/backend/cancellation_scope.go. A closed terminal (SIGHUP), of which Pulumi dies, interrupts as Ctrl-C does.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, Self

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def cancelling(number: int, *, preview: bool) -> str:
    """What the first signal is answered with."""
    again = "press ^C" if number == signal.SIGINT else f"send {shown(number)}"
    text = f"{shown(number)} received; cancelling. If you would like to terminate immediately, {again} again.\n"
    if preview:
        return text
    return f"{text}Note that terminating immediately may lead to orphaned resources and other inconsistencies.\n"


def shown(number: int) -> str:
    return "^C" if number == signal.SIGINT else signal.Signals(number).name


class Interrupts:
    """While inside, a signal raises nothing: it waits until the run takes it, and after the run it changes nothing any more.

    Outside the main thread, where Python delivers no signals, it does nothing.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._waiting: list[int] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._interrupt: Callable[[int], None] | None = None
        self._waking = contextlib.ExitStack()

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                    self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        self._waking.close()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def attach(self, interrupt: Callable[[int], None]) -> None:
        """From now on, tell a run of each signal, those first that have come already; called where the run's loop runs."""
        self._interrupt = interrupt
        self._tell()
        self._loop = asyncio.get_running_loop()
        if self._before:
            self._wake(self._loop)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have a signal wake the loop: one that comes just as it begins to wait would else be heard when something else happens."""
        woken, waker = (self._waking.enter_context(each) for each in socket.socketpair())
        for each in (woken, waker):
            each.settimeout(0)
        loop.add_reader(woken, woken.recv, 4096)
        self._waking.callback(loop.remove_reader, woken)
        before = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._waking.callback(signal.set_wakeup_fd, before)

    def detach(self) -> None:
        """The run is over: what comes now changes nothing."""
        self._waking.close()
        self._loop = self._interrupt = None

    def _take(self, number: int, _: FrameType | None) -> None:
        self._waiting.append(number)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell)  # this may be in the middle of anything, the loop's own code included

    def _tell(self) -> None:
        while self._waiting and self._interrupt is not None:
            self._interrupt(self._waiting.pop(0))
