"""Stacks come, get another name, and go.

Source: pkg/cmd/pulumi/stack/{stack_new,stack_rename,stack_remove}.go, pkg/resource/edit/operations.go (RenameStack). The stack's
file stays when a stack is removed: the Pulumi CLI goes by it too, for what is not simulated.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from . import config, urn
from .backend import Backend
from .errors import EngineError
from .files import write_whole
from .normalizing import referring
from .project import Project
from .resource import Resource
from .secrets import PassphraseManager
from .values import ResourceReference, Secret, Value

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
_LONGEST: Final = 100


class StackHasResources(EngineError):  # noqa: N818  named for what is the case
    """A stack cannot be removed, for its state holds resources; the text is Pulumi's."""

    def __init__(self, stack: str) -> None:
        super().__init__(
            f"'{stack}' still has resources; removal rejected. Possible actions:\n"
            f"- Make sure that '{stack}' is the stack that you want to destroy\n"
            "- Run `nusa destroy` to delete the resources, then run `nusa stack rm`\n"
            "- Run `nusa stack rm --force` to override this error"
        )


def create(project: Project, stack: str, *, copy_from: str | None = None) -> None:
    """Write the file of a new stack: empty, but for the salt of its secrets where the environment gives a passphrase.

    Args:
        project: whose stack it will be.
        stack: the stack's name.
        copy_from: the stack whose configuration it begins with.

    Raises:
        EngineError: the name cannot be a stack's, or is one's already.
        StackNotFound: there is no stack to copy from.
    """
    _check_name(stack)
    backend = Backend(project.root, project.name)
    if stack in _all(project, backend):
        raise EngineError(f"stack '{project.qualified(stack)}' already exists")
    if copy_from is not None:
        require(project, copy_from)
        file = project.stack_file(copy_from)
        content = file.read_bytes() if file.is_file() else b"config: {}\n"
    else:
        given = backend.keyring.given()
        content = b"config: {}\n" if given is None else f"encryptionsalt: {PassphraseManager(given).salt}\n".encode()
    write_whole(project.stack_file(stack), content)


def rename(project: Project, stack: str, new: str) -> None:
    """Give a stack another name: in its state, its history, its backups and its file.

    Raises:
        EngineError: the name cannot be a stack's, or is one's already.
        StackNotFound: there is no such stack.
        LockHeld: a run is at work on the stack.
        StateError: the state cannot be read, or a run that was cut off has left secrets under two passphrases in it.
    """
    _check_name(new)
    backend = Backend(project.root, project.name)
    require(project, stack)
    if new in _all(project, backend):
        raise EngineError(f"a stack named {new} already exists")
    if stack in backend.stacks():
        backend.rename(stack, new, lambda resources: renamed(resources, project.name, stack, new))
    file = project.stack_file(stack)
    if file.is_file():
        file.rename(project.stack_file(new))


def require(project: Project, stack: str) -> None:
    """Make sure that there is such a stack.

    Raises:
        StackNotFound: there is none.
    """
    config.salt_of(project, stack, Backend(project.root, project.name).stacks())


def remove(project: Project, stack: str, *, force: bool, backups: bool = False) -> None:
    """Remove a stack's state and its history.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        force: although it has resources, which are left where they are.
        backups: remove its backups too.

    Raises:
        StackNotFound: there is no such stack.
        StackHasResources: it still has resources.
        LockHeld: a run is at work on the stack.
        StateError: the state cannot be read, and nothing is forced.
    """
    backend = Backend(project.root, project.name)
    require(project, stack)
    if not force and stack in backend.stacks() and backend.look(stack)[0].resources:
        raise StackHasResources(stack)
    backend.remove(stack, backups=backups)


def _check_name(stack: str) -> None:
    if not stack:
        raise EngineError("a stack name may not be empty")
    if len(stack) > _LONGEST:
        raise EngineError(f"a stack name cannot exceed {_LONGEST} characters")
    match = _NAME.match(stack)
    position = match.end() if match else 0
    if position < len(stack):
        raise EngineError(
            "a stack name may only contain alphanumeric, hyphens, underscores, or periods: "
            f"invalid character '{stack[position]}' at position {position}"
        )


def _all(project: Project, backend: Backend) -> set[str]:
    return {*project.configured_stacks(), *backend.stacks()}


def renamed(resources: Sequence[Resource], project: str, stack: str, new: str) -> list[Resource]:
    """The resources with the stack's new name in every URN."""

    def one(text: str) -> str:
        if not urn.is_urn(text) or urn.stack_of(text) != stack:
            return text
        renamed = urn.rename_stack(text, new)
        root = urn.qualified_type_of(text) == urn.ROOT_STACK_TYPE and urn.name_of(text) == f"{project}-{stack}"
        return urn.rename(renamed, f"{project}-{new}") if root else renamed

    def inside(value: Value) -> Value:
        match value:
            case dict():
                return {key: inside(item) for key, item in value.items()}
            case list():
                return [inside(item) for item in value]
            case Secret():
                return Secret(inside(value.value))
            case ResourceReference():
                return dataclasses.replace(value, urn=one(value.urn))
        return value

    named = {resource.urn: one(resource.urn) for resource in resources}
    return [
        dataclasses.replace(
            referring(resource, named),
            aliases=tuple(map(one, resource.aliases)),
            view_of=one(resource.view_of),
            inputs=inside(resource.inputs),
            outputs=inside(resource.outputs),
            replacement_trigger=inside(resource.replacement_trigger),
        )
        for resource in resources
    ]
