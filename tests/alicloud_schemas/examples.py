"""The examples in an SDK's documentation: resources as somebody wrote them who knew that they work."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from checks.schema.sdk import Sdk
from checks.schema.types import Record
from engine.values import UNKNOWN

from .naming import inside

_BLOCK: Final = re.compile(r"```python\n(.*?)```", re.DOTALL)


def examples(folder: Path, installed: Sdk) -> dict[str, list[dict[str, Any]]]:
    """By type, the inputs of every resource in an example, named as on the wire; what is no literal is unknown.

    Args:
        folder: the SDK's package.
        installed: the same, as its types are read.
    """
    tokens = {_called(token): token for token in installed.types}
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, given in _calls(folder):
        token = tokens.get(name, "")
        wanted = installed.arguments(token) if token else None
        if wanted is not None:
            found[token].append(_wired(given, wanted))
    return found


def _called(token: str) -> str:
    """What a program calls a type, as in `vpc.Network`."""
    package, module, kind = token.split(":")
    name = module.partition("/")[0]
    return kind if name == "index" else f"{name}.{kind}".removeprefix(f"{package}.")


def _calls(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    texts = {block for path in sorted(folder.glob("*/*.py")) for block in _BLOCK.findall(path.read_text(encoding="utf-8"))}
    for text in sorted(texts):
        try:
            tree = ast.parse(textwrap.dedent(text))
        except SyntaxError:  # some examples are cut off
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute() as called, keywords=given) if all(each.arg for each in given):
                    name = ast.unparse(called).removeprefix(f"{folder.name.removeprefix('pulumi_')}.")
                    yield name, {each.arg: _literal(each.value) for each in given if each.arg}


def _literal(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value):
            return value
        case ast.List(elements):
            return [_literal(each) for each in elements]
        case ast.Dict(keys, values):
            return {_literal(key): _literal(value) for key, value in zip(keys, values, strict=True) if key is not None}
    return UNKNOWN


def _wired(value: Any, wanted: Record | None) -> Any:
    if isinstance(value, list):
        return [_wired(each, wanted) for each in value]
    if not isinstance(value, dict) or wanted is None:
        return value
    known = {found.name: found for found in wanted.properties.values()}
    return {known[key].wire: _wired(each, inside(known[key].type())[1]) for key, each in value.items() if key in known}
