"""How far migrations are, what comes next and what undoes the last step: what `nusa migrations` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from . import looks
from .names import harmless
from .page import Page
from .table import Row, table

_LATE: Final = frozenset({"due", "overdue", "taken before its day"})
_ONE: Final = {"traffic": "requests for {}", "fleets": "fleet {}", "workloads": "workload {}", "clusters": "cluster {}"}


def migrations(plan: Mapping[str, Any]) -> Page:
    """The migrations as `stacks.migration_plan` gives them."""
    page = Page()
    if not plan["migrations"]:
        page.line(f"{harmless(plan['environment'])} has no migrations")
    for migration in plan["migrations"]:
        page.write(harmless(migration["name"]), looks.HEADLINE)
        page.line(f": {harmless(_of(migration))}, {_progress(migration)}")
        rows = [_row(step) for step in migration["steps"]]
        headers = ("STEP", "DATE", *migration["sites"], "MOVES", "")
        page.extend(table(headers, rows, prefix="    ", numbers=("STEP", *migration["sites"], "MOVES")))
        for line in _next(migration):
            page.line(f"    {harmless(line)}")
        for guard in migration["guards"] if migration["next"] else ():
            page.line(f"    Before it, these must name no alarm of {harmless(guard['site'])}:", looks.FAINT)
            for asks in guard["asks"]:
                page.line(f"        {harmless(asks)}")
        page.line()
    return page


def markdown(plan: Mapping[str, Any]) -> str:
    """The same for a page of a repository, or a comment."""
    return "\n".join(_markdown(plan))


def _markdown(plan: Mapping[str, Any]) -> Iterator[str]:
    if not plan["migrations"]:
        yield f"{_cell(plan['environment'])} has no migrations\n"
    for migration in plan["migrations"]:
        yield f"**{_cell(migration['name'])}**: {_cell(_of(migration))}, {_progress(migration)}\n"
        yield f"| step | date | {' | '.join(map(_cell, migration['sites']))} | moves | |"
        yield f"| ---: | --- | {'---: | ' * len(migration['sites'])}---: | --- |"
        for step in migration["steps"]:
            number, date, *rest = _cells(step)
            notes = "".join(f"<br>{_cell(note)}" for note in _needs(step))
            yield f"| {number} | {date} | {' | '.join(rest)}{notes} |"
        yield ""
        for line in _next(migration):
            yield f"- {_cell(line)}"
        for guard in migration["guards"] if migration["next"] else ():
            yield f"- Before it, these must name no alarm of {_cell(guard['site'])}:"
            yield from (f"  - `{harmless(asks)}`" for asks in guard["asks"])
        yield ""


def _cell(text: str) -> str:
    return harmless(text).replace("|", "\\|").replace("<", "&lt;")


def _of(migration: Mapping[str, Any]) -> str:
    return _ONE[migration["kind"]].format(migration["of"])


def _progress(migration: Mapping[str, Any]) -> str:
    steps = len(migration["steps"]) - 1
    if migration["step"] == 0:
        return f"not begun, {steps} step{'s' * (steps > 1)}"
    return "at its end" if migration["next"] is None else f"step {migration['step']} of {steps} in force"


def _row(step: Mapping[str, Any]) -> Row:
    cells = _cells(step)
    style = looks.WARNING if step["standing"] in _LATE else looks.HEADLINE if step["standing"] == "in force" else ""
    return Row(cells, notes=[f"      {note}" for note in _needs(step)], styles=("",) * (len(cells) - 1) + (style,))


def _cells(step: Mapping[str, Any]) -> tuple[str, ...]:
    shares = (f"{share}%" for share in step["shares"].values())
    return (str(step["step"]), step["date"] or "before", *shares, str(step["moves"] or ""), step["standing"])


def _needs(step: Mapping[str, Any]) -> Iterator[str]:
    """What the largest peak that comes while the step holds asks of the sites that may have, or are drained to, less than that."""
    for need in step["needs"]:
        most = max(need["needed"], need["floor"])
        if most > need["ceiling"]:
            yield f"{need['event']} asks {need['site']} for {most}: more than its maximum, {need['ceiling']}"
        elif need["needed"] > need["floor"]:
            yield f"{need['event']} asks {need['site']} for {most}: drained to {need['floor']}"


def _next(migration: Mapping[str, Any]) -> Iterator[str]:
    """The lines to write."""
    after, steps = migration["next"], migration["steps"]
    if after is not None:
        yield f"Next, on {steps[after]['date']} ({migration['timeZone']}): write step: {after} under migrations.{migration['name']}"
    elif migration["kind"] == "traffic":
        yield f"To end it: write the weights of step {migration['step']} under traffic.{migration['of']}, and remove it"
    else:
        yield f"To end it: leave the sites that keep nothing out of {migration['kind']}.{migration['of']}, and remove it"
    if migration["back"] is not None:
        yield f"Back: write step: {migration['back']}{'; step: 0 for all the way' if migration['back'] else ''}"
    if migration["check"]:
        yield f"Guarded by the health check of {migration['of']}: its answers leave a site that fails"
