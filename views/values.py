"""Property values as text: the part of `--diff` and of the Outputs section that shows what a value is.

Source: pkg/backend/display/object_diff.go. A secret is never shown, whatever holds it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from engine.events import Op
from engine.properties import without_outputs
from engine.values import UNKNOWN, Archive, Asset, Properties, ResourceReference, Secret, Value

from . import documents, looks, names
from .page import Page

STEP: Final = "    "
CONTENTS: Final = "<contents elided>"
"""What stands for a text asset: it may be long, and may hold anything."""
MASK: Final = Secret("[secret]")

_LINES, _WIDTH = 3, 150


def internal(key: str) -> bool:
    """Whether the engine keeps the property for itself."""
    return key.startswith("__")


def visible(properties: Mapping[str, Value], *, secrets: bool = False) -> Properties:
    """The properties that people are shown, secrets masked unless they are asked for."""
    return {key: masked(value, secrets=secrets) for key, value in properties.items() if not internal(key)}


def masked(value: Value, *, secrets: bool = False) -> Value:
    """The value with all secrets alike: whether one changed is the provider's to say, and no view can give it away.

    Args:
        value: any property value.
        secrets: give what they hide instead.
    """
    match without_outputs(value):
        case Secret(hidden):
            return masked(hidden, secrets=True) if secrets else MASK
        case Mapping() as fields:
            return {key: masked(item, secrets=secrets) for key, item in fields.items()}
        case list() as items:
            return [masked(item, secrets=secrets) for item in items]
        case plain:
            return plain


def worth_showing(value: Value) -> bool:
    """Whether a value says anything: nulls and empty strings, lists and objects do not."""
    return value is not None and value not in ("", [], {})


def short(hash_: str) -> str:
    return hash_[:7]


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes values to a page at one place of a diff.

    Args:
        page: where the text goes.
        indent: the depth, in steps of four columns.
        op: whose colour and symbol the lines have.
        marked: whether the symbol stands before each line.
        planning: whether this is a preview.
        summary: whether what stayed the same is left out.
        truncate: whether long texts are cut after three lines or 150 columns.
    """

    page: Page
    indent: int
    op: Op = Op.SAME
    marked: bool = False
    planning: bool = True
    summary: bool = False
    truncate: bool = True

    def deeper(self, steps: int = 1) -> Printer:
        return replace(self, indent=self.indent + steps)

    def as_op(self, op: Op, *, marked: bool) -> Printer:
        return replace(self, op=op, marked=marked)

    def write(self, text: str) -> None:
        self.page.write(text, looks.style(self.op))

    def margin(self, text: str, *, marked: bool | None = None) -> None:
        """Write the indentation, with the symbol in its last two columns where lines are marked, then the text."""
        space = STEP * self.indent
        if self.marked if marked is None else marked:
            space = space[:-2] + looks.symbol(self.op)
        self.write(space + text)

    def title(self, name: str, width: int = 0) -> None:
        self.margin(f"{names.safe(name):<{width}}: ")

    def objects(self, properties: Mapping[str, Value]) -> None:
        """Write an object's properties, one a line, sorted, their values aligned."""
        width = max(map(len, properties), default=0)
        for key in sorted(key for key in properties if not internal(key)):
            self.title(key, width)
            self.value(properties[key])

    def value(self, value: Value) -> None:
        """Write a value and end the line."""
        self._value(without_outputs(value))
        self.write("\n")

    def _value(self, value: Value) -> None:
        match value:
            case Mapping():
                self._block("{", value, "}", self.deeper().objects)
            case list():
                self._block("[", value, "]", self._elements)
            case Asset():
                self._asset(value)
            case Archive():
                self._archive(value)
            case ResourceReference():
                self._block("{", value, "}", self.deeper().reference)
            case _:
                self.primitive(value)

    def _block(self, start: str, content: Value, end: str, write_content: Callable[[Any], None]) -> None:
        if not content:
            self.write(start + end)
            return
        self.write(f"{start}\n")
        write_content(content)
        self.margin(end, marked=False)

    def _elements(self, elements: list[Value]) -> None:
        for index, element in enumerate(elements):
            self.margin(f"{STEP}[{index}]: ")
            self.deeper().value(element)

    def reference(self, reference: ResourceReference) -> None:
        """Write what a resource passed as a value is known by."""
        self.title("URN", 3)
        self.write(f"{names.quote(reference.urn)}\n")
        self.title("ID", 3)
        self.value(reference.id)
        self.title("PackageVersion", 3)
        self.write(f"{names.quote(reference.package_version)}\n")

    def _asset(self, asset: Asset) -> None:
        if asset.text is not None:
            self.write(f"asset(text:{short(asset.hash)}) {{\n")
            self.margin(f"{STEP}{CONTENTS}\n", marked=False)
            self.margin("}", marked=False)
        else:
            self.write(f"asset({_origin(asset)}:{short(asset.hash)}) {{ {names.safe(asset.path or asset.uri or '')} }}")

    def _archive(self, archive: Archive) -> None:
        if archive.assets is None:
            self.write(f"archive({_origin(archive)}:{short(archive.hash)}) {{ {names.safe(archive.path or archive.uri or '')} }}")
            return
        self.write(f"archive(assets:{short(archive.hash)}) {{\n")
        for name in sorted(archive.assets):
            self.margin(f"{STEP}{names.quote(name)}: ")
            self.deeper().value(archive.assets[name])
        self.margin("}", marked=False)

    def primitive(self, value: Value) -> None:
        """Write a value that has no parts, or a document in a string with its parts."""
        match value:
            case str():
                self._text(value)
            case None:
                self.write("<null>")
            case bool():
                self.write("true" if value else "false")
            case int() | float():
                self.write(number(value))
            case Secret():
                self.write("[secret]")
            case _ if value is UNKNOWN:
                self.write("[unknown]")
            case _:
                raise TypeError(f"not a property value: {type(value).__name__}")

    def _text(self, text: str) -> None:
        if (document := documents.decode(text)) is not None:
            self.write(f"({document.kind}) ")
            self.value(document.value)
        else:
            self.write(names.quote(truncated(text) if self.truncate else text))


def _origin(asset: Asset | Archive) -> str:
    return "file" if asset.path else "uri" if asset.uri else "unknown"


def primitive(value: Value) -> bool:
    """Whether the value fits on one line beside another."""
    return not isinstance(value, Mapping | list | Asset | Archive | ResourceReference)


def number(value: float) -> str:
    """A number as Go's `%.f` writes it when it is whole, as `%g` otherwise."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{value:+}".replace("inf", "Inf")
    if value == int(value):
        return f"{float(value):.0f}"  # also of an int: beyond 2**53 it has zeros where the float that it stands for has digits
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int), "a finite number has an exponent"
    magnitude = len(digits) + exponent - 1
    if -4 <= magnitude < 6:
        return f"{Decimal((sign, digits, exponent)):f}"
    fraction = "".join(map(str, digits[1:]))
    return f"{'-' * sign}{digits[0]}{'.' * bool(fraction)}{fraction}e{magnitude:+03d}"


def truncated(text: str) -> str:
    """The first three lines of a text, each cut at 150 columns, with `...` for what is missing."""
    lines = text.split("\n")
    kept = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}..." for line in lines[:_LINES]]
    return "\n".join(kept + ["..."] * (len(lines) > _LINES))
