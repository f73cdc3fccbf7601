"""Reads the account of the stack that the program runs for: its value from Pulumi's configuration, positions from the file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import pulumi
import pulumi.runtime
from pydantic import ValidationError

from faults import Fault, FaultError, nearest
from faults.yaml import Document
from stacks.environment import place, written
from stacks.environment.explain import explained
from stacks.environment.loading import EnvironmentFaults, configured
from stacks.environment.located import document_of, located
from stacks.environment.problems import Cursor, Problem, Problems, Steps, listed, shown

from . import rules
from .model import DESCRIBED, KEY, MODELS, AlicloudAccount, AwsAccount

ACCOUNTS: Final = Path(__file__).with_name("accounts")
_PROJECT: Final = KEY.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What an account is read from.

    Args:
        name: the stack's name.
        value: the account as Pulumi's configuration holds it; None where it has none.
        secret: whether the configuration holds it as a secret, which an account is not.
        document: the stack file, for positions; None where there is none.
    """

    name: str
    value: Any
    secret: bool = False
    document: Document | None

    @classmethod
    def of(cls, directory: Path, name: str) -> Self:
        """What the file of a stack says.

        Raises:
            FaultError: with every fault that keeps it from being read.
        """
        document, faults = document_of(directory, f"Pulumi.{name}.yaml")
        if faults:
            raise FaultError(faults)
        return cls(name=name, value=place.value(document, KEY), document=document)

    def read(self) -> Loaded:
        """The account, typed.

        Raises:
            FaultError: with every fault.
        """
        document, found = self.document, Problems()
        if document and (misplaced := located(place.problems(document, self.value, KEY), document, (), KEY)):
            raise FaultError(misplaced)
        account = Cursor((), self.value)
        meant = _meant(account["cloud"])
        described = DESCRIBED.get(meant or "", DESCRIBED["aws"])
        if document:
            found.add(written.secrets(document, self._root, _PROJECT))
        if self.secret and not found.found:
            found.add([account.problem("a secret", "plain data", "let its secrets stand beside it")])
        if document:
            found.add(written.bent(document, self._root, described))
        model: AwsAccount | AlicloudAccount | None = None
        if isinstance(self.value, dict):
            if meant is None or meant != account["cloud"].value:
                found.add([_no_cloud(account["cloud"], meant)])
            if meant is not None:
                told = {**self.value, "cloud": meant}
                try:
                    model = MODELS[meant].model_validate_json(json.dumps(told))
                except ValidationError as error:
                    found.add(explained(error, described))
                found.add(rules.problems(Cursor((), told)))
        elif not found.found:
            file = "" if document else f" in Pulumi.{self.name}.yaml"
            found.add([account.problem(shown(self.value), "an account", f"write {KEY} under config{file}")])
        if found.found or model is None:
            raise FaultError(self.faults(found.found))
        return Loaded(account=model, source=self)

    def faults(self, problems: Iterable[Problem]) -> list[Fault]:
        """Problems of the account with their places in the file, in its order."""
        return located(problems, self.document, self._root, KEY)

    @property
    def _root(self) -> Steps:
        return ("config", place.key(self.document, KEY))


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """An account that was read.

    Args:
        account: what its file says.
        source: what it was read from.
    """

    account: AwsAccount | AlicloudAccount
    source: Source

    def refused(self, problems: Iterable[Problem]) -> EnvironmentFaults:
        """The error that tells of problems found later, at their places in the file."""
        return EnvironmentFaults(self.source.faults(problems))


def load(directory: Path = ACCOUNTS) -> Loaded:
    """The account of the stack that the program runs for.

    Args:
        directory: where the stack files are.

    Raises:
        EnvironmentFaults: with every fault; ends the program without a traceback.
    """
    try:
        source = Source.of(directory, pulumi.get_stack())
        if pulumi.runtime.is_config_secret(KEY):  # the file's own text is read then: no message can show what is secret
            return Source(name=source.name, value=source.value, secret=True, document=source.document).read()
        return Source(name=source.name, value=configured(KEY), document=source.document).read()
    except FaultError as error:
        raise EnvironmentFaults(error.faults) from None


def _meant(cloud: Cursor) -> str | None:
    """The cloud that an account is of, or is probably meant to be of, by which the rest of it is read."""
    return cloud.text if cloud.text in MODELS else nearest(cloud.text, MODELS) if cloud.text else None


def _no_cloud(cloud: Cursor, meant: str | None) -> Problem:
    if cloud.value is None:
        return cloud.problem("missing", f"the cloud: {listed(list(MODELS))}")
    return cloud.refused(listed(list(MODELS)), f"write {meant}" if meant else "")
