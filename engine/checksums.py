"""Checksums of what lies on disk, so that damage and edits by hand are noticed before anything is built on them.

A state begins with the checksum of all that follows it; it stays JSON, and Pulumi's readers pass over the key.
A file without one was not written here (`stack export`, an editor that knows what it does): it is taken as it is.

Each line of a journal begins with the CRC-32 of itself and of every line before it: a line that was changed, lost or moved does not
fit. A last line that does not end is what a crash leaves.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Final

_STATE: Final = re.compile(rb'\{"checksum": "sha256:([0-9a-f]{64})",')
_DIGITS: Final = 8


class DamagedLineError(ValueError):
    """A line of a journal is not as it was written."""


def sealed(text: bytes) -> tuple[bytes, memoryview, str]:
    """A state's text with its checksum: the beginning that takes the place of its `{`, the rest, and the rest's checksum."""
    rest = memoryview(text)[1:]
    checksum = hashlib.sha256(rest).hexdigest()
    return f'{{"checksum": "sha256:{checksum}",'.encode(), rest, checksum


def checksum_of(source: bytes) -> tuple[str, str]:
    """What a state says its checksum is (empty where it says nothing), and what it is."""
    begin = _STATE.match(source)
    if begin is None:
        return "", hashlib.sha256(source).hexdigest()
    return begin[1].decode(), hashlib.sha256(memoryview(source)[begin.end() :]).hexdigest()


def line_of(text: bytes, before: int) -> tuple[bytes, int]:
    """A journal's line with its checksum, and the checksum that the next one continues.

    Args:
        text: the line's content.
        before: the checksum of the line before; 0 for the first.
    """
    checksum = zlib.crc32(text, before)
    return b"%08x %b\n" % (checksum, text), checksum


def lines_in(source: bytes) -> Iterator[bytes]:
    """The contents of a journal's lines; a last one that a crash cut off is left out.

    Raises:
        DamagedLineError: a line that is whole does not fit its checksum; it names the line's number.
    """
    checksum = 0
    *whole, _torn = source.split(b"\n")
    for number, line in enumerate(whole, 1):
        text = line[_DIGITS + 1 :]
        checksum = zlib.crc32(text, checksum)
        if line[: _DIGITS + 1] != b"%08x " % checksum:
            raise DamagedLineError(f"line {number} does not fit its checksum")
        yield text
