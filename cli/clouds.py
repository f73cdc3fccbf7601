"""`nusa clouds`: what the simulated clouds hold, making them fail, and changing them behind a program's back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .endings import STORE
from .options import Color, Common, Cwd

if TYPE_CHECKING:
    from engine.project import Project
    from engine.providers.loader import Providers
    from simulator.clouds import CloudObject, Clouds

CLOUDS = ("aws", "alicloud", "kubernetes")
_WIDEST = 4096

app = typer.Typer(
    help="Look into the simulated clouds, change them, make them fail.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

Cloud = Annotated[str, typer.Argument(help="aws, alicloud or kubernetes.", metavar="CLOUD")]
Region = Annotated[
    str | None,
    typer.Argument(help="One region of it, one zone, or one cluster of kubernetes; all of them without.", metavar="[REGION]"),
]
Which = Annotated[str, typer.Argument(help="The object's id, or the URN or name of what made it.", metavar="OBJECT")]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]


def store_of(directory: Path) -> Path:
    """Where the simulated clouds of a project are kept: beside its state."""
    from engine import project
    from engine.backend import directory_of

    return directory_of(project.find(directory).parent) / STORE


def simulated(project: Project) -> Callable[[Path], Providers]:
    """The simulated clouds of a file, as what gives a package's provider; a stand-in for packages that have none.

    Args:
        project: the project, in whose environment the SDKs are that packages without a simulator follow.
    """
    import simulator
    from engine.virtualenv import site_packages

    return lambda store: simulator.providers(store, site_packages(project.interpreter))


def _clouds(context: typer.Context, cwd: Path | None) -> Clouds:
    from simulator.clouds import Clouds

    common = context.find_object(Common) or Common()
    return Clouds(store_of(common.directory(cwd)))


@app.callback()
def clouds(context: typer.Context, cwd: Cwd = None) -> None:
    common = context.find_object(Common) or Common()
    context.obj = Common(common.directory(cwd), common.color)
    if context.invoked_subcommand is None:
        listing(context)


@app.command("list")
def listing(context: typer.Context, cwd: Cwd = None, as_json: Json = False, color: Color = None) -> None:
    """List the objects that exist, and the faults in force."""
    found = _clouds(context, cwd)
    objects = found.list()
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in objects], indent=2))
        return
    faults = [f"{cloud} fails{f' in {region}' if region else ''}" for cloud, region in found.failures()]
    faults += [
        f"{cloud} fails {rate:.0%} of its calls{f' in {region}' if region else ''}" for cloud, region, rate in found.chances()
    ]
    _show(context, objects, faults, color)


def _show(context: typer.Context, objects: Sequence[CloudObject], faults: Sequence[str], color: Color) -> None:
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    from views import looks
    from views.names import harmless, short_type

    from .terminal import terminal

    out = terminal((context.find_object(Common) or Common()).colors(color)).out
    for fault in faults:
        out.print(Text(fault, looks.ERROR))
    if not objects:
        out.print("The simulated clouds are empty.")
        return
    table = Table(box=None, pad_edge=False, header_style=looks.COLUMN)
    for heading in ("Type", "Name", "Id"):
        table.add_column(heading, overflow="fold")
    for where, here in groupby(objects, _place):
        table.add_row(Text(harmless(where), looks.COLUMN))
        for item in here:
            table.add_row(*(Text(harmless(text)) for text in (f"  {short_type(item.type).partition(':')[2]}", item.name, item.id)))
    if not out.is_terminal:
        out.width = Measurement.get(out, out.options.update(max_width=_WIDEST), table).maximum
    out.print(table)
    out.print(f"\n{len(objects)} object{'s' * (len(objects) != 1)}")


def _place(item: CloudObject) -> str:
    """Where an object lives, as one line above all that do."""
    account = f" (account {item.account})" if item.account else ""
    return f"{item.cloud} {item.cluster or item.region or 'everywhere'}{account}"


@app.command()
def fail(
    context: typer.Context,
    cloud: Cloud,
    region: Region = None,
    *,
    cwd: Cwd = None,
    rate: Annotated[float | None, typer.Option("--rate", help="The share of the calls that fail.", min=0.0, max=1.0)] = None,
    seed: Annotated[str, typer.Option("--seed", help="With --rate: decides which calls fail.")] = "0",
) -> None:
    """Make the calls of a cloud, or of one region of it, fail. All of them, or a share at random, until it is healed."""
    clouds, known = _clouds(context, cwd), _known(cloud, region)
    if rate is None:
        clouds.fail(known, region)
        typer.echo(f"{_place_named(cloud, region)} fails until `nusa clouds heal`")
        return
    clouds.unsettle(known, region, rate=rate, seed=seed)
    typer.echo(f"{_place_named(cloud, region)} fails {rate:.0%} of its calls until `nusa clouds heal`")


@app.command()
def heal(
    context: typer.Context,
    cloud: Annotated[str | None, typer.Argument(help="The cloud to heal; all of them without.")] = None,
    region: Region = None,
    cwd: Cwd = None,
) -> None:
    """End the faults of a cloud, of one region of it, or all of them."""
    ended = _clouds(context, cwd).heal(_known(cloud, region) if cloud else None, region)
    if ended:
        typer.echo(f"{_place_named(cloud, region) if cloud else 'every cloud'} answers again")
    else:
        typer.echo(f"no fault is in force{f' for {_place_named(cloud, region)}' if cloud else ''}")


@app.command()
def drift(
    context: typer.Context,
    which: Which,
    values: Annotated[
        list[str], typer.Argument(help="PATH=VALUE: JSON, or else text; nothing removes it.", metavar="PATH=VALUE...")
    ],
    cwd: Cwd = None,
) -> None:
    """Change an object as somebody would by hand. `nusa refresh` sees it."""
    from simulator.drift import DriftError

    from .endings import UsageError

    try:
        changed = _clouds(context, cwd).change(which, dict(_assigned(value) for value in values))
    except DriftError as error:
        raise UsageError(str(error)) from error
    typer.echo(f"{changed.type} {changed.id} has drifted from what made it")


@app.command()
def delete(context: typer.Context, which: Which, cwd: Cwd = None) -> None:
    """Delete an object by hand, if its cloud allows. `nusa refresh` sees it."""
    from simulator.drift import DriftError

    from .endings import UsageError

    try:
        gone = _clouds(context, cwd).delete(which)
    except DriftError as error:
        raise UsageError(str(error)) from error
    typer.echo(f"{gone.type} {gone.id} is gone")


def _assigned(text: str) -> tuple[str, Any]:
    from .endings import UsageError

    path, equals, value = text.partition("=")
    if not equals or not path:
        raise UsageError(f"{text}: expected PATH=VALUE, such as tags.owner=ops")
    try:
        return path, json.loads(value) if value else None
    except ValueError:
        return path, value


@app.command()
def reset(
    context: typer.Context, cwd: Cwd = None, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Empty the simulated clouds. The states of the stacks stay, and will find nothing."""
    from .endings import UsageError
    from .options import Colors
    from .terminal import terminal

    if not yes:
        here = terminal(Colors.AUTO)
        if not here.interactive:
            raise UsageError("--yes must be passed in to empty the clouds when running in non-interactive mode")
        typer.confirm("Empty the simulated clouds?", abort=True)
    _clouds(context, cwd).reset()


def _place_named(cloud: str, region: str | None) -> str:
    return f"{cloud} in {region}" if region else cloud


def _known(cloud: str, region: str | None) -> str:
    """The cloud, if there is such a one and it has such a region, or such a zone of one."""
    from simulator.clouds import regions_of, zones_of

    if cloud not in CLOUDS:
        raise _unknown(cloud, "simulated cloud", CLOUDS)
    regions = regions_of(cloud)
    zones = (zone for each in regions for zone in zones_of(cloud, each))
    if region and regions and region not in regions and region not in zones:
        raise _unknown(region, f"region of {cloud}", regions)
    return cloud


def _unknown(given: str, what: str, known: Sequence[str]) -> typer.BadParameter:
    from faults import nearest

    near = nearest(given, known)
    return typer.BadParameter(f"{given!r} is no {what}{f'; did you mean {near}?' if near else ', expected ' + ', '.join(known)}")
