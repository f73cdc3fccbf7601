"""`nusa drill`: lose a site, a cloud or a zone of the simulated clouds, and see what becomes of what is deployed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .codes import POLICY
from .endings import UsageError
from .options import Color, Common, Cwd, Stack

if TYPE_CHECKING:
    from checks.drill.declared import Declarations
    from checks.drill.drill import Drill
    from engine.resource import Resource
    from simulator.clouds import Clouds

Lose = Annotated[
    list[str] | None,
    typer.Option(
        "--lose",
        help="Lose this: a site, a cloud (aws, alicloud), or a zone (SITE/a); repeatable. It stays lost until --heal.",
        metavar="WHAT",
        show_default=False,
    ),
]
Heal = Annotated[bool, typer.Option("--heal", help="Bring back what the stack has lost, and show the way back.")]
Up = Annotated[
    bool, typer.Option("--up", help="Drill what the program declares, brought up in a scratch place that is gone afterwards.")
]
Checkpoint = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        help="Drill a state that `pulumi stack export` wrote, on clouds of its own; - for standard input.",
        metavar="FILE",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a runbook.")]


def drill(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    lose: Lose = None,
    heal: Heal = False,
    up: Up = False,
    checkpoint: Checkpoint = None,
    as_json: Json = False,
    markdown: Markdown = False,
    color: Color = None,
) -> None:
    """Lose a site, a cloud or a zone, and see what happens when.

    Health checks turn, DNS leaves the lost site out, kept answers run out, and what is left carries the peaks of events, or does
    not: as a time line on a clock of its own, read from what is deployed. Without --lose every loss is told in turn, a line each.

    What is lost refuses every call until --heal, so that `nusa up --continue-on-error` shows what can still be changed. A promise
    that is missed, and not accepted by the environment: exit code 5.
    """
    given = {"--lose": lose, "--heal": heal, "--up": up, "--checkpoint": checkpoint, "--json": as_json, "--markdown": markdown}
    _require_one_way({option for option, value in given.items() if value})
    from engine.project import Project

    from .drill_ground import place
    from .meant import whole_of
    from .stacks import chosen

    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    name = whole_of(project, chosen(project, stack or common.stack))  # what is left of a loss are the other sites
    with place(project, name, checkpoint, up=up) as (clouds, resources):
        told = _Telling(context, color, name, as_json=as_json, markdown=markdown)
        declared = _declared(name, resources)
        if heal:
            broken = _healed(clouds, declared, told)
        elif lose:
            broken = _lost(clouds, declared, lose, told)
        else:
            broken = told.each(declared)
    raise typer.Exit(POLICY if broken else 0)


def _require_one_way(given: set[str]) -> None:
    for two in (
        ("--lose", "--heal"),
        ("--up", "--heal"),
        ("--checkpoint", "--heal"),
        ("--checkpoint", "--up"),
        ("--json", "--markdown"),
    ):
        if given.issuperset(two):
            raise UsageError(f"{' and '.join(two)} cannot be used together")
    if "--markdown" in given and not given & {"--lose", "--heal"}:
        raise UsageError("--markdown is for one loss; fix: add --lose or --heal")


def _declared(stack: str, resources: Sequence[Resource]) -> Declarations:
    from checks.drill.declared import Declarations

    declared = Declarations.of(resources)
    if not declared.sites:
        raise UsageError(f"{stack} has no sites: a drill is for a stack of an environment")
    return declared


def _lost(clouds: Clouds, declared: Declarations, lose: Sequence[str], told: _Telling) -> bool:
    from checks.drill.drill import Drill
    from checks.drill.loss import loss_of

    for cloud, where in [_fault(text, declared.sites) for text in lose]:
        clouds.fail(cloud, where)
    loss = loss_of(declared.sites, clouds.failures())
    return told.lost(Drill(declared, loss, clouds.out_of_reach()))


def _healed(clouds: Clouds, declared: Declarations, told: _Telling) -> bool:
    from checks.drill.drill import Drill
    from checks.drill.loss import loss_of

    failures = clouds.failures()
    loss = loss_of(declared.sites, failures)
    if not loss:
        raise UsageError(f"nothing of {told.stack} is lost; fix: lose something with `nusa drill --lose SITE`")
    for cloud, where in failures:
        if loss_of(declared.sites, [(cloud, where)]):
            clouds.restore(cloud, where)
    return told.healed(Drill(declared, loss))


def _fault(text: str, sites: Mapping[str, Any]) -> tuple[str, str | None]:
    """What has to fail: a cloud and a region, or a zone, of it; None for every region."""
    from faults import nearest
    from simulator.clouds import zones_of

    name, slash, letter = text.partition("/")
    site = sites.get(name)
    if site is not None and not slash:
        return site["cloud"], site["region"]
    if site is not None and letter in site["zones"]:
        zone = next(each for each in zones_of(site["cloud"], site["region"]) if each.endswith(letter))
        return site["cloud"], zone
    clouds = list(dict.fromkeys(each["cloud"] for each in sites.values()))
    if name in clouds and not slash:
        return name, None
    if site is not None:
        raise UsageError(
            f"given --lose {text}, expected a zone of {name}: {', '.join(site['zones'])}; fix: write {name}/{site['zones'][0]}"
        )
    near = nearest(name, [*sites, *clouds])
    fix = f"write {near}" if near else f"choose one of {', '.join([*sites, *clouds])}"
    raise UsageError(f"given --lose {text}, expected a site, a cloud that has one, or SITE/ZONE; fix: {fix}")


class _Telling:
    """How a drill is told: as text, JSON or Markdown; each answers whether a promise is missed."""

    def __init__(self, context: typer.Context, color: Color, stack: str, *, as_json: bool, markdown: bool) -> None:
        self._context, self._color, self.stack = context, color, stack
        self._json, self._markdown = as_json, markdown

    def lost(self, drill: Drill) -> bool:
        from checks.drill.timeline import after_loss

        return self._tell(
            drill,
            f"Drill of {self.stack}: {drill.loss} {'are' if drill.loss.several else 'is'} lost",
            after_loss(drill),
            healed=False,
        )

    def healed(self, drill: Drill) -> bool:
        from checks.drill.timeline import after_heal

        return self._tell(
            drill,
            f"Drill of {self.stack}: {drill.loss} {'are' if drill.loss.several else 'is'} back",
            after_heal(drill),
            healed=True,
        )

    def _tell(self, drill: Drill, title: str, moments: Sequence[Any], *, healed: bool) -> bool:
        from checks.drill.verdict import promises
        from views import drill as pages
        from views import drill_documents as documents

        from .printing import output_of, print_json

        found, carried, rooms = ((), (), ()) if healed else (promises(drill), drill.carried, drill.rooms)
        if self._json:
            print_json(documents.document(self.stack, drill, moments, found, healed=healed))
        elif self._markdown:
            sys.stdout.write(documents.markdown(title, moments, carried, found))
        else:
            output_of(self._context, self._color).write(pages.drill(title, moments, carried, rooms, found))
        return any(promise.broken for promise in found)

    def each(self, declared: Declarations) -> bool:
        from checks.drill.rehearsal import every_loss
        from views import drill as pages
        from views import drill_documents as documents

        from .printing import output_of, print_json

        found = list(every_loss(declared))
        if self._json:
            print_json(documents.documents(self.stack, found))
        else:
            output_of(self._context, self._color).write(pages.each(self.stack, found))
        return any(each.broken for each in found)
