"""`nusa pulumi`: all stacks of an environment by the real engine, in the order in which they depend on each other.

It goes by Pulumi's Automation API, so by the `pulumi` that is on PATH, the backend that it is logged in to and the credentials at
hand: it does what a person would do with `pulumi` stack by stack, and nothing else. An environment that is one stack is just that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from .codes import GENERIC
from .options import ContinueOnError, Cwd, ExpectNoChanges, Message, Stack

if TYPE_CHECKING:
    from pulumi import automation

    from stacks.environment import Loaded

app = typer.Typer(
    name="pulumi",
    help="Run the real engine on all stacks of an environment.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
AT_ONCE: Final = 8
"""How many sites are brought up side by side at most."""
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it; `nusa pulumi preview` shows it before.")]


@app.command("preview")
def preview(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, expect_no_changes: ExpectNoChanges = False) -> None:
    """Preview every stack; the sites side by side."""
    engine = _Engine(context, cwd, stack)
    raise typer.Exit(
        engine.run(
            "preview", [engine.stacks], lambda one, out: one.preview(on_output=out, expect_no_changes=expect_no_changes or None)
        )
    )


@app.command("up")
def up(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    message: Message = "",
    continue_on_error: ContinueOnError = False,
    yes: Yes = False,
) -> None:
    """Bring up the sites side by side, then what joins them."""
    engine = _Engine(context, cwd, stack, yes=yes)
    told = {"message": message or None, "continue_on_error": continue_on_error}
    act = partial(_up, told)
    raise typer.Exit(engine.run("up", [engine.stacks[:-1], engine.stacks[-1:]], act, going_on=continue_on_error))


def _up(told: dict[str, Any], one: automation.Stack, out: Callable[[str], Any]) -> None:
    one.up(on_output=out, show_secrets=False, **told)


@app.command("destroy")
def destroy(
    context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, continue_on_error: ContinueOnError = False, yes: Yes = False
) -> None:
    """Destroy what joins the sites, then these side by side."""
    engine = _Engine(context, cwd, stack, yes=yes)
    stages = [engine.stacks[-1:], engine.stacks[:-1]]
    raise typer.Exit(
        engine.run(
            "destroy",
            stages,
            lambda one, out: one.destroy(on_output=out, show_secrets=False, continue_on_error=continue_on_error),
            going_on=continue_on_error,
        )
    )


@app.command("split")
def split(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, yes: Yes = False) -> None:
    """Move an environment's one state into one for each of its stacks."""
    from .exports import split_export
    from .parting import files

    engine = _Engine(context, cwd, stack, yes=yes, moving=True)
    engine.require(split=True)
    whole = engine.exported(engine.name)
    if not _holds(whole):
        typer.echo(f"{engine.name} has no resources of its own: there is nothing to split")
        return
    for path, text in files(engine.project, engine.loaded):
        path.write_text(text, encoding="utf-8")
    engine.import_all(split_export(engine.project, engine.loaded, whole, f"the state of {engine.name}"))


@app.command("join")
def join(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, yes: Yes = False) -> None:
    """Move the states of an environment's stacks into one."""
    from .exports import join_exports
    from .parting import parts_of

    engine = _Engine(context, cwd, stack, yes=yes, moving=True)
    engine.require(split=False)
    there = engine.there
    held = {
        name: data for name in parts_of(engine.project, engine.loaded) if name in there and _holds(data := engine.exported(name))
    }
    if not held:
        typer.echo(f"{engine.name} has no other stacks: there is nothing to join")
        return
    joined = join_exports(engine.project, engine.loaded, [(data, f"the state of {name}") for name, data in held.items()])
    emptied = {name: {**data, "deployment": {**data["deployment"], "resources": []}} for name, data in held.items()}
    engine.import_all({engine.name: joined, **emptied})


