"""How a command ends when something is wrong: a line a fault, Pulumi's exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from .codes import CANCELLED, CONFIGURATION, GENERIC, INTERNAL

STORE: Final = "clouds.sqlite"
"""The file of the simulated clouds, beside the states."""
_SURROUNDINGS: Final = {
    errno.ENOSPC: "make room and run it again; what was done is written down",
    errno.EDQUOT: "make room and run it again; what was done is written down",
    errno.EROFS: "work in a directory that can be written",
    errno.EACCES: "let this user read and write there",
}
"""What is wrong with the machine and not with us, and how to mend it."""


class UsageError(Exception):
    """The command cannot be followed as it was given."""

    exit_code = CONFIGURATION


@contextmanager
def ending() -> Generator[None]:
    """Turn whatever is raised inside into a message and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
    except KeyboardInterrupt:
        sys.exit(CANCELLED)
    except Exception as error:  # noqa: BLE001  the last line of defence: a person gets a sentence, not our stack
        sys.exit(_tell(error))


def _close_quietly() -> None:
    """Whoever read our output has gone: say nothing more, also not when the interpreter flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(GENERIC)


def _tell(error: Exception) -> int:
    import sqlite3

    from engine.errors import EngineError
    from faults import FaultError

    if isinstance(error, FaultError):
        sys.stderr.writelines(f"{fault}\n" for fault in error.faults)
        return error.exit_code
    if isinstance(error, EngineError | UsageError):
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    if isinstance(error, OSError) and (error.errno in _SURROUNDINGS or error.filename):
        place = f"{error.filename}: " if error.filename else ""
        way = _SURROUNDINGS.get(
            error.errno or 0, "see to it that this is a file, or a directory, that this user can read and write"
        )
        sys.stderr.write(f"error: {place}{error.strerror}; fix: {way}\n")
        return GENERIC
    if isinstance(error, sqlite3.DatabaseError):
        sys.stderr.write(
            f"error: the simulated clouds cannot be used: {error}; fix: remove {STORE} from .nusa/, which empties them\n"
        )
        return GENERIC
    if os.environ.get("NUSANTARA_DEBUG"):
        traceback.print_exception(error)
    else:
        sys.stderr.write(f"error: this is a fault of nusa itself: {type(error).__name__}: {error}\n")
        sys.stderr.write("fix: run it again with NUSANTARA_DEBUG=1 and report what it prints\n")
    return INTERNAL


def unopened(file: str, error: OSError, *, telling: str = "could not open file: ") -> Exception:
    """What to say of a file that could not be read or written, in Pulumi's words."""
    from engine.errors import EngineError

    return EngineError(f"{telling}open {file}: {(error.strerror or str(error)).lower()}")


def require_writable(file: Path, *, telling: str = "") -> None:
    """Refuse a file that could not be written, before there is anything to write; nothing of the attempt stays.

    Args:
        file: what will be written when the work is done.
        telling: what Pulumi says before the reason.

    Raises:
        EngineError: the file cannot be opened.
    """
    made = not file.exists()
    try:
        file.open("ab").close()
    except OSError as error:
        raise unopened(str(file), error, telling=telling) from error
    if made:
        file.unlink()
