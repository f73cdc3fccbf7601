"""The difference of two property values as text: what `--diff` and the Outputs section show of a change.

Source: pkg/backend/display/object_diff.go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from engine.diff import ListDiff, ObjectDiff, ValueDiff, diff_values
from engine.events import Op
from engine.values import Archive, Asset, Value

from . import documents, names, texts
from .values import CONTENTS, Printer, primitive, short, worth_showing

Title: TypeAlias = Callable[[Printer], None]


def titled(name: str, width: int) -> Title:
    """What writes a property's name, aligned."""
    return lambda printer: printer.title(name, width)


def keys_of(diff: ObjectDiff) -> list[str]:
    return sorted({*diff.adds, *diff.deletes, *diff.sames, *diff.updates})


def write_object(printer: Printer, diff: ObjectDiff) -> None:
    """Write what was added, deleted and updated in an object; with the rest, unless the printer sums up."""
    keys = keys_of(diff)
    width = max(map(len, keys), default=0)
    for key in keys:
        write_property(printer, key, width, diff)


def write_property(printer: Printer, key: str, width: int, diff: ObjectDiff) -> None:
    title = titled(key, width)
    if key in diff.adds:
        write_added(printer, title, diff.adds[key])
    elif key in diff.deletes:
        write_deleted(printer, title, diff.deletes[key])
    elif key in diff.updates:
        write_update(printer, title, diff.updates[key])
    elif not printer.summary and worth_showing(diff.sames.get(key)):
        write_same(printer, title, diff.sames[key])


def write_added(printer: Printer, title: Title, value: Value) -> None:
    _write_whole(printer.as_op(Op.CREATE, marked=True), title, value)


def write_deleted(printer: Printer, title: Title, value: Value) -> None:
    _write_whole(printer.as_op(Op.DELETE, marked=True), title, value)


def write_same(printer: Printer, title: Title, value: Value) -> None:
    _write_whole(printer.as_op(Op.SAME, marked=False), title, value)


def _write_whole(printer: Printer, title: Title, value: Value) -> None:
    title(printer)
    printer.value(value)


def write_update(printer: Printer, title: Title, diff: ValueDiff) -> None:
    """Write how one value became another: part by part where both have parts, side by side where both are short."""
    printer = printer.as_op(Op.UPDATE, marked=True)
    match diff:
        case ValueDiff(inside=ListDiff() as inside):
            title(printer)
            printer.write("[\n")
            _write_list(printer, inside)
            printer.margin("]\n", marked=False)
        case ValueDiff(inside=ObjectDiff() as inside):
            title(printer)
            printer.write("{\n")
            write_object(printer.deeper(), inside)
            printer.margin("}\n", marked=False)
        case ValueDiff(old=Archive() as old, new=Archive() as new):
            _write_archives(printer, title, old, new)
        case _:
            _write_pair(printer, title, diff.old, diff.new)


def _write_list(printer: Printer, diff: ListDiff) -> None:
    inner = printer.deeper(2)
    for index in range(max((*diff.adds, *diff.deletes, *diff.sames, *diff.updates), default=-1) + 1):
        title = partial(_index, index)
        if index in diff.adds:
            write_added(inner, title, diff.adds[index])
        elif index in diff.deletes:
            write_deleted(inner, title, diff.deletes[index])
        elif index in diff.updates:
            write_update(inner, title, diff.updates[index])
        elif index in diff.sames and not printer.summary:
            write_same(inner, title, diff.sames[index])


def _index(index: int, printer: Printer) -> None:
    printer.deeper(-1).margin(f"[{index}]: ")


def _write_pair(printer: Printer, title: Title, old: Value, new: Value) -> None:
    if worth_showing(old) and worth_showing(new) and primitive(old) and primitive(new):
        title(printer)
        if isinstance(old, str) and isinstance(new, str):
            _write_strings(printer, old, new)
        else:
            printer.as_op(Op.DELETE, marked=True).primitive(old)
            printer.write(" => ")
            printer.as_op(Op.CREATE, marked=True).primitive(new)
            printer.write("\n")
        return
    if worth_showing(old):
        write_deleted(printer, title, old)
    if worth_showing(new):
        write_added(printer, title, new)


def _write_strings(printer: Printer, old: str, new: str) -> None:
    before, after = documents.decode(old), documents.decode(new)
    if before is not None and after is not None and (diff := diff_values(before.value, after.value)) is not None:
        printer.write(f"({before.kind if before.kind == after.kind else f'{before.kind} => {after.kind}'}) ")
        write_update(printer, lambda _: None, diff)
    elif before is not None and after is not None:
        texts.write_letters(printer, names.quote(old), names.quote(new))
    elif "\n" in old or "\n" in new:
        texts.write_lines(printer, old.split("\n"), new.split("\n"))
    else:
        texts.write_letters(printer, old, new)


def _write_archives(printer: Printer, title: Title, old: Archive, new: Archive) -> None:
    """Write which members of an archive changed; members that did not are left out."""
    hashes = _became(short(old.hash), short(new.hash))
    if old.assets is not None and new.assets is not None:
        title(printer)
        printer.write(f"archive(assets:{hashes}) {{\n")
        _write_members(printer.deeper(2), old.assets, new.assets)
        printer.margin("}\n", marked=False)
    elif not _write_moved(printer, title, old, new):
        write_deleted(printer, title, old)
        write_added(printer, title, new)


def _write_members(printer: Printer, old: Mapping[str, Asset | Archive], new: Mapping[str, Asset | Archive]) -> None:
    members = sorted(old.keys() | new.keys())
    width = max(len(names.quote(name)) for name in members)
    for name in members:
        title = titled(names.quote(name), width)
        before, after = old.get(name), new.get(name)
        if before is None:
            write_added(printer, title, after)
        elif after is None:
            write_deleted(printer, title, before)
        elif before.hash != after.hash or type(before) is not type(after):
            _write_member(printer.as_op(Op.UPDATE, marked=True), title, before, after)


def _write_member(printer: Printer, title: Title, old: Asset | Archive, new: Asset | Archive) -> None:
    hashes = _became(short(old.hash), short(new.hash))
    if isinstance(old, Archive) and isinstance(new, Archive):
        _write_archives(printer, title, old, new)
    elif isinstance(old, Asset) and isinstance(new, Asset) and old.text is not None and new.text is not None:
        title(printer)
        printer.write(f"asset(text:{hashes}) {{ {CONTENTS} }}\n")
    elif type(old) is not type(new) or not _write_moved(printer, title, old, new):
        write_deleted(printer, title, old)
        write_added(printer, title, new)


def _write_moved(printer: Printer, title: Title, old: Asset | Archive, new: Asset | Archive) -> bool:
    """Write a file or address that changed on one line; False where the two are not of one kind."""
    kind = "asset" if isinstance(old, Asset) else "archive"
    for origin, before, after in (("file", old.path, new.path), ("uri", old.uri, new.uri)):
        if before and after:
            title(printer)
            moved = _became(names.safe(before), names.safe(after))
            printer.write(f"{kind}({origin}:{_became(short(old.hash), short(new.hash))}) {{ {moved} }}\n")
            return True
    return False


def _became(old: str, new: str) -> str:
    return old if old == new else f"{old}->{new}"
