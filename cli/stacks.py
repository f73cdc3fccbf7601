"""Which stack is meant."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.backend import Backend
from engine.project import Project

from .endings import UsageError
from .options import Common


def selected(context: typer.Context, cwd: Path | None, given: str | None) -> tuple[Project, str]:
    """The project of a command, and the stack that it is to work on."""
    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    return project, chosen(project, given or common.stack)


def chosen(project: Project, given: str | None) -> str:
    """The stack that was named, or the only one there is.

    Args:
        project: whose stack it is.
        given: its name; Pulumi's longer forms, `organization/stack` and `organization/project/stack`, are understood.

    Raises:
        UsageError: none was named, and there is not exactly one; or the name is another project's.
    """
    if given:
        *owner, stack = given.split("/")
        if len(owner) > 2 or not all((*owner, stack)):
            raise UsageError(f"given stack name '{given}', expected stack, organization/stack or organization/project/stack")
        if len(owner) == 2 and owner[1] != project.name:
            raise UsageError(f"the stack '{given}' is of project '{owner[1]}', and this is '{project.name}'; fix: choose with -C")
        return stack
    known = sorted({*project.configured_stacks(), *Backend(project.root, project.name).stacks()})
    if len(known) == 1:
        return known[0]
    if known:
        raise UsageError(f"no stack selected; fix: choose one of {', '.join(known)} with --stack or PULUMI_STACK")
    raise UsageError(f"no stack selected, and project '{project.name}' has none; fix: make one with `nusa stack init NAME`")
