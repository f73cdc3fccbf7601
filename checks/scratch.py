"""A place for states and simulated clouds that is gone afterwards: to plan on what is not there yet."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from engine import open_session
from engine.backend import VARIABLE as BACKEND
from engine.backend import Backend
from engine.deployment import Snapshot
from engine.overrides import NONE, ConfigOptions
from engine.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from engine import Session
    from engine.project import Project
    from engine.providers.loader import Providers

CLOUDS: Final = "clouds.sqlite"
"""The file of the simulated clouds in it."""
WHOLE: Final = "NUSANTARA_WHOLE"
"""Has a program that splits its environment into stacks plan all of it as one: what is compared is all of it, on both sides."""
_SEALED: Final = "a secret without its passphrase"


class Scratch:
    """A scratch place; use it as a context manager, which leaves nothing behind.

    Args:
        providers: given the file that the simulated clouds are to share, what gives an engine a package's provider:
            `simulator.providers`.
    """

    def __init__(self, providers: Callable[[Path], Providers]) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="nusa-"))
        self._providers = providers(self.root / CLOUDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def opened(
        self,
        directory: Path,
        stack: str,
        options: ConfigOptions = NONE,
        program_environment: Mapping[str, str] | None = None,
        interpreter: Path | None = None,
    ) -> Session:
        """A stack whose state is here; a secret that no passphrase at hand decrypts is the same unknown text whoever asks.

        Args:
            directory: the project's folder, or one below it.
            stack: the stack's name.
            options: where its configuration comes from.
            program_environment: variables that the program finds on top of this process's own.
            interpreter: the Python that runs the program; the project's own by default.

        Raises:
            FaultError: Pulumi.yaml or the stack's file is faulty.
            EngineError: there is no project, or no such stack.
        """

        def opened(asked: ConfigOptions) -> Session:
            return open_session(
                directory,
                stack,
                providers=self._providers,
                config_options=asked,
                environment=self._environment,
                program_environment={WHOLE: "1", **(program_environment or {})},
                interpreter=interpreter,
            )

        session = opened(options)
        values = session.config.values.items()
        sealed = {key: _SEALED for key, value in values if isinstance(value, Secret) and value.value is UNKNOWN}
        if not sealed:
            return session
        return opened(dataclasses.replace(options, overrides={**options.overrides, **sealed}))

    def put(self, session: Session, snapshot: Snapshot) -> None:
        """Make a state that of a stack.

        Raises:
            StateError: it does not hold together.
        """
        self.backend(session.project).replace(session.stack, snapshot, config_salt=session.config.salt)

    def backend(self, project: Project) -> Backend:
        """The states of a project that are here."""
        return Backend(project.root, project.name, environment=self._environment)

    @property
    def _environment(self) -> dict[str, str]:
        """The variables for the engine: states are here."""
        return {**os.environ, BACKEND: str(self.root)}
