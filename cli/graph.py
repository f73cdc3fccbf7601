"""`nusa graph`: the networks of a stack as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .endings import UsageError
from .options import Color, Common, Config, Cwd, Stack
from .pictures import SUFFIXES, Format, formats, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.resource import Resource
    from views.networks import Picture

    from .options import Colors

Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help=f"Write it to this file, as its suffix says: {', '.join(SUFFIXES)}; repeatable. Standard output without.",
        metavar="FILE",
        show_default=False,
    ),
]
Sites = Annotated[
    list[str] | None, typer.Option("--site", help="Draw this site alone; repeatable.", metavar="SITE", show_default=False)
]
State = Annotated[bool, typer.Option("--state", help="Draw what is deployed, not what the program declares; it does not run.")]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print the picture as JSON.")]


def graph(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    output: Outputs = None,
    site: Sites = None,
    state: State = False,
    config: Config = None,
    as_json: Json = False,
    color: Color = None,
) -> None:
    """Draw the networks of a stack: sites, zones, tiers and routes. Mermaid text, or files."""
    if as_json and output:
        raise UsageError("only one of --json and --output may be set; a file named .json holds JSON")
    if state and config:
        raise UsageError("only one of --state and --config may be set: the program does not run with --state")
    wanted = formats(output or [])
    common = context.find_object(Common) or Common()
    directory, stack = common.directory(cwd), stack or common.stack
    stack, resources = _deployed(directory, stack) if state else _declared(directory, stack, config, common.colors(color))
    from views.networks import read

    picture = _of(read(stack, resources), site or [])
    if wanted:
        write(picture, wanted)
        typer.echo(f"Wrote {', '.join(map(str, wanted))}", err=True)
    else:
        typer.echo((Format.JSON if as_json else Format.MERMAID).text(picture), nl=False)


def _deployed(directory: Path, stack: str | None) -> tuple[str, Iterable[Resource]]:
    from engine.project import Project

    from .meant import whole_of
    from .parting import resources_of
    from .stacks import chosen

    project = Project.load(directory)
    name = whole_of(project, chosen(project, stack), joining=True)
    return name, resources_of(project, name)


def _declared(directory: Path, stack: str | None, config: list[str] | None, colors: Colors) -> tuple[str, Iterable[Resource]]:
    """What a preview plans; one that fails is shown on standard error, and ends the command with its exit code."""
    from engine.events import Event, StepDone
    from engine.project import Project
    from views.networks.reading import planned

    from .choice import show
    from .flow import opened
    from .meant import whole_of
    from .request import Kind, Request
    from .show import Subject
    from .stacks import chosen
    from .terminal import Terminal, terminal

    project = Project.load(directory)
    stack = whole_of(project, chosen(project, stack), joining=True)  # what joins the sites is drawn between them
    request = Request(kind=Kind.PREVIEW, directory=directory, stack=stack, config=config, colors=colors)
    here = terminal(colors, interactive=False)
    session = opened(request, here, whole=True)
    events: list[Event] = []
    result = session.preview(listener=events.append)
    if result.exit_code:
        subject = Subject(project=session.project.name, stack=session.stack, config={}, reality="")
        with show(request, Terminal(out=here.err, err=here.err, interactive=False), subject, preview=True) as told:
            for event in events:
                told.fold(event)
        raise typer.Exit(result.exit_code)
    return session.stack, planned(event.step for event in events if isinstance(event, StepDone))


def _of(picture: Picture, sites: Sequence[str]) -> Picture:
    """The picture of some sites alone; of all without any.

    Raises:
        UsageError: one is not there.
    """
    from faults import nearest

    known = [site.name for site in picture.sites]
    faults = []
    for name in sites:
        if name not in known:
            near = nearest(name, known)
            fix = f"did you mean {near}?" if near else f"choose one of {', '.join(known)}" if known else "leave --site out"
            faults.append(f"--site {name}: no such site in stack {picture.stack}; fix: {fix}")
    if faults:
        raise UsageError("\n".join(faults))
    return picture.of(sites) if sites else picture
