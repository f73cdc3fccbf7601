"""One run at a time on a stack's state: a lock that tells who holds it, and whose holder's death is noticed."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from .errors import EngineError
from .files import FILE_MODE

_UNNAMED_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: `owner` is user@host, `time` is RFC 3339."""

    owner: str
    host: str
    pid: int
    time: str

    def __str__(self) -> str:
        return f"{self.owner} (pid {self.pid}) at {self.time}"


class LockHeld(EngineError):  # noqa: N818  named for what is the case
    """Another run is at work on the stack; the text is Pulumi's (pkg/backend/diy/lock.go)."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        super().__init__(
            "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with "
            f"`nusa cancel`.\n  {path}: created by {holder or 'another process'}"
        )
        self.holder = holder


class Lock:
    """Held from `acquire` to `release`.

    The kernel's own lock on the file ends with its holder, so a run that was killed leaves none behind; what the file says is for
    people, and for other hosts on a shared disk, whose processes cannot be seen from here.

    Args:
        path: the lock's file; beside the state, in a directory that exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self, *, anyone: bool = False) -> Holder | None:
        """Take the lock.

        Args:
            anyone: also from another host, whose processes cannot be seen.

        Returns:
            The holder that died without giving it back; None where it was free.

        Raises:
            LockHeld: another run has it.
        """
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        try:
            if not _taken(fd):
                raise LockHeld(self._path, _read(fd))
            before = _read(fd)
            if before is not None and before.host != socket.gethostname() and not anyone:
                raise LockHeld(self._path, before)
            os.ftruncate(fd, 0)
            os.pwrite(fd, json.dumps(asdict(_myself())).encode(), 0)
        except BaseException:  # an interrupt too: the descriptor would hold the lock until the process ends
            os.close(fd)
            raise
        self._fd = fd
        return before

    def release(self) -> None:
        """Give the lock back; the file stays, empty, so that nobody locks a file that is about to go."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None


def _taken(fd: int) -> bool:
    """Take the kernel's lock on a file; false where another has it.

    Whoever has it and is not yet, or no longer, named in the file is between two steps of taking it or giving it back: it is asked
    for again, for at most a second, so that a refusal names whom to wait for.
    """
    end = time.monotonic() + _UNNAMED_SECONDS
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _read(fd) is not None or time.monotonic() > end:
                return False
        else:
            return True
        time.sleep(_LOOK_SECONDS)


def held_by(path: Path) -> tuple[Holder | None, bool]:
    """Who a lock says has it, and whether a process of this host does."""
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None, False
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alive = False
        except BlockingIOError:
            alive = True
        return _read(fd), alive
    finally:
        os.close(fd)


def take_away(path: Path) -> None:
    """Empty a lock that no process of this host has; one that has it now keeps it."""
    lock = Lock(path)
    with contextlib.suppress(LockHeld):
        lock.acquire(anyone=True)
        lock.release()


def _myself() -> Holder:
    host = socket.gethostname()
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Holder(f"{_user()}@{host}", host, os.getpid(), now)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _read(fd: int) -> Holder | None:
    with contextlib.suppress(ValueError, TypeError):
        return Holder(**json.loads(os.pread(fd, 4096, 0)))
    return None
