"""`nusa events`: when floors are raised, what they are at a moment, and which quotas to ask for."""

from __future__ import annotations

from typing import Annotated

import typer

from .moment import At, moment
from .options import Color, Cwd, Stack

Most = Annotated[int, typer.Option("--most", help="How many occurrences of each event to show.", min=1, metavar="N")]


def events(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    at: At = None,
    most: Most = 6,
    as_json: Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")] = False,
    color: Color = None,
) -> None:
    """Show when events raise floors, and what that takes.

    With --at, what holds at that moment, and what is still to come.
    """
    when = None if at is None else moment(at)
    from stacks.event_calendar import event_calendar

    from .environments import loaded
    from .printing import output_of, print_json

    calendar = event_calendar(loaded(context, cwd, stack), when, most=most)
    if as_json:
        print_json(calendar)
        return
    from views.events import events as tables

    output_of(context, color).write(tables(calendar))
