"""What stands in the columns of a row: symbol, type, name, status and info.

Source: pkg/backend/display/progress.go (status) and rows.go (info).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine import urn
from engine.diff import ObjectDiff, ValueDiff
from engine.events import Diagnostic, Op, Severity, Step

from . import looks
from .board import Board, Row
from .looks import LOOKS
from .names import harmless, safe, short_type
from .page import Page
from .translation import differences, translate

PREFIXES = {Severity.ERROR: ("error: ", looks.ERROR), Severity.WARNING: ("warning: ", looks.WARNING)}
RETAINING = frozenset({Op.DELETE, Op.REPLACE, Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED})


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of one row; where URNs are shown, the type's cell holds one and the name's is empty.

    Args:
        symbol: the operation's.
        type: the type without the file it repeats.
        name: the resource's name.
        status: what happens, or happened.
        info: what differs, and what was reported.
    """

    symbol: Page
    type: Page
    name: Page
    status: Page
    info: Page


def columns(board: Board, row: Row, *, folded: bool) -> Columns:
    """The columns of one row.

    Args:
        board: the deployment.
        row: one of its rows.
        folded: whether the parts of a replacement are shown as one, as in a tree; a log shows each.
    """
    op, urns = _shown(board, row.op, folded=folded), board.options.urns
    look = LOOKS[op]
    return Columns(
        symbol=Page([(look.symbol, look.style)]),
        type=Page([(safe(row.urn if urns else short_type(urn.type_of(row.urn))), "")]),
        name=Page([("" if urns else safe(urn.name_of(row.urn)), "")]),
        status=_status(board, row, op, folded=folded),
        info=_info(board, row, folded=folded),
    )


def _shown(board: Board, op: Op, *, folded: bool) -> Op:
    one = folded and not board.failed and (board.preview or board.done)
    return Op.REPLACE if one and op in looks.REPLACEMENT_STAGES else op


def retain(step: Step | None) -> str:
    """The mark of a resource that leaves the state and stays in the cloud."""
    gone = step is not None and step.op in RETAINING and step.old is not None and step.old.retain_on_delete
    return "[retain]" if gone else ""


def _status(board: Board, row: Row, op: Op, *, folded: bool) -> Page:
    text, style = _words(board, row, op, folded=folded)
    return Page([(text, style), (retain(row.step), "")])


def _words(board: Board, row: Row, op: Op, *, folded: bool) -> tuple[str, str]:
    look = LOOKS[op]
    failed = row.failed or row.errors > 0
    if board.interrupted(row) and not failed:
        return f"{look.doing} (interrupted)", looks.WARNING
    if not board.finished(row):
        if row.urn == board.root and op is Op.SAME:
            return "running", ""
        if board.preview:
            return (look.planned if folded else look.stage), f"bold {look.style}".strip()
        elapsed = f" ({int(board.clock() - row.started)}s)" if look.doing else ""
        return f"{look.doing}{elapsed}", f"bold {look.style}".strip()
    if board.preview:
        return look.planned, look.style
    if failed:
        return f"**{look.failed}{_took(row) if look.doing else ''}**", looks.ERROR
    return f"{look.done}{_took(row)}" if look.done else "", look.style


def _took(row: Row) -> str:
    if row.seconds is None:
        return ""
    return f" ({row.seconds:.2f}s)" if row.seconds < 1 else f" ({int(row.seconds)}s)"


def _info(board: Board, row: Row, *, folded: bool) -> Page:
    step = row.replacement if row.op in looks.REPLACEMENT_STAGES and row.replacement else row.step
    info = Page(_described(row, step).fragments)
    if board.done:
        for word, style, severities in (
            ("error", looks.ERROR, (Severity.ERROR,)),
            ("warning", looks.WARNING, (Severity.WARNING,)),
            ("message", looks.INFO, (Severity.INFO, Severity.INFO_ERR)),
        ):
            if count := row.count(*severities):
                _separate(info)
                info.write(f"{count} ")
                info.write(word if count == 1 else f"{word}s", style)
    elif (message := _latest(row, folded=folded)) is not None:
        _separate(info)
        info.write(*PREFIXES.get(message.severity, ("", "")))
        info.write(harmless(message.message).strip().split("\n")[0])
    return info


def _separate(info: Page) -> None:
    if info:
        info.write("; ")


def _latest(row: Row, *, folded: bool) -> Diagnostic | None:
    """What to tell while work goes on: in a tree an error stays, in a log each message passes by."""
    errors = [message for message in row.diagnostics if message.severity is Severity.ERROR]
    return errors[-1] if folded and errors else row.progress


def _described(row: Row, step: Step | None) -> Page:
    """The step's `[diff: …]`, made once a step: a tree is drawn many times a second."""
    if row.described is None or row.described[0] is not step:
        row.described = (step, _short_diff(step) if step is not None else Page())
    return row.described[1]


def _short_diff(step: Step) -> Page:
    diff = short_diff(step)
    return Page() if diff is None else changed_keys(diff, step.diff_reasons)


def changed_keys(diff: ObjectDiff, wanted: Collection[str] = ()) -> Page:
    """A difference as `[diff: …]`: the keys that differ, or of those the wanted ones."""
    page = Page()
    page.write("[diff: ")
    for op, keys in ((Op.CREATE, diff.adds), (Op.DELETE, diff.deletes), (Op.UPDATE, diff.updates)):
        if shown := sorted(safe(key) for key in keys if not wanted or key in wanted):
            page.write(looks.symbol(op).strip() + ",".join(shown), looks.style(op))
    page.write("]")
    return page


def short_diff(step: Step) -> ObjectDiff | None:
    """What differs at the root of a step's properties, with its provider and its protection; None where nothing does."""
    old, new = step.old, step.new
    if old is None or new is None:
        return None
    diff = None
    if step.op is not Op.SAME:
        diff = translate(step) if step.detailed_diff is not None else differences(old.inputs, new.inputs)
    if old.provider != new.provider or old.protect != new.protect:
        diff = diff or ObjectDiff()
        if old.provider != new.provider:
            diff.updates["provider"] = ValueDiff(old.provider, new.provider)
        if old.protect != new.protect:
            diff.updates["protect"] = ValueDiff(old.protect, new.protect)
    return diff
