"""`nusa addresses`: where everything of an environment lies, what is free, and what collides."""

from __future__ import annotations

import ipaddress
import sys
from typing import Annotated, Any

import typer

from .codes import GENERIC
from .endings import UsageError
from .options import Color, Cwd, Stack

Free = Annotated[bool, typer.Option("--free", help="Print the blocks of a further site, to be pasted as YAML.")]
Peer = Annotated[
    list[str] | None,
    typer.Option(
        "--peer",
        help="A range elsewhere, to see whether it collides, in which case the exit code is 1; repeatable.",
        metavar="NAME=CIDR",
        show_default=False,
    ),
]


def addresses(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    free: Free = False,
    peer: Peer = None,
    as_json: Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")] = False,
    color: Color = None,
) -> None:
    """Show where networks lie, what is free, what collides."""
    ranges = _ranges(peer or [])
    plan = _plan(context, cwd, stack, ranges)
    from views.addresses import addresses as table
    from views.addresses import collisions, proposal

    from .printing import output_of, print_json

    if free and plan["next"] is None:
        raise UsageError(f"no room for a site is left in {plan['addressSpace']['block']} of {plan['environment']}")
    if as_json:
        print_json(plan["next"] if free else plan)
    else:
        output_of(context, color).write(proposal(plan) if free else table(plan))
    told = list(collisions(plan))
    if told:
        if free or as_json:
            sys.stderr.writelines(f"error: {collision}\n" for collision in told)
        raise typer.Exit(GENERIC)


def _plan(context: typer.Context, cwd: Any, stack: str | None, ranges: dict[str, ipaddress.IPv4Network]) -> dict[str, Any]:
    """The plan of the stack's environment; no program runs for it.

    Raises:
        StackNotFound: there is no such stack.
        FaultError: with every fault of its environment.
    """
    from stacks.address_plan import address_plan

    from .environments import loaded

    found = loaded(context, cwd, stack)
    if twice := sorted(found.environment.peers.keys() & ranges):
        raise UsageError(f"given --peer {twice[0]}, which is a peer of {found.name} already; fix: give it another name")
    return address_plan(found, ranges)


def _ranges(given: list[str]) -> dict[str, ipaddress.IPv4Network]:
    """The ranges that were named, by name.

    Raises:
        UsageError: with every one that is none.
    """
    found: dict[str, ipaddress.IPv4Network] = {}
    wrong: list[str] = []
    for text in given:
        name, _, block = text.partition("=")
        try:
            if not name or "/" not in block or name in found:
                raise ValueError
            found[name] = ipaddress.IPv4Network(block)
        except ValueError:
            wrong.append(f"given --peer '{text}', expected a name of its own and an IPv4 block{_mended(name, block)}")
    if wrong:
        raise UsageError("\nerror: ".join(wrong))
    return found


def _mended(name: str, block: str) -> str:
    try:
        around = ipaddress.IPv4Network(block, strict=False)
    except ValueError:
        return ", say office=192.168.10.0/24"
    return f"; fix: write {name or 'office'}={around}"
