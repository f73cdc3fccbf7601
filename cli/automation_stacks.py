"""The stacks of an environment as the real engine has them, by Pulumi's Automation API.

So by the `pulumi` that is on PATH, the backend that it is logged in to and the credentials at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from .codes import GENERIC

if TYPE_CHECKING:
    from pulumi import automation

    from stacks.environment import Loaded

AT_ONCE: Final = 8
"""How many sites are brought up side by side at most."""
_OF_A_REFUSAL: Final = ("pulumi:pulumi:Stack", "pulumi:providers:")


class RealStacks:
    """The real engine on the stacks of an environment, or on its only one.

    Args:
        context: the command's.
        cwd: the project's folder.
        stack: the environment.
        yes: whether what changes something may; None for what changes nothing.
        moving: whether states are to be moved, so that who has the resources is not what the file says yet.
        secrets_provider: what seals the secrets of stacks that are made, where the environment's file does not say.
    """

    def __init__(
        self,
        context: typer.Context,
        cwd: Path | None,
        stack: str | None,
        *,
        yes: bool | None = None,
        moving: bool = False,
        secrets_provider: str | None = None,
    ) -> None:
        from pulumi import automation

        from engine.errors import EngineError

        from .endings import UsageError
        from .environments import loaded
        from .stacks import selected

        if yes is False:
            raise UsageError("--yes must be passed: it changes what is there, and asks no question")
        self._automation = automation
        self.project, self.name = selected(context, cwd, stack)
        self.loaded: Loaded = loaded(context, cwd, self.name)
        if self.loaded.part is not None:
            raise EngineError(f"{self.name} is a part of {self.loaded.name}: `pulumi` runs it; fix: name {self.loaded.name}")
        try:
            sealing = self._secrets_provider() or secrets_provider
            self._workspace = automation.LocalWorkspace(work_dir=str(self.project.root), secrets_provider=sealing)
            self.there = {found.name for found in self._workspace.list_stacks()}
        except FileNotFoundError:
            raise EngineError("there is no `pulumi` on PATH; fix: install it, see www.pulumi.com/docs/install") from None
        except (automation.CommandError, automation.InvalidVersionError) as error:
            raise EngineError(str(error)) from None
        self.stacks = list(self.loaded.stacks.values()) or [self.name]
        if not moving:
            self._require_moved()

    def _require_moved(self) -> None:
        """Refuse to run stacks while another one has what they would make: a split, or a join, that is yet to be done.

        Raises:
            EngineError: it has; nothing was run.
        """
        from engine.errors import EngineError

        if not self.loaded.stacks:
            if held := [name for name in self.parts() if holds(self.exported(name))]:
                fix = f"fix: run `nusa pulumi join -s {self.name}`"
                raise EngineError(f"{', '.join(held)} have resources that {self.name} would make a second time; {fix}")
        elif holds(self.exported(self.name)):
            fix = f"fix: run `nusa pulumi split -s {self.name}`"
            raise EngineError(f"{self.name} has resources that its stacks would make a second time; {fix}")

    def parts(self) -> list[str]:
        """The stacks that are there of those that the environment has, or had, where it is split; what joins sites last."""
        from stacks.environment.parts import stacks_of

        from .parting import parts_of

        usual = stacks_of(self.name, self.loaded.environment.sites).values()
        named = [name for name in parts_of(self.project, self.loaded) if name not in usual]
        return [name for name in (*named, *usual) if name in self.there]

    def _secrets_provider(self) -> str | None:
        document = self.loaded.source.document
        return document.value.get("secretsprovider") if document else None

    def require(self, *, split: bool) -> None:
        """Refuse to move states where the environment's file does not say so."""
        from engine.errors import EngineError

        if split is not bool(self.loaded.stacks):
            wanted = "write split: site into" if split else "remove split from"
            raise EngineError(f"the file says otherwise; fix: {wanted} Pulumi.{self.name}.yaml first")

    def run(
        self,
        word: str,
        stages: Sequence[Sequence[str]],
        act: Callable[[automation.Stack, Callable[[str], Any]], object],
        *,
        going_on: bool = False,
    ) -> int:
        """Do something to the stacks, stage by stage; the exit code."""
        failed: list[str] = []
        told: dict[str, str] = {}
        for stage in stages:
            if failed and not going_on:
                told |= dict.fromkeys(stage, f"skipped, since {', '.join(failed)} failed")
                continue
            absent = [] if word == "up" else [name for name in stage if name not in self.there]
            told |= dict.fromkeys(absent, "skipped: there is no such stack")
            # Opened one after the other: `pulumi` writes down each time which stack is the selected one.
            opened = {name: self._opened(name, make=word == "up") for name in stage if name not in absent}
            with ThreadPoolExecutor(AT_ONCE) as pool:
                found = pool.map(partial(self._acted, act), opened.keys(), opened.values())
                faults = dict(zip(opened, found, strict=True))
            failed += [name for name, fault in faults.items() if fault]
            told |= {name: f"failed: {fault}" if fault else f"{word}: done" for name, fault in faults.items()}
        sys.stdout.write("".join(f"{name}: {text}\n" for name, text in told.items()))
        return GENERIC if failed else 0

    def made(self) -> list[str]:
        """Make the stacks that are not there yet; which these were.

        Raises:
            EngineError: `pulumi` could not make one.
        """
        from engine.errors import EngineError

        missing = [name for name in self.stacks if name not in self.there]
        for name in missing:
            try:
                self._opened(name, make=True)
            except self._automation.CommandError as error:
                raise EngineError(f"{name} could not be made: {_reason(error)}") from None
        return missing

    def require_made(self) -> None:
        """Refuse to look at stacks of which some are not there: `pulumi` previews none of these, nor what reads of them.

        Raises:
            EngineError: some are not.
        """
        from engine.errors import EngineError

        if missing := [name for name in self.stacks if name not in self.there]:
            fix = f"fix: `nusa pulumi init -s {self.name}` makes {'it' if len(missing) == 1 else 'them'}, with nothing in"
            raise EngineError(f"there is no stack {', '.join(missing)} yet; {fix}")

    def _acted(self, act: Callable[[Any, Callable[[str], Any]], object], name: str, one: automation.Stack) -> str:
        """Do it to one stack, every line told as it comes; what went wrong, or nothing."""

        def tell(line: str) -> None:
            if line.strip() and not line.lstrip().startswith("@"):  # the engine's dots
                sys.stdout.write(f"{name}: {line.rstrip()}\n")

        try:
            act(one, tell)
        except self._automation.CommandError as error:
            return _reason(error)
        return ""

    def _opened(self, name: str, *, make: bool = False) -> automation.Stack:
        open_ = self._automation.Stack.create_or_select if make else self._automation.Stack.select
        return open_(name, self._workspace)

    def exported(self, name: str) -> dict[str, Any]:
        """A stack's export, its secrets as they are sealed; an empty one of a stack that there is not."""
        if name not in self.there:
            return {"version": 3, "deployment": {}}
        found = self._workspace.export_stack(name)
        return {"version": found.version, "deployment": found.deployment}

    def import_all(self, exports: dict[str, dict[str, Any]]) -> None:
        """Give each stack its state, first to last; one that has it already, from an attempt that was cut off, is left.

        Raises:
            EngineError: a stack has resources of its own; nothing was written.
        """
        from engine.errors import EngineError

        done = {name for name, data in exports.items() if holds(data) and _objects(self.exported(name)) >= _objects(data)}
        if others := [name for name, data in exports.items() if holds(data) and name not in done and holds(self.exported(name))]:
            raise EngineError(f"{', '.join(others)} have resources already, and not those that they are to get")
        for name, data in exports.items():
            if name not in done:
                self._import(name, data)
            typer.echo(f"{name}: {len(data['deployment'].get('resources', []))} resources")

    def empty(self, name: str) -> None:
        """Leave nothing in a stack that holds nothing: whatever its outputs were, they are no site's any more."""
        data = self.exported(name)
        if data["deployment"].get("resources"):
            self._import(name, emptied(data))

    def _import(self, name: str, data: dict[str, Any]) -> None:
        """Give a stack a state.

        Raises:
            EngineError: `pulumi` refused; the stack has what it had.
        """
        from engine.errors import EngineError

        try:
            self._opened(name, make=True)
            deployment = self._automation.Deployment(version=data["version"], deployment=data["deployment"])
            self._workspace.import_stack(name, deployment)
        except self._automation.CommandError as error:
            fix = "fix: mend that and run it again, which goes on from here; nothing is lost"
            raise EngineError(f"{name} could not be given its state: {_reason(error)}; {fix}") from None


def _reason(error: Exception) -> str:
    """Of everything that `pulumi` has said, why it failed."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("error:")), lines[-1] if lines else "no reason given")


def holds(data: dict[str, Any]) -> bool:
    """Whether an export has any resources but the stack itself and providers, which a program leaves that was refused at once."""
    return any(not each["type"].startswith(_OF_A_REFUSAL) for each in data["deployment"].get("resources") or ())


def emptied(data: dict[str, Any]) -> dict[str, Any]:
    """The export of the same stack with nothing in it."""
    return {**data, "deployment": {**data["deployment"], "resources": []}}


def _objects(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(each["urn"], each.get("id", "")) for each in data["deployment"].get("resources") or ()}
