"""Files that are their owner's alone, are written whole or not at all, and are still there after a power cut."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

FILE_MODE: Final = 0o600
DIRECTORY_MODE: Final = 0o700


def make_private(directory: Path, top: Path) -> None:
    """Make a directory and what is missing above it, for the owner alone; below `top`, what others can enter is closed to them.

    Args:
        directory: what is needed; `top` itself or below it.
        top: the highest directory that is ours; left as it is where it exists, since a person may have chosen it.

    Raises:
        OSError: one cannot be made.
    """
    above = [parent for parent in (directory, *directory.parents) if parent == top or top in parent.parents]
    top.parent.mkdir(parents=True, exist_ok=True)
    for level in reversed(above):
        try:
            level.mkdir(DIRECTORY_MODE)
            sync_directory(level.parent)
        except FileExistsError:
            if level != top and level.stat().st_mode & 0o077:
                with contextlib.suppress(PermissionError):  # another owner's: theirs to close
                    level.chmod(DIRECTORY_MODE)


def write_whole(path: Path, *content: bytes | memoryview) -> None:
    """Write a file whole or not at all: a reader, and whoever comes after a power cut, sees the old content or the new.

    Args:
        path: the file; its directory exists.
        content: what it is to hold, in parts.

    Raises:
        OSError: it could not be written; the old content is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # whatever cut it short: nobody else knows of the half-written file
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def rename_all(directory: Path, old: str, new: str) -> None:
    """Give a directory named `old`, and the files in it whose names begin with that, the new name; nothing where there is none."""
    if not directory.is_dir():
        return
    moved = directory.rename(directory.with_name(new))
    for path in moved.glob(f"{old}[.-]*"):
        path.rename(path.with_name(new + path.name.removeprefix(old)))
