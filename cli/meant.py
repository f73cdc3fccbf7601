"""Which stacks are meant where an environment is named that is split, or one of its stacks: for commands that are about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .endings import UsageError
from .parting import environment_of, has_resources, has_state

if TYPE_CHECKING:
    from engine.project import Project
    from stacks.environment import Loaded


def stacks_meant(project: Project, stack: str) -> list[str]:
    """The stacks of an environment that is split; none where the name is that of one stack, which may be held to.

    An environment whose own stack still has its resources is that one stack. So is one whose file is faulty: what is about
    states needs no file to be right.
    """
    loaded = _read(project, stack)
    if loaded is None or loaded.part is not None or has_resources(project, stack):
        return []
    return list(loaded.stacks.values())


def require_one(project: Project, stack: str, otherwise: str = "") -> None:
    """Refuse what is about one stack of an environment that has several.

    Args:
        project: whose stacks they are.
        stack: what was named.
        otherwise: what else can be done about all of them.

    Raises:
        UsageError: it is several.
    """
    if stacks := stacks_meant(project, stack):
        raise UsageError(f"{stack} is several stacks; fix: choose one of {', '.join(stacks)}{otherwise and f', or {otherwise}'}")


def require_whole(project: Project, stack: str, otherwise: str = "") -> None:
    """Refuse what is about all of an environment where one of its stacks is named.

    Args:
        project: whose stacks they are.
        stack: what was named.
        otherwise: how the answer is made one about that stack alone.

    Raises:
        UsageError: it is a part.
        FaultError: with every fault of the environment.
    """
    loaded = environment_of(project, stack)
    if loaded is not None and loaded.part is not None:
        raise UsageError(f"{stack} is a part of {loaded.name}; fix: name {loaded.name}{otherwise and f', {otherwise}'}")


def whole_of(project: Project, stack: str, *, joining: bool = False) -> str:
    """The environment that a stack is a part of; any other stack itself.

    Args:
        project: whose stack it is.
        stack: its name.
        joining: only of the stack that declares what joins the sites.
    """
    loaded = environment_of(project, stack)
    return stack if loaded is None or loaded.part is None or (joining and not loaded.joins) else loaded.name


def outputs_meant(project: Project, stack: str, *, show_secrets: bool) -> dict[str, Any]:
    """The outputs of a stack; those of an environment that is split as they would be in one stack, of its stacks together."""
    from engine.stacks import outputs
    from stacks.told import TOLD

    stacks = stacks_meant(project, stack)
    if not stacks:
        return outputs(project, stack, show_secrets=show_secrets)
    found: dict[str, Any] = {}
    for each in stacks:
        if has_state(project, each):
            for key, value in outputs(project, each, show_secrets=show_secrets).items():
                found[key] = found.get(key, {}) | value if key == "sites" else value
    found.pop(TOLD, None)
    return dict(sorted(found.items()))


def who_has(project: Project, stack: str, output: str) -> str:
    """Which other stack of the same environment has an output; empty where none has."""
    from engine.stacks import outputs

    loaded = _read(project, stack)
    if loaded is None or loaded.part is None:
        return ""
    others = (each for each in loaded.stacks.values() if each != stack and has_state(project, each))
    return next((each for each in others if output in outputs(project, each, show_secrets=False)), "")


def require_nameable(project: Project, stack: str) -> None:
    """Refuse another name for a stack that is called after what it is a part of, or that others are called after.

    Raises:
        UsageError: it is such a one.
    """
    loaded = _read(project, stack)
    if loaded is not None and (loaded.part is not None or loaded.stacks):
        fix = f"fix: leave split out, run `nusa stack join -s {loaded.name}`, and rename that"
        raise UsageError(f"{stack} keeps its name: the stacks of {loaded.name} are called after it and its sites; {fix}")


def _read(project: Project, stack: str) -> Loaded | None:
    from faults import FaultError

    try:
        return environment_of(project, stack)
    except FaultError:
        return None
