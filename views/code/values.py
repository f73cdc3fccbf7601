"""Property values as Python expressions, by what the SDK's classes take.

Objects are dicts with the names that Python uses, where the SDK takes dicts, and instances of its argument classes where not; maps
keep their keys.

Source: pkg/importer/hcl2.go (generateValue), pkg/codegen/python/gen_program_expressions.go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.imports.shapes import ANY, Property, Shape, Shapes
from engine.values import Archive, Asset, Secret, Value

from . import literals
from .literals import text

INDENT: Final = "    "
_ZEROS: Final = {"text": '""', "boolean": "False", "number": "0", "list": "[]"}


@dataclass(frozen=True, slots=True)
class Values:
    """Writes the values of one resource.

    Args:
        shapes: the SDK's classes.
        reference: the expression that a text stands for, if it is another resource's; None where it is not.
        secret: the expression for a secret, which never stands in code in clear; it is told the path to it.
        qualified: the expression for a class, from its module and name.
    """

    shapes: Shapes
    reference: Callable[[str], str | None]
    secret: Callable[[tuple[str, ...]], str]
    qualified: Callable[[str, str], str]

    def argument(self, given: Property, values: Mapping[str, Value], indent: str, path: tuple[str, ...]) -> str | None:
        """The expression for a property; None where nothing has to be said.

        Args:
            given: the property.
            values: the values that it is one of.
            indent: what the line that it begins on begins with.
            path: where the values stand.
        """
        value = values.get(given.wire)
        if value is None:
            return self._zero(given.shape) if given.required else None
        return self.expression(given.shape, value, indent, (*path, given.name))

    def expression(self, shape: Shape, value: Value, indent: str, path: tuple[str, ...]) -> str:
        match value:
            case None:
                return "None"
            case bool():
                return str(value)
            case int() | float():
                return literals.number(value)
            case str():
                return self.reference(value) or text(value)
            case list():
                return self._list(shape.of or ANY, value, indent, path)
            case dict():
                return self._object(shape, value, indent, path)
            case Secret():
                return self.secret(path)
            case Asset():
                return _asset(value)
            case Archive():
                return self._archive(value, indent)
        raise TypeError(f"a {type(value).__name__} cannot be written as code")

    def _list(self, shape: Shape, values: list[Value], indent: str, path: tuple[str, ...]) -> str:
        if len(values) == 1:
            return f"[{self.expression(shape, values[0], indent, (*path, '0'))}]"
        inner = indent + INDENT
        items = [self.expression(shape, value, inner, (*path, str(index))) for index, value in enumerate(values)]
        return _block("[", [f"{item}," for item in items], "]", indent)

    def _object(self, shape: Shape, values: dict[str, Value], indent: str, path: tuple[str, ...]) -> str:
        inner = indent + INDENT
        described = self.shapes.objects.get(shape.class_)
        if described is None:
            of = shape.of or ANY
            items = [f"{text(key)}: {self.expression(of, values[key], inner, (*path, key))}," for key in sorted(values)]
            return _block("{", items, "}", indent)
        written = [(p, self.argument(p, values, inner, path)) for p in described.properties]
        if described.dictionary:
            return _block("{", [f'"{p.name}": {value},' for p, value in written if value is not None], "}", indent)
        name = self.qualified(described.module, described.name)
        return _block(f"{name}(", [f"{p.name}={value}," for p, value in written if value is not None], ")", indent)

    def _archive(self, archive: Archive, indent: str) -> str:
        if archive.assets is None:
            kind, where = ("FileArchive", archive.path) if archive.path is not None else ("RemoteArchive", archive.uri)
            return f"pulumi.{kind}({text(where or '')})"
        inner = indent + INDENT
        items = [f"{text(name)}: {self.expression(ANY, archive.assets[name], inner, ())}," for name in sorted(archive.assets)]
        return f"pulumi.AssetArchive({_block('{', items, '}', indent)})"

    def _zero(self, shape: Shape) -> str:
        """What stands for a required value that was not found."""
        if shape.kind == "object":
            return self._object(shape, {}, "", ())
        return _ZEROS.get(shape.kind, "{}" if shape.kind in ("map", "any") else "None")


def _block(opening: str, lines: list[str], closing: str, indent: str) -> str:
    """Lines between brackets, one below the other; nothing where there are none."""
    if not lines:
        return f"{opening}{closing}"
    listed = "".join(f"\n{indent}{INDENT}{line}" for line in lines)
    return f"{opening}{listed}\n{indent}{closing}"


def _asset(asset: Asset) -> str:
    if asset.text is not None:
        return f"pulumi.StringAsset({text(asset.text)})"
    kind, where = ("FileAsset", asset.path) if asset.path is not None else ("RemoteAsset", asset.uri)
    return f"pulumi.{kind}({text(where or '')})"