class _Engine:
    """The real engine on the stacks of an environment.

    Args:
        context: the command's.
        cwd: the project's folder.
        stack: the environment.
        yes: whether what changes something may; None for what changes nothing.
        moving: whether states are to be moved, so that who has the resources is not what the file says yet.
    """

    def __init__(
        self, context: typer.Context, cwd: Path | None, stack: str | None, *, yes: bool | None = None, moving: bool = False
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
            self._workspace = automation.LocalWorkspace(work_dir=str(self.project.root), secrets_provider=self._secrets_provider())
            self.there = {found.name for found in self._workspace.list_stacks()}
        except FileNotFoundError:
            raise EngineError("there is no `pulumi` on PATH; fix: install it, see www.pulumi.com/docs/install") from None
        except (automation.CommandError, automation.InvalidVersionError) as error:
            raise EngineError(str(error)) from None
        self.stacks = list(self.loaded.stacks.values()) or [self.name]
        if not moving and self.loaded.stacks and self.name in self.there and _holds(self.exported(self.name)):
            fix = f"fix: run `nusa pulumi split -s {self.name}`"
            raise EngineError(f"{self.name} has resources that its stacks would make a second time; {fix}")

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
            absent = {} if word == "up" else self._absent(stage)
            told |= absent
            # Opened one after the other: `pulumi` writes down each time which stack is the selected one.
            opened = {name: self._opened(name, make=word == "up") for name in stage if name not in absent}
            with ThreadPoolExecutor(AT_ONCE) as pool:
                found = pool.map(partial(self._acted, act), opened.keys(), opened.values())
                faults = dict(zip(opened, found, strict=True))
            failed += [name for name, fault in faults.items() if fault]
            told |= {name: f"failed: {fault}" if fault else f"{word}: done" for name, fault in faults.items()}
        sys.stdout.write("".join(f"{name}: {text}\n" for name, text in told.items()))
        return GENERIC if failed else 0

    def _absent(self, stage: Sequence[str]) -> dict[str, str]:
        """What is told of stacks that are not there yet, and of what joins the sites where it would read of one of these."""
        found = dict.fromkeys((name for name in stage if name not in self.there), "skipped: there is no such stack yet")
        unread = [name for name in self.stacks[:-1] if name not in self.there]
        joining = self.stacks[-1]
        if unread and joining in stage and self.loaded.stacks:
            found.setdefault(joining, f"skipped, since it reads {', '.join(unread)}, never brought up yet")
        return found

    def _acted(self, act: Callable[[Any, Callable[[str], Any]], object], name: str, one: automation.Stack) -> str:
        """Do it to one stack, every line told as it comes; what went wrong, or nothing."""

        def tell(line: str) -> None:
            if line.strip() and not line.lstrip().startswith("@"):  # the engine's dots
                sys.stdout.write(f"{name}: {line.rstrip()}\n")

        try:
            act(one, tell)
        except self._automation.CommandError as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            return next((line for line in lines if line.startswith("error:")), lines[-1] if lines else "no reason given")
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

        done = {name for name, data in exports.items() if _holds(data) and _objects(self.exported(name)) >= _objects(data)}
        if others := [name for name, data in exports.items() if _holds(data) and name not in done and _holds(self.exported(name))]:
            raise EngineError(f"{', '.join(others)} have resources already, and not those that they are to get")
        for name, data in exports.items():
            if name not in done:
                self._opened(name, make=True)
                deployment = self._automation.Deployment(version=data["version"], deployment=data["deployment"])
                self._workspace.import_stack(name, deployment)
            typer.echo(f"{name}: {len(data['deployment'].get('resources', []))} resources")


def _holds(data: dict[str, Any]) -> bool:
    """Whether an export has any resources but the stack itself."""
    return any(each["type"] != "pulumi:pulumi:Stack" for each in data["deployment"].get("resources") or ())


def _objects(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(each["urn"], each.get("id", "")) for each in data["deployment"].get("resources") or ()}
