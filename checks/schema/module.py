"""A file of an SDK, as text: the classes of arguments in it, and its enums.

The SDKs are generated, and of one shape: each class of arguments has one parameter a line in its `__init__`, and a getter with the
name on the wire for each. Reading what is needed of that costs a fraction of importing it, which has Python resolve every class
that is named.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from .annotations import read
from .types import ANYTHING, Anything, OneValue, Property, Record, Type

_PARAMETER: Final = re.compile(r"^ {8,}(\w+): (.+?)( = .+?)?(?:,|\):)$", re.MULTILINE)
_GETTER: Final = re.compile(
    r'^    @pulumi\.getter(?:\(name="(.+?)"\))?\n(?:    @_utilities\.deprecated\("""(?:.|\n)*?"""\)\n)?    def (\w+)\(',
    re.MULTILINE,
)
_IMPORT: Final = re.compile(r"^from (\.+)([\w.]*) import (\w+|\*)(?: as (\w+))?$", re.MULTILINE)
_MEMBER: Final = re.compile(r"^    [A-Z_]\w* = (.+)$", re.MULTILINE)


class Module:
    """A file of an SDK.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: dict[str, Record | OneValue | Anything | None] = {}

    @cached_property
    def _text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def defines(self, declaration: str) -> bool:
        """Whether it has such a line, say `class Vpc(pulumi.CustomResource):`."""
        return f"\n{declaration}" in self._text

    def here(self, name: str) -> Record | OneValue | Anything | None:
        """A class of this file; None where it has none of that name."""
        if name not in self._found:
            self._found[name] = self._record(name) or self._enum(name)
        return self._found[name]

    def find(self, name: str) -> Record | OneValue | Anything:
        """The class that an annotation of this file names; anything where it cannot be found."""
        *way, last = name.split(".")
        if not way:
            near = (self, *self._beside)
        else:
            start = self._aliases.get(way[0])
            if start is None:
                return ANYTHING
            folder = start.joinpath(*way[1:])
            near = tuple(modules_of(folder)) if folder.is_dir() else (module(folder.with_suffix(".py")),)
        return next((found for each in near if (found := each.here(last)) is not None), ANYTHING)

    @cached_property
    def _beside(self) -> tuple[Module, ...]:
        """The files of which it takes every name."""
        paths = (self._place(dots, name).with_suffix(".py") for dots, name, what, _ in self._imports if what == "*")
        return tuple(module(path) for path in paths if path.is_file())

    @cached_property
    def _aliases(self) -> dict[str, Path]:
        return {(alias or what): self._place(dots, name) / what for dots, name, what, alias in self._imports if what != "*"}

    @cached_property
    def _imports(self) -> list[tuple[str, str, str, str]]:
        head, _, _ = self._text.partition("\n__all__")
        return _IMPORT.findall(head)

    def _place(self, dots: str, name: str) -> Path:
        folder = self.path.parent
        for _ in dots[1:]:
            folder = folder.parent
        return folder.joinpath(*name.split(".")) if name else folder

    def _body(self, start: str) -> str:
        """A class from the line that begins with this to the next class; empty where there is none."""
        at = self._text.find(f"\n{start}")
        if at < 0:
            return ""
        end = self._text.find("\nclass ", at + 1)
        return self._text[at : end if end >= 0 else None]

    def _record(self, name: str) -> Record | Anything | None:
        """A class of arguments; anything where parameters and getters are not the same, and one of the two was misread."""
        _, found, rest = self._body(f"class {name}:").partition("    def __init__(")
        if not found:
            return None
        parameters = _PARAMETER.findall(rest[: rest.find("):\n") + 2])
        wire = {python: on_wire or python for on_wire, python in _GETTER.findall(rest)}
        if wire.keys() != {python for python, *_ in parameters}:
            return ANYTHING
        return Record(name, {wire[python]: self._property(name, python, wire[python], *others) for python, *others in parameters})

    def _property(self, name: str, python: str, wire: str, annotation: str, default: str) -> Property:
        return Property(python, wire, not default, lambda: self.type(annotation), lambda: self._said(name, python))

    def _said(self, name: str, python: str) -> str:
        """What the documentation of a class says of a parameter; empty where it says nothing."""
        _, _, rest = self._body(f"class {name}:").partition('"""')
        documented, _, _ = rest.partition('"""')
        found = re.search(rf"^ +:param [^\n]*?\b{python}: (.*?)(?=^ +:param |\Z)", documented, re.MULTILINE | re.DOTALL)
        return found[1].strip() if found else ""

    @cache  # noqa: B019  modules live as long as the process
    def type(self, annotation: str) -> Type:
        """What an annotation of this file allows."""
        return read(annotation, self.find)

    def _enum(self, name: str) -> OneValue | None:
        body = self._body(f"class {name}(")
        if "Enum):" not in body.partition("\n    ")[0]:
            return None
        return OneValue(tuple(_members(body)), name)


def _members(body: str) -> Iterator[object]:
    for text in _MEMBER.findall(body):
        yield ast.literal_eval(text)


@cache
def module(path: Path) -> Module:
    """The file at a path, which is read once."""
    return Module(path)


def modules_of(folder: Path) -> Iterator[Module]:
    """The files of a folder that have what others name."""
    return (module(path) for name in ("_inputs.py", "_enums.py") if (path := folder / name).is_file())
