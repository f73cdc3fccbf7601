"""Other stacks, by the names that a program has for them, and what they export.

A name is `stack`, `organization/stack` or `organization/project/stack`; the organization of states in files is always called so.

Source: pkg/backend/diy/store.go (ParseReference), pkg/backend/backend.go (GetStackOutputs).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Final

from .backend import VARIABLE, Backend
from .errors import EngineError
from .urn import ROOT_STACK_TYPE
from .values import Properties

ORGANIZATION: Final = "organization"
_PROJECT: Final = re.compile(r"(?!\.\.?$)[A-Za-z0-9_.-]{1,100}")


def parsed(name: str, project: str) -> tuple[str, str]:
    """The project and the stack that a name means in a program of a project.

    Raises:
        EngineError: no stack can have this name.
    """
    if not name:
        raise EngineError("stack name must not be empty")
    parts = name.split("/")
    if 1 < len(parts) < 4 and parts[0] not in ("", ORGANIZATION):
        raise EngineError(f"organization name must be '{ORGANIZATION}'")
    if len(parts) > 3 or not parts[-1]:
        raise EngineError("a stack name may not be empty")
    wanted = parts[1] if len(parts) == 3 and parts[1] else project
    if not _PROJECT.fullmatch(wanted):
        raise EngineError("project names may only contain alphanumerics, hyphens, underscores, and periods")
    return wanted, parts[-1]


def outputs_of(backend: Backend, name: str, made: Callable[[], Iterable[str]] = tuple) -> Properties:
    """What another stack exports, secrets as such; nothing where it has been destroyed, or was never brought up.

    Args:
        backend: that of the program's own project; the other stack lies in the same place.
        name: as the program has it.
        made: gives the stacks of that project which have a file: they are there, brought up or not.

    Raises:
        EngineError: there is no such stack, or its state cannot be read.
    """
    project, stack = parsed(name, backend.project)
    found = backend.of(project)
    if stack not in found.stacks():
        if project == backend.project and stack in made():
            return {}
        elsewhere = f"; fix: let both projects keep their stacks in one directory, which {VARIABLE} names"
        raise EngineError(f"unknown stack {json.dumps(name)}" + elsewhere * (project != backend.project and not backend.shared))
    with found.open(stack, read_only=True) as state:
        return next((resource.outputs for resource in state.snapshot.resources if resource.type == ROOT_STACK_TYPE), {})
