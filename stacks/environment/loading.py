"""Reads a stack's environment: the value from Pulumi's configuration, positions from the file; every fault at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi.runtime
from pydantic import ValidationError

from faults import Fault, FaultError, Position, dotted, yaml
from faults.yaml import Document

from . import place, rules, written
from . import releases as released
from .defaults import TIERS, filled
from .explain import explained
from .model import Environment
from .problems import Cursor, Problem, Steps, shown
from .shape import KEY

STACKS = Path(__file__).resolve().parents[1]
VARIABLE = "NUSANTARA_STACKS"
"""Names the folder of the stack files, with `releases/` in it, where that is not `stacks/`."""


class EnvironmentFaults(pulumi.RunError):
    """Everything wrong with an environment, one fault a line; ends the program without a traceback.

    Args:
        faults: every fault, in the order in which they should be read.
    """

    exit_code = FaultError.exit_code

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


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
        return EnvironmentFaults(self.source.faults(problems))


def load(directory: Path | None = None) -> Loaded:
    """The environment of the stack that the program runs for.

    Args:
        directory: where the stack files are, with `releases/` among them; what NUSANTARA_STACKS names, or else `stacks/`.

    Raises:
        EnvironmentFaults: with every fault of the environment and of its releases.
    """
    directory = directory or Path(os.environ.get(VARIABLE) or STACKS)
    name = pulumi.get_stack()
    file, releases = f"Pulumi.{name}.yaml", f"releases/{name}.yaml"
    document, faults = _document(directory, file)
    images, more = _document(directory, releases)
    if faults or more:
        raise EnvironmentFaults([*faults, *more])
    secret = pulumi.runtime.is_config_secret(KEY)
    source = Source(
        name=name,
        # Of an environment with a secret in it the file's own text is read: no message can then show what is secret.
        value=place.value(document) if secret else _configured(),
        secret=secret,
        document=document,
        releases=images or Document(f"{directory.name}/{releases}", {}, {}),
        neighbours=neighbours(directory, name),
    )
    return source.loaded()


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
            document, _ = _document(directory, path.name)
            space = Cursor((), place.value(document))["address_space"].text
            if space is not None:
                found[f"{directory.name}/{path.name}"] = space
    return found


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

    def loaded(self) -> Loaded:
        """The environment, typed.

        Raises:
            EnvironmentFaults: with every fault.
        """
        if self.document and (misplaced := _faults(place.problems(self.document, self.value), self.document, ())):
            raise EnvironmentFaults(misplaced)
        environment, model, problems = Cursor((), self.value), None, _Problems()
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
            problems.add(released.missing(self.releases.value, environment["workloads"], self.releases.shown))
        elif not problems.found:
            file = "" if self.document else f" in Pulumi.{self.name}.yaml"
            problems.add([environment.problem(shown(self.value), "an environment", f"write {KEY} under config{file}")])
        faults = self.faults(problems.found)
        if isinstance(self.value, dict):
            inside = released.problems(self.releases.value, environment["workloads"])
            faults += _faults(inside, self.releases, ())
        if faults or model is None:
            raise EnvironmentFaults(faults)
        return Loaded(environment=model, images=self.releases.value, source=self)

    @property
    def _root(self) -> Steps:
        return ("config", place.key(self.document))

    def faults(self, problems: Iterable[Problem]) -> list[Fault]:
        """Problems of the environment with their places in the file, in its order."""
        return _faults(problems, self.document, self._root)


class _Problems:
    """Collects problems source by source; where one has told of a path, a later one is silent on it."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, problems: Iterable[Problem]) -> None:
        told = {problem.path for problem in self.found}
        self.found += [problem for problem in problems if problem.path not in told]


def _faults(problems: Iterable[Problem], document: Document | None, root: Steps) -> list[Fault]:
    found = [
        Fault(
            where=document.position((*root, *problem.path)) if document else None,
            path=dotted(problem.path) or (KEY if root else ""),
            given=problem.given,
            expected=problem.expected,
            fix=problem.fix,
        )
        for problem in dict.fromkeys(problems)
    ]
    return sorted(found, key=lambda fault: fault.where or Position("", 0, 0))


def _document(directory: Path, file: str) -> tuple[Document | None, tuple[Fault, ...]]:
    path = directory / file
    try:
        return yaml.load(path, shown=f"{directory.name}/{file}") if path.exists() else None, ()
    except FaultError as error:
        return None, error.faults


def _configured() -> Any:
    """The environment in Pulumi's configuration, where an object is JSON and nothing is ""; other text is left as it is."""
    project, name = KEY.split(":")
    text = pulumi.Config(project).get(name)
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return text
