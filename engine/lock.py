"""One run at a time on a stack's state: a lock that tells who holds it, and whose holder's death is noticed."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from .errors import EngineError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: `owner` is user@host, `time` is RFC 3339."""

    owner: str
    host: str
    pid: int
    time: str

    def __str__(self) -> str:
        return f"{self.owner} (pid {self.pid}) since {self.time}"


class LockHeld(EngineError):  # noqa: N818  named for what is the case
    """Another run is at work on the stack."""

    def __init__(self, stack: str, holder: Holder | None) -> None:
        who = f"by {holder}" if holder else "by another process"
        super().__init__(f"the stack {stack} is currently locked {who}; fix: wait for it to finish, or end it")
        self.holder = holder


class Lock:
    """Held from `acquire` to `release`.

    The kernel's own lock on the file ends with its holder, so a run that was killed leaves none behind; what the file says is for
    people, and for other hosts on a shared disk, whose processes cannot be seen from here.

    Args:
        path: the lock's file; beside the state.
        stack: the stack's name, for the message.
    """

    def __init__(self, path: Path, stack: str) -> None:
        self._path = path
        self._stack = stack
        self._fd: int | None = None

    def acquire(self) -> Holder | None:
        """Take the lock.

        Returns:
            The holder that died without giving it back; None where it was free.

        Raises:
            LockHeld: another run has it.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        before = _read(fd)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            raise LockHeld(self._stack, before) from None
        before = _read(fd)
        if before is not None and before.host != socket.gethostname():
            os.close(fd)
            raise LockHeld(self._stack, before)
        host = socket.gethostname()
        holder = Holder(
            f"{_user()}@{host}", host, os.getpid(), datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        )
        os.ftruncate(fd, 0)
        os.pwrite(fd, json.dumps(asdict(holder)).encode(), 0)
        self._fd = fd
        return before

    def release(self) -> None:
        """Give the lock back; the file stays, empty, so that nobody locks a file that is about to go."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _read(fd: int) -> Holder | None:
    with contextlib.suppress(ValueError, TypeError):
        return Holder(**json.loads(os.pread(fd, 4096, 0)))
    return None
