"""`nusa evolve`: what another environment would change, before anybody brings it up."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .clouds import simulated
from .codes import CONFIGURATION, POLICY
from .endings import UsageError
from .moment import At, moment
from .options import Color, Common, Cwd
from .signals import ignore_from_now_on

if TYPE_CHECKING:
    from checks.evolution import Evolution
    from engine.events import Event
    from views.veil import Veil

    from .terminal import Output

Old = Annotated[
    Path,
    typer.Argument(
        help="The environment that is up: a stack file, or a pipe with one.", metavar="OLD", exists=True, dir_okay=False
    ),
]
New = Annotated[Path, typer.Argument(help="The environment that is to be.", metavar="NEW", exists=True, dir_okay=False)]
StackName = Annotated[
    str | None,
    typer.Option(
        "--stack",
        "-s",
        help="Whose files these are; by default as OLD's or NEW's name says it.",
        envvar="PULUMI_STACK",
        metavar="STACK",
    ),
]
Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", help="What may be lost: a URN or a name; * and ? match; repeatable.", metavar="PATTERN"),
]
Releases = Annotated[
    Path | None,
    typer.Option(
        "--old-releases",
        help="What OLD's workloads run; by default releases/STACK.yaml beside it, or the stack's own.",
        metavar="FILE",
        show_default=False,
    ),
]
Diff = Annotated[bool, typer.Option("--diff", help="Show a rich diff of every change first.")]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]


def evolve(
    context: typer.Context,
    old: Old,
    new: New,
    *,
    stack: StackName = None,
    cwd: Cwd = None,
    allow: Allow = None,
    old_releases: Releases = None,
    at: At = None,
    diff: Diff = False,
    as_json: Json = False,
    color: Color = None,
) -> None:
    """Say what another environment would replace or delete.

    OLD is brought up in a scratch place, and NEW planned on the state that it leaves: what is created, updated, replaced and
    deleted, and why.

    Nothing of the stack is touched. A VPC, a subnet or an address that would be lost without being named is refused: exit code 5.
    """
    import simulator
    from checks import stackfile
    from checks.evolution import judged
    from checks.trial import Trial, TrialError
    from engine.project import Project
    from engine.values import Secret
    from views.veiled import Veiled

    from .meant import require_whole
    from .reviews import veil_of
    from .stacks import chosen
    from .terminal import terminal

    if as_json and diff:
        raise UsageError("--json and --diff cannot be used together")
    when = None if at is None else moment(at)
    common = context.find_object(Common) or Common()
    out = terminal(common.colors(color)).out
    project = Project.load(common.directory(cwd))
    named = stack or stackfile.stack_of(old, new)
    if named is None:
        raise UsageError(f"neither {old} nor {new} is called Pulumi.STACK.yaml; fix: name the stack with --stack")
    name, home = chosen(project, named), project.stack_config_directory
    require_whole(project, name, f"and give its file: Pulumi.{name}.yaml says only whose part it is")
    before = stackfile.read(old, name, home, releases=old_releases)
    after = stackfile.read(new, name, home, neighbours=stackfile.neighbours(home, name, old, new))
    events: list[Event] = []
    try:
        with Trial(project.root, name, providers=simulated(project), plant=simulator.plant) as trial:
            try:
                trial.up(before)
                evolution = judged(trial.plan(after, events.append), allow or (), when)
            except KeyboardInterrupt:
                ignore_from_now_on()  # an impatient one more must not keep the scratch place from being cleared
                raise
    except TrialError as error:
        prefix = "" if error.exit_code == CONFIGURATION else "error: "  # a fault of the environment is a line of its own
        over = veil_of(error.result).over
        sys.stderr.writelines(f"{prefix}{over(message)}\n" for message in error.messages)
        raise typer.Exit(error.exit_code) from None
    veiled = Veiled(map(Secret, sorted(trial.secrets)))
    for event in events:
        veiled.learn(event)
    if diff:
        _show_diff(out, map(veiled, events))
    adopting = sorted({*before.adopting, *after.adopting})
    _show(out, evolution, name, adopting, veiled.veil, as_json=as_json)
    raise typer.Exit(POLICY if evolution.refused else 0)


def _show(out: Output, evolution: Evolution, stack: str, adopting: Sequence[str], veil: Veil, *, as_json: bool) -> None:
    from views.page import Page

    if as_json:
        from views.evolution_json import document

        out.write(Page([(f"{document(evolution, veil, stack=stack, adopting=adopting)}\n", "")]))
        return
    from views.evolution import page

    out.write(page(evolution, veil, adopting))


def _show_diff(out: Output, events: Iterable[Event]) -> None:
    from views.detail import Detail

    detail = Detail(preview=True)
    for event in events:
        out.write(detail.fold(event))
    out.print()
