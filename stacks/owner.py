"""Whether another stack has still what this one would make: a split of an environment, or a join, that is yet to be done.

The file says at once that an environment is split; its state is moved later. In between, a stack that is new would make everything
a second time, by whichever command it is run. What knows is the state: the stack that the environment was has outputs for as long
as it was not emptied, and they are read as a stack reference reads them. That needs no resource, so the stack may be removed then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

import pulumi
import pulumi.runtime

from .environment import Loaded
from .environment.loading import WHOLE
from .environment.parts import naming, stack_of
from .environment.problems import Problem

OUTPUTS: Final = "pulumi:pulumi:readStackOutputs"
"""The function of the engine's own package by which a stack reference reads. Source: pulumi, pkg/resource/deploy/builtins.go."""
_MISSING: Final = "unknown stack"
"""What every backend says of a stack that there is not. Source: pulumi, pkg/backend/backend.go (GetStackOutputs)."""


def require_owner(loaded: Loaded) -> None:
    """Refuse to declare what another stack has.

    Raises:
        EnvironmentFaults: it has; nothing has been declared.
        RunError: whether it has cannot be told.
    """
    if os.environ.get(WHOLE):
        return
    if problems := list(_parts_left(loaded) if loaded.part is None else _whole_left(loaded)):
        raise loaded.refused(problems)


def qualified(stack: str) -> str:
    """The name by which any program refers to a stack of this project."""
    return f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"


def _whole_left(loaded: Loaded) -> Iterator[Problem]:
    assert loaded.part is not None
    mine = stack_of(loaded.name, loaded.part)
    if _outputs(loaded.name, mine):
        fix = f"`nusa pulumi split -s {loaded.name}`, or `nusa stack split -s {loaded.name}` on simulated clouds"
        given = f"site, while the stack {loaded.name} has the resources"
        yield Problem(("split",), given, f"its state to be moved before {mine} is run", fix)


def _outputs(stack: str, reader: str) -> dict[str, Any]:
    """What another stack exports; nothing where it was emptied, never brought up, or is not there."""
    try:
        found = pulumi.runtime.invoke(OUTPUTS, {"name": qualified(stack)})
    except Exception as error:  # noqa: BLE001  the SDK raises nothing more precise
        if _MISSING in str(error):
            return {}
        fix = f"fix: let whoever runs {reader} read its state; once that is empty, `pulumi stack rm {stack}` ends the question"
        raise pulumi.RunError(f"whether {stack} still has what its parts would make cannot be told: {error}; {fix}") from None
    return found.value["outputs"]


def _parts_left(loaded: Loaded) -> Iterator[Problem]:
    """The parts of a single stack go by their files, which a join removes: to ask for each would burden every environment."""
    directory = loaded.source.directory
    if directory is not None and not loaded.stacks and (left := naming(directory, loaded.name)):
        fix = f"`nusa pulumi join -s {loaded.name}`, or `nusa stack join -s {loaded.name}` on simulated clouds"
        given = f"nothing, while there are files of {', '.join(left)}"
        yield Problem(("split",), given, "their state to be moved, which removes their files", fix)
