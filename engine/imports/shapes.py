"""What the program's SDKs know of resource types: the classes, and what these take.

Asked of the program's own interpreter, since its SDKs may be others than those beside this engine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import EngineError

_SCRIPT: Final = Path(__file__).parents[1] / "host" / "child" / "shapes.py"
_RUN: Final = "import runpy, sys; sys.path[:] = [p for p in sys.path if p]; runpy.run_path(sys.argv[1], run_name='__main__')"
"""Runs the script without its directory, whose modules must not be found in the place of the program's."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value; `of` is that of elements, `class_` the class of an object's arguments."""

    kind: str
    of: Shape | None = None
    class_: str = ""


ANY: Final = Shape("any")


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that a class takes: its name in Python, on the wire, its type, and whether it must be given."""

    name: str
    wire: str
    shape: Shape
    required: bool


@dataclass(frozen=True, slots=True)
class ArgumentsClass:
    """A class of nested arguments; `dictionary` where the SDK also takes a dict of the same keys."""

    module: str
    name: str
    dictionary: bool
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """The class of a resource type.

    Args:
        package: the package of the type token.
        module: where the class is imported from.
        name: its name.
        properties: what it takes, in the order of the names on the wire.
    """

    package: str
    module: str
    name: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The classes of resource types, by token, and those of nested arguments, by full name."""

    resources: Mapping[str, ResourceClass]
    objects: Mapping[str, ArgumentsClass]


def shapes_of(types: Iterable[str], interpreter: Path | None) -> Shapes:
    """What the SDKs of an interpreter know of resource types; a type that none of them has is left out.

    Args:
        types: type tokens.
        interpreter: the Python of the program's virtual environment; None for the one that runs this.

    Raises:
        EngineError: the interpreter cannot be run, or an SDK cannot be imported by it.
    """
    python = interpreter or Path(sys.executable)
    try:
        asked = subprocess.run(
            [python, "-c", _RUN, _SCRIPT], input=json.dumps(sorted(set(types))), capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise EngineError(f"{python}: cannot be run: {error.strerror}; fix: create the virtual environment") from error
    if asked.returncode:
        raise EngineError(f"the program's SDKs cannot be read: {asked.stderr.strip().splitlines()[-1]}")
    answer = json.loads(asked.stdout)
    return Shapes(
        {token: _resource(data) for token, data in answer["resources"].items() if data is not None},
        {name: _object(data) for name, data in answer["objects"].items()},
    )


def _resource(data: Mapping[str, Any]) -> ResourceClass:
    return ResourceClass(data["package"], data["module"], data["name"], _properties(data))


def _object(data: Mapping[str, Any]) -> ArgumentsClass:
    return ArgumentsClass(data["module"], data["name"], data["dictionary"], _properties(data))


def _properties(data: Mapping[str, Any]) -> tuple[Property, ...]:
    return tuple(Property(item["name"], item["wire"], _shape(item["type"]), item["required"]) for item in data["properties"])


def _shape(data: Mapping[str, Any]) -> Shape:
    return Shape(data["kind"], _shape(data["of"]) if "of" in data else None, data.get("class", ""))
