"""Paths into property values: `vpcConfig.subnetIds[*]`, written as Pulumi writes its property paths.

`[*]` stands for every element of a list (or every value of an object); `["a.b"]` is a key that a dot would cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from .values import UNKNOWN, Secret

EVERY: Final = "*"
Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]

_STEP = re.compile(r"""\[\*\]|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.\[\]"]+)""")
_NEEDS_QUOTES = re.compile(r'[.\[\]"]')


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """The steps of a written path. Raises ValueError where it is none."""
    steps: list[Step] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise ValueError(f"{text!r} is no property path: unexpected {text[position]!r} at {position}")
        index, quoted, name = match.groups()
        steps.append(int(index) if index is not None else quoted.replace('\\"', '"') if quoted is not None else name or EVERY)
        position = match.end()
    return tuple(steps)


def show(path: Path) -> str:
    """The path as Pulumi prints it in a detailed diff."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step == "" or _NEEDS_QUOTES.search(step):
            escaped = step.replace('"', '\\"')
            text += f'["{escaped}"]'
        else:
            text += f".{step}" if text else step
    return text


def matches(pattern: Path, path: Path) -> bool:
    """Whether `pattern` names the value at `path`, step by step."""
    return len(pattern) == len(path) and all(want in (EVERY, got) for want, got in zip(pattern, path, strict=True))


def values(root: Any, path: Path, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each value at `path` with the concrete path it stands at; a secret or unknown on the way makes what lies beyond it so too."""
    if isinstance(root, Secret) and path:
        yield from ((where, value if isinstance(value, Secret) else Secret(value)) for where, value in values(root.value, path, at))
        return
    if not path or root is UNKNOWN:
        yield at, root
        return
    step, rest = path[0], path[1:]
    for key, child in _children(root, step):
        yield from values(child, rest, (*at, key))


def _children(root: Any, step: Step) -> Iterator[tuple[Step, Any]]:
    if isinstance(root, list):
        if step == EVERY:
            yield from enumerate(root)
        elif isinstance(step, int) and step < len(root):
            yield step, root[step]
    elif isinstance(root, dict):
        if step == EVERY:
            yield from root.items()
        elif step in root:
            yield step, root[step]


def fill(root: dict[str, Any], path: Path, value: Any, *, make_parents: bool) -> None:
    """Put `value` at `path` of `root`, in place, wherever nothing stands there yet."""
    node: Any = root
    for position, step in enumerate(path[:-1]):
        if step == EVERY:
            for child in node if isinstance(node, list) else ():
                if isinstance(child, dict):
                    fill(child, path[position + 1 :], value, make_parents=make_parents)
            return
        if isinstance(node, dict):
            if make_parents and node.get(step) is None:
                node[step] = {}
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return
    if isinstance(node, dict) and node.get(path[-1]) is None:
        node[path[-1]] = value


def put(root: Any, path: Path, value: Any) -> Any:
    """`root` with `value` at `path`, which is no pattern; `root` itself where that leads nowhere. Nothing is changed in place."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(root, dict) and (step in root or not rest):
        return {**root, step: put(root.get(step), rest, value)}
    if isinstance(root, list) and isinstance(step, int) and step < len(root):
        return [*root[:step], put(root[step], rest, value), *root[step + 1 :]]
    return root
