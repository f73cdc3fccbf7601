"""The way to an open stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .backend import Backend
from .config import StackConfig
from .errors import EngineError
from .overrides import NONE, ConfigOptions
from .parts import Assembly
from .project import Project
from .providers.loader import Providers
from .session import Session


def open_session(
    directory: Path,
    stack: str,
    *,
    providers: Providers,
    config_options: ConfigOptions = NONE,
    environment: Mapping[str, str] | None = None,
    program_environment: Mapping[str, str] | None = None,
    interpreter: Path | None = None,
) -> Session:
    """Open a stack.

    Args:
        directory: the project's folder, or one below it.
        stack: the stack's name.
        providers: servicers by package, for what the project names no plugin for.
        config_options: where its configuration comes from.
        environment: where the passphrase and the place of the states are looked up; the process's own by default.
        program_environment: variables that the program finds on top of this process's own.
        interpreter: the Python that runs the program; the project's own by default.

    Raises:
        FaultError: Pulumi.yaml or the stack's file is faulty.
        EngineError: there is no project; a plugin's path leads nowhere; there is no such stack (`StackNotFound`); the passphrase is
            wrong.
    """
    project = Project.load(directory)
    if interpreter is not None:
        project = replace(project, interpreter=interpreter)
    if missing := [plugin for plugin in project.providers if not plugin.path.exists()]:
        raise EngineError("\n".join(f"parsing plugin options for '{p.name}': no folder at path '{p.path}'" for p in missing))
    backend = Backend(project.root, project.name, environment=environment)
    config = StackConfig.load(project, stack, config_options, keyring=backend.keyring, states=backend.stacks())
    assembly = Assembly(
        project=project,
        stack=stack,
        config=config,
        backend=backend,
        providers=providers,
        environment=dict(program_environment or {}),
    )
    return Session(assembly)
