"""What an environment is read from, and everything that is wrong with it at once; no program runs for that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from faults import Fault, FaultError
from faults.yaml import Document

from . import edge_rules, parts, place, rules, written
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
        part: what of it the stack declares, where the environment is split: a site, or what joins them (`parts.JOINING`); None for
            all of it.
    """

    environment: Environment
    images: Mapping[str, str]
    source: Source
    part: str | None = None

    @property
    def name(self) -> str:
        """The environment's name, which is the stack's where it is not split."""
        return self.source.name

    @property
    def joins(self) -> bool:
        """Whether the stack declares what joins the sites."""
        return self.part in (None, parts.JOINING)

    @property
    def here(self) -> tuple[str, ...]:
        """The sites that the stack declares."""
        return tuple(site for site in self.environment.sites if self.part in (None, site))

    @property
    def stacks(self) -> dict[str, str]:
        """The stacks that a split environment has, by what each declares, sites first; empty where it is a single stack."""
        return parts.stacks_of(self.name, self.environment.sites) if self.environment.split else {}

    def refused(self, problems: Iterable[Problem]) -> EnvironmentFaults:
        """The error that tells of problems found later, at their places in the file."""
        from .loading import EnvironmentFaults  # the program's own error, which takes the SDK

        return EnvironmentFaults(self.source.faults(problems))


@dataclass(frozen=True, kw_only=True)
class Source:
    """What an environment is read from.

    Args:
        name: the environment's name, which is the stack's where it is not split.
        value: the environment as Pulumi's configuration holds it; None where it has none.
        secret: whether the configuration holds it as a secret, which an environment is not.
        document: the stack file, for positions; None where there is none.
        releases: the image of each workload.
        neighbours: the address space of each environment beside it, by its file.
        part: what of the environment the stack declares; None for all of it.
        amiss: the faults of the stack's own file, where that names the environment.
        directory: where the environment's file is, with files that it names beside it; None where it is in none.
    """

    name: str
    value: Any
    secret: bool = False
    document: Document | None
    releases: Document
    neighbours: Mapping[str, str] = field(default_factory=dict)
    part: str | None = None
    amiss: tuple[Fault, ...] = ()
    directory: Path | None = None

    @classmethod
    def of(cls, directory: Path, name: str) -> Self:
        """What the files of a stack say.

        Args:
            directory: where the stack files are, with `releases/` among them.
            name: the stack's name.

        Raises:
            FaultError: with every fault that keeps a file from being read.
        """
        file, _ = document_of(directory, f"Pulumi.{name}.yaml")
        environment = place.value(file, parts.OF)
        if file is None or environment is None:
            return cls._whole(directory, name)
        if not isinstance(environment, str):
            at = ("config", place.key(file, parts.OF))
            wrong = Problem(at, shown(environment), "the name of an environment", "write production, say")
            raise FaultError(located([wrong], file, (), parts.OF))
        whole = cls._whole(directory, environment)
        amiss = located(parts.part_problems(name, file, environment, whole.document, directory), file, (), parts.OF)
        if whole.value is None:
            raise FaultError(amiss)
        return replace(whole, part=name.removeprefix(f"{environment}-"), amiss=tuple(amiss))

    @classmethod
    def _whole(cls, directory: Path, name: str) -> Self:
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
            directory=directory,
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
            raise FaultError([*self.amiss, *misplaced])
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
            problems.add(edge_rules.problems(complete, self.directory))
            problems.add(released.missing(self.releases.value, environment, self.releases.shown))
        elif not problems.found:
            file = "" if self.document else f" in Pulumi.{self.name}.yaml"
            problems.add([environment.problem(shown(self.value), "an environment", f"write {KEY} under config{file}")])
        faults = self.faults(problems.found)
        if isinstance(self.value, dict):
            inside = released.problems(self.releases.value, environment)
            faults += located(inside, self.releases, (), KEY)
        if self.amiss or faults or model is None:
            raise FaultError([*self.amiss, *faults])
        return Loaded(environment=model, images=self.releases.value, source=self, part=self.part)

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
