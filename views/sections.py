"""What stands under the tree: Policies, Diagnostics, Outputs, Resources, Duration.

Source: pkg/backend/display/progress.go (processEndSteps) and diff.go (renderSummaryEvent).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from engine import urn
from engine.events import Diagnostic, Op, Severity, Summary

from . import looks, policies
from .board import Board, Row
from .columns import PREFIXES
from .looks import LOOKS
from .names import harmless, safe, short_type
from .outputs import write_outputs
from .page import Page


def configuration(config: Mapping[str, str]) -> Page:
    """What the deployment is configured with, secrets masked already: what `--show-config` puts before everything else."""
    page = Page([("Configuration:", looks.FAINT), ("\n", "")])
    for key, value in sorted(config.items()):
        page.line(f"    {safe(key)}: {harmless(value)}")
    return page


def sections(board: Board) -> Page:
    """Everything under the tree, once the deployment is over. What a mandatory policy forbids is not followed by a summary."""
    page = policies.section(board)
    page.extend(diagnostics(board))
    if board.options.outputs:
        page.extend(outputs(board))
    if board.summary is not None and not policies.forbidden(board):
        errored = sum(row.errors > 0 for row in board.rows.values())
        page.extend(summary(board.summary, errored=errored))
    return page


def diagnostics(board: Board) -> Page:
    """The messages by resource, the stack's last."""
    page = Page()
    reporting = [row for row in board.rows.values() if row.diagnostics]
    for row in sorted(reporting, key=lambda row: row.urn == board.root):
        _write_messages(page, row, urns=board.options.urns)
    return page if not page else Page([("Diagnostics:", looks.HEADLINE), ("\n", ""), *page.fragments])


def _write_messages(page: Page, row: Row, *, urns: bool) -> None:
    page.line(f"  {_resource(row, urns=urns)}:", looks.RESOURCE)
    for _, messages in groupby(row.diagnostics, key=lambda message: message.severity is Severity.INFO_ERR):
        for message in _joined(messages):
            prefix, style = PREFIXES.get(message.severity, ("", ""))
            first, *rest = harmless(message.message).rstrip().split("\n")
            page.write("    ")
            page.write(prefix, style)
            page.line(first.rstrip())
            for line in rest:
                page.line(f"    {line.rstrip()}".rstrip())
        page.line()


def _resource(row: Row, *, urns: bool) -> str:
    return safe(row.urn) if urns else f"{safe(short_type(urn.type_of(row.urn)))} ({safe(urn.name_of(row.urn))})"


def _joined(messages: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The messages with the parts of each stream as one, where the first part stands."""
    streams: dict[int, list[Diagnostic]] = {}
    for index, message in enumerate(messages, start=1):
        streams.setdefault(message.stream or -index, []).append(message)
    for first, *more in streams.values():
        yield replace(first, message="".join(part.message for part in (first, *more))) if more else first


def outputs(board: Board) -> Page:
    """The stack's outputs, as they changed."""
    page = Page()
    row = board.rows.get(board.root)
    if row is None or row.step is None:
        return page
    before = row.step.old
    if row.outputs is not None and before is not None and row.op is Op.DELETE:
        old, new = before.outputs, {}  # a refresh has told of them, and now they go
    elif row.outputs is not None:
        old, new = row.outputs if before is not None else (None, row.outputs[1])
    elif before is not None and row.op is Op.SAME and not board.preview:
        old, new = before.outputs, {}  # the program did not come to its end: what it did not put out is not there any more
    else:
        return page
    write_outputs(page, 1, row.op, old, new, planning=board.preview, stack=True, options=board.options)
    if not page:
        return page
    return Page([("Outputs:", looks.HEADLINE), ("\n", ""), *page.fragments, ("\n", "")])


def summary(end: Summary, *, errored: int, packs: bool = False) -> Page:
    """What was counted, and how long it took.

    Args:
        end: the engine's own summary.
        errored: how many resources reported errors.
        packs: list the policy packs that ran, where no section of their own does.
    """
    page = Page([("Resources:", looks.HEADLINE), ("\n", "")])
    to = "to " if end.preview else ""
    counted = [(op, end.changes[op]) for op in looks.SUMMARY_ORDER if end.changes.get(op)]
    for op, count in counted:
        page.write("    ")
        page.line(f"{LOOKS[op].symbol}{count} {to}{op.value if end.preview else LOOKS[op].counted}", LOOKS[op].style)
    _write_totals(page, sum(count for _, count in counted) if len(counted) > 1 else 0, end.changes.get(Op.SAME, 0))
    if errored:
        page.line(f"    {errored} errored", looks.ERROR)
    if packs:
        page.extend(policies.table(end.policy_packs))
    if not end.preview:
        page.write("\n")
        page.write("Duration:", looks.HEADLINE)
        page.line(f" {duration(end.seconds)}")
    return page


def _write_totals(page: Page, changes: int, sames: int) -> None:
    if not changes and not sames:
        return
    page.write("    ")
    if changes:
        page.write(f"{changes} changes", "bold")
    page.line((". " if changes and sames else "") + (f"{sames} unchanged" if sames else ""))


def duration(seconds: float) -> str:
    """Whole seconds, rounded up, as `1h2m3s`."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m{rest}s" if hours else f"{minutes}m{rest}s" if minutes else f"{rest}s"
