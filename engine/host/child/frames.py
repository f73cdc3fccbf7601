"""The frames between a program and the engine: a header, a method's name on the way up, and protobuf bytes.

Up (program to engine): payload length, call id, length of the method's name; then name and payload.
Down (engine to program): payload length, call id, gRPC status code; then the response, or the error's message in UTF-8.
"""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("<IIB")
RESULT: Final = "."
"""The name of the last frame up: how the program ended, as JSON. It is answered by nothing."""


def up(call: int, method: str, payload: bytes) -> bytes:
    name = method.encode()
    return HEADER.pack(len(payload), call, len(name)) + name + payload


def down(call: int, status: int, payload: bytes) -> bytes:
    return HEADER.pack(len(payload), call, status) + payload
