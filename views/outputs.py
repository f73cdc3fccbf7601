"""What a resource, a component or the stack gives, and how that changed.

Source: getResourceOutputsPropertiesString and massageStackPreviewOutputDiff in pkg/backend/display/object_diff.go.
"""

from __future__ import annotations

from engine.diff import ListDiff, ObjectDiff, ValueDiff
from engine.events import Op
from engine.properties import equal
from engine.values import UNKNOWN, Properties

from . import changes
from .options import DEFAULT, DisplayOptions
from .page import Page
from .translation import differences
from .values import Printer, masked, visible, worth_showing


def write_outputs(
    page: Page,
    indent: int,
    op: Op,
    old: Properties | None,
    new: Properties,
    *,
    inputs: Properties | None = None,
    planning: bool,
    stack: bool,
    options: DisplayOptions = DEFAULT,
) -> None:
    """Write the outputs that say something new; nothing where there are none.

    Args:
        page: where the text goes.
        indent: the depth, in steps of four columns.
        op: what happens to the resource.
        old: the outputs before; None where the resource is new.
        new: the outputs now.
        inputs: the resource's inputs: an output that only repeats one is left out.
        planning: whether this is a preview.
        stack: whether these are the stack's outputs, all of which an update shows.
        options: how much is shown.
    """
    show_sames = options.sames or (stack and not planning)
    new = visible(new, secrets=options.secrets)
    printer = Printer(page, indent, op, planning=planning, truncate=not options.full)
    diff = None
    if old is not None:
        diff = differences(old, new, secrets=options.secrets)
        if diff is not None and planning and stack:
            _drop_unknown(diff)
        if diff is None and not show_sames:
            return
    keys = sorted(new) if diff is None else changes.keys_of(diff)
    width = max(map(len, keys), default=0)
    for key in keys:
        if inputs is not None and key in inputs and equal(new.get(key), masked(inputs[key], secrets=options.secrets)):
            continue
        if diff is None:
            if worth_showing(new[key]):
                printer.title(key, width)
                printer.value(new[key])
        elif show_sames or key not in diff.sames:
            changes.write_property(printer, key, width, diff)


def _drop_unknown(diff: ObjectDiff) -> None:
    """Leave out what a preview cannot tell: outputs that only become unknown say nothing about a change."""
    for key, change in list(diff.updates.items()):
        _drop_inside(change)
        if change.new is UNKNOWN:
            del diff.updates[key]


def _drop_inside(change: ValueDiff) -> None:
    if isinstance(change.inside, ListDiff):
        for item in change.inside.updates.values():
            _drop_inside(item)
    elif isinstance(change.inside, ObjectDiff):
        _drop_unknown(change.inside)
