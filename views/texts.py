"""How one string became another: one line letter by letter, several lines line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from engine.events import Op

from . import names
from .values import Printer

_CONTEXT: Final = 2
_LETTERS: Final = 2_000
"""Beyond this length letters are not matched: the time grows with the square."""


def write_letters(printer: Printer, old: str, new: str) -> None:
    """Write both texts, what they share in the terminal's own colour."""
    if max(len(old), len(new)) > _LETTERS:
        blocks = [("replace", 0, len(old), 0, len(new))]
    else:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = printer.as_op(Op.SAME, marked=True)
    deleted, added = printer.as_op(Op.DELETE, marked=True), printer.as_op(Op.CREATE, marked=True)
    printer.write('"')
    for tag, start, end, _, _ in blocks:
        (same if tag == "equal" else deleted).write(names.escape(old[start:end]))
    printer.write('" => "')
    for tag, _, _, start, end in blocks:
        (same if tag == "equal" else added).write(names.escape(new[start:end]))
    printer.write('"\n')


def write_lines(printer: Printer, old: list[str], new: list[str]) -> None:
    """Write the lines that changed, with two that did not before and after them."""
    printer.write("\n")
    printer = printer.deeper()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, start, end, new_start, new_end) in enumerate(blocks):
        if tag == "equal":
            _write_context(printer, old[start:end], first=number == 0, last=number == len(blocks) - 1)
            continue
        _write_each(printer.as_op(Op.DELETE, marked=True), old[start:end])
        _write_each(printer.as_op(Op.CREATE, marked=True), new[new_start:new_end])


def _write_context(printer: Printer, lines: list[str], *, first: bool, last: bool) -> None:
    printer = printer.as_op(Op.SAME, marked=False)
    lines = [line for line in lines if line.strip()]
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(lines) <= head + tail + 1:
        _write_each(printer, lines)
        return
    _write_each(printer, lines[:head])
    _write_each(printer, ["..."])
    _write_each(printer, lines[len(lines) - tail :])


def _write_each(printer: Printer, lines: list[str]) -> None:
    for line in lines:
        if line.strip():
            printer.margin(f"{names.harmless(line)}\n")
