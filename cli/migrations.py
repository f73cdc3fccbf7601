"""`nusa migrations`: which step of each migration is in force, what comes next, and what undoes the last."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .endings import UsageError
from .moment import At, moment
from .options import Color, Cwd, Stack


def migrations(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    color: Color = None,
) -> None:
    """Show the steps of an environment's migrations.

    With --at, which of them are due, overdue, or were taken before their day.
    """
    if as_json and as_markdown:
        raise UsageError("--json and --markdown cannot be used together: both are all that is printed")
    when = None if at is None else moment(at)
    from stacks.migration_plan import migration_plan

    from .environments import loaded
    from .printing import output_of, print_json

    plan = migration_plan(loaded(context, cwd, stack), when)
    if as_json:
        print_json(plan)
        return
    from views import migrations as views

    if as_markdown:
        sys.stdout.write(views.markdown(plan))
    else:
        output_of(context, color).write(views.migrations(plan))
