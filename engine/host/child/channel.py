"""The program's end of the socket to the engine: calls that wait, and calls that the event loop waits for."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from typing import Final

from .frames import HEADER, up

Answer = tuple[int, bytes]
"""A gRPC status code, and the response's bytes or the error's message."""

ENGINE_GONE: Final = 17
"""The exit code of a program whose engine has gone: nobody is left to read it."""

_CHUNK: Final = 1 << 18
_TOGETHER: Final = 1 << 14
"""Bytes that are sent together, some ten registrations: the engine works on them while the program prepares the next."""


class Channel:
    """Calls by id over one socket. Any thread may call and wait; whoever waits reads for all.

    The event loop's thread reads when the socket has something (`on_readable`). A thread that waits for its answer reads too,
    unless another does already: the loop may itself be blocked in the program's code.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.soon: Callable[..., object] | None = None
        """How to have something done in the event loop's next turn; without it, every call is sent at once."""
        self._owner = threading.get_ident()
        self._unsent = bytearray()
        self._socket = sock
        self._buffer = bytearray()
        self._next = 0
        self._callbacks: dict[int, Callable[[Answer], None]] = {}
        self._waiting: dict[int, Answer | None] = {}
        self._state = threading.Condition()
        self._writing = threading.Lock()
        self._reading = False

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, method: str, payload: bytes, on_answer: Callable[[Answer], None] | None) -> None:
        """Send a call; `on_answer` runs in whichever thread reads the answer. None: the answer is dropped.

        Calls of the loop's own thread go out together: when there are enough of them, in the loop's next turn, or before any that
        is waited for.
        """
        with self._writing:
            self._next += 1
            if on_answer is not None:
                self._callbacks[self._next] = on_answer
            frame = up(self._next, method, payload)
            if self.soon is None or threading.get_ident() != self._owner or len(self._unsent) + len(frame) > _TOGETHER:
                self._write(frame)
                return
            if not self._unsent:
                self.soon(self.flush)
            self._unsent += frame

    def flush(self) -> None:
        """Send what has been put off."""
        with self._writing:
            self._write(b"")

    def call(self, method: str, payload: bytes) -> Answer:
        """Send a call and wait for its answer."""
        with self._writing:
            self._next += 1
            call = self._next
            self._waiting[call] = None
            self._write(up(call, method, payload))
        while True:
            with self._state:
                while self._reading and self._waiting[call] is None:
                    self._state.wait()
                answer = self._waiting[call]
                if answer is not None:
                    del self._waiting[call]
                    return answer
                self._reading = True
            self._read(flags=0)

    def on_readable(self) -> None:
        """Read what has arrived, if anything is still there and no waiting thread is at it."""
        with self._state:
            if self._reading:
                return
            self._reading = True
        self._read(flags=socket.MSG_DONTWAIT)

    def drain(self) -> None:
        """Wait until every call whose answer somebody wanted has been answered."""
        self.flush()
        while self._callbacks:
            with self._state:
                while self._reading:
                    self._state.wait()
                if not self._callbacks:
                    return
                self._reading = True
            self._read(flags=0)

    def _write(self, frame: bytes) -> None:
        frames, self._unsent = self._unsent + frame, bytearray()
        if not frames:
            return
        try:
            self._socket.sendall(frames)
        except OSError:
            os._exit(ENGINE_GONE)

    def _read(self, *, flags: int) -> None:
        """Receive once and hand out every answer that is complete.

        An answer that a thread waits for is at its place before another thread may read, or that thread would wait for ever. The
        callbacks come after: they may call, and read, in turn.
        """
        answers: list[tuple[Callable[[Answer], None], Answer]] = []
        try:
            for call, answer in self._receive(flags):
                if call in self._waiting:
                    self._waiting[call] = answer
                elif call in self._callbacks:
                    answers.append((self._callbacks.pop(call), answer))
        finally:
            with self._state:
                self._reading = False
                self._state.notify_all()
        for on_answer, answer in answers:
            on_answer(answer)

    def _receive(self, flags: int) -> list[tuple[int, Answer]]:
        try:
            chunk = self._socket.recv(_CHUNK, flags)
        except BlockingIOError:
            return []
        except ConnectionError:
            chunk = b""
        if not chunk:
            os._exit(ENGINE_GONE)
        buffer = self._buffer
        buffer += chunk
        arrived: list[tuple[int, Answer]] = []
        start = 0
        while len(buffer) - start >= HEADER.size:
            length, call, status = HEADER.unpack_from(buffer, start)
            end = start + HEADER.size + length
            if len(buffer) < end:
                break
            arrived.append((call, (status, bytes(buffer[start + HEADER.size : end]))))
            start = end
        del buffer[:start]
        return arrived
