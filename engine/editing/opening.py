"""The state of a stack, open for an edit."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from contextlib import contextmanager

from .. import config
from ..backend import Backend
from ..project import Project
from ..resource import Resource


@contextmanager
def edited(project: Project, stack: str, *, verified: bool = True) -> Generator[list[Resource]]:
    """The resources of a stack, in the state's order: what has become of the list when the block ends is written.

    Where the block raises, nothing is written.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        verified: refuse a state that was changed by hand or does not hold together; what is written has to hold together anyway.

    Raises:
        StackNotFound: there is no such stack.
        StateError: the state cannot be read, or does not hold together.
        SecretsError: no passphrase at hand decrypts its secrets.
        LockHeld: a run is at work on the stack.
    """
    backend = Backend(project.root, project.name)
    salt = config.salt_of(project, stack, backend.stacks())
    with backend.open(stack, config_salt=salt, verified=verified) as state:
        before = state.snapshot.resources
        resources = [dataclasses.replace(resource) for resource in before]
        yield resources
        if resources != before:
            state.save(dataclasses.replace(state.current(), resources=resources))
