"""An environment brought up where nothing is real and nothing is kept, so that another can be planned on the state it leaves.

The program of the project runs as it stands, in its own folder; what is scratch is the state, the simulated clouds, and the folder
of the stack files, which the program is told of by NUSANTARA_STACKS.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from engine import EngineError, Options, project
from engine.events import Listener
from engine.overrides import ConfigOptions
from engine.project import Project
from faults import FaultError

from .failures import failures_of
from .plan import Plan
from .reading import read
from .scratch import CLOUDS, Scratch
from .stackfile import StackFile

if TYPE_CHECKING:
    from collections.abc import Generator

    from engine import Result, Session
    from engine.providers.loader import Providers

STACKS: Final = "NUSANTARA_STACKS"
"""Tells a program in which folder its stack files are."""


class TrialError(EngineError):
    """An environment cannot be brought up, or planned; the text says why, a line a fault.

    Args:
        messages: what was reported.
        exit_code: Pulumi's: 2 for a faulty environment, 8 for an interrupt.
        result: what it came to, whose secrets the messages may quote.
    """

    def __init__(self, messages: tuple[str, ...], exit_code: int, result: Result) -> None:
        self.messages, self.result = messages, result
        super().__init__("\n".join(messages))
        self.exit_code = exit_code


class Trial:
    """A stack in a scratch place of its own; use it as a context manager, which leaves nothing behind.

    Args:
        directory: the project's folder, or one below it.
        stack: the stack's name, which decides what a program reads beside the environment.
        providers: given the file that the simulated clouds are to share, what gives an engine a package's provider:
            `simulator.providers`.
        plant: given that file too, puts a public address into them that was made elsewhere: `simulator.plant`; none are without it.

    Raises:
        FaultError: Pulumi.yaml is faulty.
        EngineError: there is no project.
    """

    def __init__(
        self,
        directory: Path,
        stack: str,
        *,
        providers: Callable[[Path], Providers],
        plant: Callable[[Path, Any], None] = lambda _path, _address: None,
    ) -> None:
        self.project, self.stack = Project.load(directory), stack
        self._scratch = Scratch(providers)
        self._plant = plant
        self._number = 0
        self.secrets: set[str] = set()
        """The texts of the secrets in the configuration of what was brought up or planned."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._scratch.__exit__(*exception)

    def up(self, file: StackFile) -> Plan:
        """Bring an environment up.

        Returns:
            What was done: nothing of it is unknown.

        Raises:
            TrialError: it is faulty, or the simulated clouds refuse it.
            FaultError: the file is none that Pulumi reads.
        """
        place = self._placed(file)
        with place.telling():
            self._require_sound(file)
            session = self._opened(place)
            done = session.update(Options(asked=True))
            _require_success(done, place)
        return read(done)

    def plan(self, file: StackFile, listener: Listener = lambda _: None) -> Plan:
        """What would become of what is up, were the environment another. It can be asked again: a plan changes nothing.

        Args:
            file: the other environment.
            listener: hears what a preview reports.

        Raises:
            TrialError: it is faulty, or cannot be planned.
            FaultError: the file is none that Pulumi reads.
        """
        place = self._placed(file)
        with place.telling():
            self._require_sound(file)
            result = self._opened(place).preview(Options(asked=True, unguarded=True), listener)
            _require_success(result, place)
        return read(result)

    def _require_sound(self, file: StackFile) -> None:
        """Let the program tell what is wrong with what is adopted, before that is taken as made.

        A fault of the environment is all that counts: the simulated clouds know nothing of the ids, and say so.
        """
        if file.whole:
            place = self._placed(dataclasses.replace(file, text=file.whole, whole=b""))
            with place.telling():
                result = self._opened(place).preview()
                if result.exit_code == FaultError.exit_code:
                    _require_success(result, place)

    def _placed(self, file: StackFile) -> _Place:
        """The file in a folder of its own, called as the stack's; what it knows by id is there."""
        root = self._scratch.root
        for address in file.addresses:
            self._plant(root / CLOUDS, address)
        self._number += 1
        folder = root / f"{root.name}-{self._number}"
        name = f"Pulumi.{self.stack}.yaml"
        for inside, text in {name: file.text, **file.beside}.items():
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            (folder / inside).write_bytes(text)
        return _Place(folder / name, {name: file.shown, **file.shown_beside})

    def _opened(self, place: _Place) -> Session:
        """The stack with a file's configuration."""
        told = {STACKS: str(place.file.parent)}
        session = self._scratch.opened(self.project.root, self.stack, ConfigOptions(file=place.file), told)
        self.secrets |= session.config.secret_texts()
        return session


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where a stack file lies in the scratch place.

    Args:
        file: the file.
        shown: what messages are to call the files of its folder, by their path there.
    """

    file: Path
    shown: Mapping[str, str]

    @contextmanager
    def telling(self) -> Generator[None]:
        """Have every fault name the files as they were given."""
        try:
            yield
        except FaultError as error:
            raise FaultError(
                dataclasses.replace(fault, where=fault.where and dataclasses.replace(fault.where, file=self.told(fault.where.file)))
                for fault in error.faults
            ) from None

    def told(self, text: str) -> str:
        """A message with the files as they were given; a program calls its folder by its name alone."""
        folder = self.file.parent
        for inside, shown in self.shown.items():
            there = {project.shown(folder / inside), str(folder / inside), f"{folder.name}/{inside}"}
            for called in sorted(there, key=len, reverse=True):  # the shortest is the end of the others
                text = text.replace(called, shown)
        return text


def _require_success(result: Result, place: _Place) -> None:
    if result.exit_code:
        raise TrialError(tuple(place.told(message) for message in failures_of(result)), result.exit_code, result)
