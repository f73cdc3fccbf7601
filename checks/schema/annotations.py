"""From an annotation to the type that it says: `pulumi.Input[Optional[Sequence[pulumi.Input['SubnetArgs']]]]`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

from .types import ANYTHING, Anything, Blob, ListOf, MapOf, Named, OneOf, OneValue, Record, Scalar, Type

_SCALARS: Final = ("str", "int", "float", "bool")
_WRAPPERS: Final = ("Input", "InputType", "Optional")
"""What says nothing of the value itself: every input may be an output, and what is missing is told of the key."""


def read(annotation: str, find: Callable[[str], Record | OneValue | Anything]) -> Type:
    """The type that an annotation says; anything where it says something unheard of.

    Args:
        annotation: as it stands in the source.
        find: finds a class by its name there.
    """
    try:
        return _type(ast.parse(annotation, mode="eval").body, find)
    except SyntaxError:
        return ANYTHING


def _type(node: ast.expr, find: Callable[[str], Record | OneValue | Anything]) -> Type:
    match node:
        case ast.Constant(value=str() as name):
            return _type(ast.parse(name, mode="eval").body, find) if "[" in name else Named(name, lambda: find(name))
        case ast.Name() | ast.Attribute():
            return _plain(ast.unparse(node), find)
        case ast.BinOp(op=ast.BitOr()):
            return _one_of([node.left, node.right], find)
        case ast.Subscript(value=of, slice=inner):
            return _generic(ast.unparse(of).rpartition(".")[2], inner, find)
    return ANYTHING


def _plain(name: str, find: Callable[[str], Record | OneValue | Anything]) -> Type:
    last = name.rpartition(".")[2]
    if last in _SCALARS:
        return Scalar(last)
    if last in ("Asset", "Archive", "AssetOrArchive"):
        return Blob()
    return Named(name, lambda: find(name)) if last.endswith("Args") else ANYTHING


def _generic(outer: str, inner: ast.expr, find: Callable[[str], Record | OneValue | Anything]) -> Type:
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if outer in _WRAPPERS:
        return _type(inner, find)
    if outer in ("Sequence", "List", "list"):
        return ListOf(_type(inner, find))
    if outer in ("Mapping", "Dict", "dict"):
        return MapOf(_type(parts[-1], find))
    if outer == "Union":
        return _one_of(parts, find)
    if outer == "Literal":
        return OneValue(tuple(part.value for part in parts if isinstance(part, ast.Constant)))
    return ANYTHING


def _one_of(parts: list[ast.expr], find: Callable[[str], Record | OneValue | Anything]) -> Type:
    options = tuple(_flat(_type(part, find) for part in parts if not _dictionary(part)))
    return options[0] if len(options) == 1 else OneOf(options)


def _flat(options: Iterator[Type]) -> Iterator[Type]:
    for option in options:
        if isinstance(option, OneOf):
            yield from option.options
        else:
            yield option


def _dictionary(part: ast.expr) -> bool:
    """Whether it is the dictionary that goes with a class of arguments, which says the same once more; or None."""
    return isinstance(part, ast.Constant) and (part.value is None or str(part.value).endswith("ArgsDict"))
