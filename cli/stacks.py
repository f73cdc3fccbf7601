"""Which stack is meant."""

from __future__ import annotations

from engine.backend import Backend
from engine.project import Project

from .endings import UsageError


def chosen(project: Project, given: str | None) -> str:
    """The stack that was named, or the only one there is.

    Args:
        project: whose stack it is.
        given: its name; `organization/project/stack`, Pulumi's full form, is understood.

    Raises:
        UsageError: none was named, and there is not exactly one.
    """
    if given:
        return given.rpartition("/")[2]
    known = sorted({*project.configured_stacks(), *Backend(project.root, project.name).stacks()})
    if len(known) == 1:
        return known[0]
    if known:
        raise UsageError(f"no stack selected; fix: choose one of {', '.join(known)} with --stack or PULUMI_STACK")
    file = project.stack_file("<stack>").relative_to(project.root)
    raise UsageError(f"no stack selected, and project '{project.name}' has none; fix: write {file}")
