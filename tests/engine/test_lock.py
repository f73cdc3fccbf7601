"""A lock that is being taken, or given back: for that moment it names nobody."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.lock import Lock, LockHeld

NAMED = b'{"owner": "someone@here", "host": "here", "pid": 1, "time": "2026-01-01T00:00:00Z"}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dev.lock"


def held_while(path: Path, soon: Callable[[int], object]) -> threading.Timer:
    """Hold the kernel's lock on a file that names nobody, and do something with it a moment later."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    timer = threading.Timer(0.05, soon, (fd,))
    timer.start()
    return timer


def test_whoever_is_about_to_say_who_it_is_is_waited_for(path: Path) -> None:
    taking = held_while(path, lambda fd: os.write(fd, NAMED))
    with pytest.raises(LockHeld, match="created by someone@here"):
        Lock(path).acquire()
    taking.join()


def test_a_lock_that_is_being_given_back_is_taken(path: Path) -> None:
    giving = held_while(path, os.close)
    lock = Lock(path)
    assert lock.acquire() is None
    giving.join()
    lock.release()
