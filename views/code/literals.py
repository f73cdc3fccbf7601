"""Texts and numbers as Python literals.

Source: pkg/codegen/python/gen_program_expressions.go (genEscapedString), gen_program_quotes.go.
"""

from __future__ import annotations

from typing import Final

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}


def text(value: str) -> str:
    """A string literal; one of several lines stands between three quotes, as it is."""
    if _long(value):
        return f'"""{_inner(value)}"""'
    return '"' + "".join(_ESCAPES.get(char) or _printable(char) for char in value) + '"'


def _long(value: str) -> bool:
    newlines = value.count("\n")
    return newlines > 1 or (newlines == 1 and not value.startswith("\n") and not value.endswith("\n"))


def _inner(value: str) -> str:
    """What stands between three quotes: only what would end them or mean something else is escaped."""
    escaped = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = f'{escaped[:-1]}\\"'
    return "".join(char if char == "\n" else _printable(char) for char in escaped)


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def number(value: float) -> str:
    """A number; one without a fraction is an int."""
    return str(int(value)) if float(value).is_integer() else repr(value)
