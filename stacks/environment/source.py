"""What an environment is read from, and everything that is wrong with it at once; no program runs for that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from faults import Fault, FaultError
from faults.yaml import Document

from . import place, rules, written
from . import releases as released
from .defaults import TIERS, filled
from .explain import explained
from .located import document_of, located
from .model import Environment
from .problems import Cursor, Problem, Problems, Steps, shown
from .shape import KEY

if TYPE_CHECKING:
    from .loading import EnvironmentFaults


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """An environment that was read.

    Args:
        environment: what its file says, with the defaults of its tier.
        images: the image of each workload, by digest.
        source: what it was read from.
    """

    environment: Environment
    images: Mapping[str, str]
    source: Source

    @property
    def name(self) -> str:
        """The environment's name, which is the stack's."""
        return self.source.name

    def refused(self, problems: Iterable[Problem]) -> EnvironmentFaults:
        """The error that tells of problems found later, at their places in the file."""
        from .loading import EnvironmentFaults  # the program's own error, which takes the SDK

        return EnvironmentFaults(self.source.faults(problems))


@dataclass(frozen=True, kw_only=True)
class Source:
    """What an environment is read from.

    Args:
        name: the stack's name.
        value: the environment as Pulumi's configuration holds it; None where it has none.
        secret: whether the configuration holds it as a secret, which an environment is not.
        document: the stack file, for positions; None where there is none.
        releases: the image of each workload.
        neighbours: the address space of each environment beside it, by its file.
    """

    name: str
    value: Any
    secret: bool = False
    document: Document | None
    releases: Document
    neighbours: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Path, name: str) -> Self:
        """What the files of a stack say.

        Args:
            directory: where the stack files are, with `releases/` among them.
            name: the stack's name.

        Raises:
            FaultError: with every fault that keeps a file from being read.
        """
        file, releases = f"Pulumi.{name}.yaml", f"releases/{name}.yaml"
        document, faults = document_of(directory, file)
        images, more = document_of(directory, releases)
        if faults or more:
            raise FaultError([*faults, *more])
        return cls(
            name=name,
            value=place.value(document),
            document=document,
            releases=images or Document(f"{directory.name}/{releases}", {}, {}),
            neighbours=neighbours(directory, name),
        )

    def loaded(self) -> Loaded:
        """The environment, typed, for a program.

        Raises:
            EnvironmentFaults: with every fault; the program's own error, which ends it without a traceback.
        """
        try:
            return self.read()
        except FaultError as error:
            from .loading import EnvironmentFaults  # takes the SDK

            raise EnvironmentFaults(error.faults) from None

    def read(self) -> Loaded:
        """The environment, typed, for whoever runs no program.

        Raises:
            FaultError: with every fault.
        """
        if self.document and (misplaced := located(place.problems(self.document, self.value), self.document, (), KEY)):
            raise FaultError(misplaced)
        environment, model, problems = Cursor((), self.value), None, Problems()
        if self.document:
            problems.add(written.secrets(self.document, self._root))
        if self.secret and not problems.found:
            problems.add([environment.problem("a secret", "plain data", "let its secrets stand beside it")])
        if self.document:
            problems.add(written.bent(self.document, self._root))
        if isinstance(self.value, dict):
            tier = environment["tier"].text
            complete = Cursor((), filled(self.value, next((each for each in TIERS if each == tier), TIERS[0])))
            try:
                model = Environment.model_validate_json(json.dumps(complete.value))
            except ValidationError as error:
                problems.add(explained(error))
            problems.add(rules.problems(complete, self.neighbours))
            problems.add(released.missing(self.releases.value, environment, self.releases.shown))
        elif not problems.found:
            file = "" if self.document else f" in Pulumi.{self.name}.yaml"
            problems.add([environment.problem(shown(self.value), "an environment", f"write {KEY} under config{file}")])
        faults = self.faults(problems.found)
        if isinstance(self.value, dict):
            inside = released.problems(self.releases.value, environment)
            faults += located(inside, self.releases, (), KEY)
        if faults or model is None:
            raise FaultError(faults)
        return Loaded(environment=model, images=self.releases.value, source=self)

    @property
    def _root(self) -> Steps:
        return ("config", place.key(self.document))

    def faults(self, problems: Iterable[Problem]) -> list[Fault]:
        """Problems of the environment with their places in the file, in its order."""
        return located(problems, self.document, self._root, KEY)


def neighbours(directory: Path, name: str) -> dict[str, str]:
    """The address space of every other environment of a folder, by its file as messages show it.

    One that cannot be read says nothing: its own faults are told when it is deployed itself.

    Args:
        directory: where the stack files are.
        name: the environment that is not asked for.
    """
    found: dict[str, str] = {}
    for path in sorted(directory.glob("Pulumi.*.yaml")):
        if path.name != f"Pulumi.{name}.yaml":
            document, _ = document_of(directory, path.name)
            space = Cursor((), place.value(document))["address_space"].text
            if space is not None:
                found[f"{directory.name}/{path.name}"] = space
    return found
