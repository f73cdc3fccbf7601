"""Tar headers, byte for byte as Go's archive/tar writes them for a plain file: Pulumi's hash of a directory is that of such a tar.

Python's tarfile leaves the device numbers empty where Go writes zeros, and names its extended headers otherwise. Source: writer.go
and strconv.go of Go's archive/tar.
"""

from __future__ import annotations

import struct
from typing import Final

BLOCK: Final = 512
_MODE: Final = 0o600
_NAME_BYTES: Final = 100
_PREFIX_BYTES: Final = 155
_LAYOUT: Final = struct.Struct("100s8s8s8s12s12s8ss100s6s2s32s32s8s8s155s12x")
_CHECKSUM: Final = slice(148, 156)


def header(name: str, size: int) -> bytes:
    """What stands before a file's content; a name that the old format cannot hold gets an extended header before its own.

    Args:
        name: the file's path in the archive.
        size: of the content, in bytes; below 8 GiB.
    """
    if name.isascii():
        if len(name) <= _NAME_BYTES:
            return _block(name, size)
        prefix, _, rest = name[: _PREFIX_BYTES + 1].rpartition("/")
        rest = name[len(prefix) + 1 :]
        if prefix and rest and len(rest) <= _NAME_BYTES:
            return _block(rest, size, prefix=prefix)
    record = _record("path", name)
    directory, _, file = name.rpartition("/")
    extended = f"{directory}/PaxHeaders.0/{file}" if directory else f"PaxHeaders.0/{file}"
    return _block(_ascii(extended)[:_NAME_BYTES].rstrip("/"), len(record), kind=b"x") + padded(record) + _block(_ascii(name), size)


def padded(content: bytes) -> bytes:
    """The content, filled up to whole blocks."""
    return content + bytes(-len(content) % BLOCK)


def _block(name: str, size: int, *, prefix: str = "", kind: bytes = b"0") -> bytes:
    plain = kind == b"0"
    device = _octal(0, 8) if plain else b""
    fields = (
        name[:_NAME_BYTES].encode(),
        _octal(_MODE if plain else 0, 8),
        _octal(0, 8),
        _octal(0, 8),
        _octal(size, 12),
        _octal(0, 12),
        b" " * 8,
        kind,
        b"",
        b"ustar\0",
        b"00",
        b"",
        b"",
        device,
        device,
        prefix.encode(),
    )
    block = bytearray(_LAYOUT.pack(*fields))
    block[_CHECKSUM] = _octal(sum(block), 7) + b" "
    return bytes(block)


def _octal(value: int, width: int) -> bytes:
    return f"{value:0{width - 1}o}\0".encode()


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _record(key: str, value: str) -> bytes:
    """A record of an extended header: its length in bytes, which counts itself, then key and value."""
    rest = f" {key}={value}\n".encode()
    length = len(rest)
    while (whole := len(str(length)) + len(rest)) != length:
        length = whole
    return str(length).encode() + rest
