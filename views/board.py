"""What a deployment has done so far, one row a resource: the fold of the engine's events that the tree and the log show.

Source: pkg/backend/display/progress.go.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from engine import urn
from engine.events import (
    Diagnostic,
    Event,
    Op,
    OutputsChanged,
    PolicyRemediation,
    PolicyViolation,
    Severity,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    Summary,
)
from engine.resource import Resource
from engine.values import Properties

from .names import is_default_provider, short_type
from .options import DEFAULT, DisplayOptions
from .page import Page

HIDDEN_READS = frozenset({Op.READ, Op.READ_DISCARD, Op.READ_REPLACEMENT})


@dataclass(slots=True)
class Row:
    """One resource: the step that it is in, what was reported about it, and how long it took.

    Args:
        urn: whose row it is.
        step: the latest step; None where only its children or its diagnostics were heard of.
        hidden: whether nothing changes here, so that the row shows only above a child that changes.
        replacement: the `replace` step, which says why, whatever part of it is running.
        finished: the operations that came to their end.
        started: the clock's reading at the latest step's start.
        seconds: how long the latest finished operation took.
        diagnostics: what was reported about it, for the record.
        progress: the latest message, for the moment.
        violations: what policies found about it.
        remediations: what policies changed of it.
        outputs: a component's or the stack's, before and now.
        refreshed: whether what was heard of last is what a refresh has found.
        described: the step whose `[diff: …]` was made last, and that.
    """

    urn: str
    step: Step | None = None
    hidden: bool = True
    failed: bool = False
    replacement: Step | None = None
    finished: set[Op] = field(default_factory=set)
    started: float = 0.0
    seconds: float | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    progress: Diagnostic | None = None
    violations: list[PolicyViolation] = field(default_factory=list)
    remediations: list[PolicyRemediation] = field(default_factory=list)
    outputs: tuple[Properties, Properties] | None = None
    refreshed: bool = False
    described: tuple[Step | None, Page] | None = None

    @property
    def op(self) -> Op:
        return self.step.op if self.step else Op.SAME

    @property
    def resource(self) -> Resource | None:
        return (self.step.new or self.step.old) if self.step else None

    @property
    def parent(self) -> str:
        return self.resource.parent if self.resource else ""

    @property
    def custom(self) -> bool:
        return self.resource is not None and self.resource.custom

    def count(self, *severities: Severity) -> int:
        return sum(message.severity in severities for message in self.diagnostics)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)


class Board:
    """The rows of one deployment, in the order in which they were first heard of.

    Args:
        project: the project's name.
        stack: the stack's name.
        preview: whether nothing is really done.
        options: how much is shown.
        clock: a reading in seconds, for how long operations take.
    """

    def __init__(
        self,
        project: str,
        stack: str,
        *,
        preview: bool,
        options: DisplayOptions = DEFAULT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.preview, self.options, self.clock = preview, options, clock
        self.root = urn.make(stack, project, "", urn.ROOT_STACK_TYPE, f"{project}-{stack}")
        self.rows: dict[str, Row] = {}
        self.sames: set[str] = set()
        self.summary: Summary | None = None
        self.failed = False

    @property
    def done(self) -> bool:
        return self.summary is not None

    def begin(self) -> None:
        """Show the stack before anything is heard of it, so that a person sees that work has begun."""
        self._row(self.root)

    def fold(self, event: Event) -> Row | None:
        """Take one event in; the answer is the row that it has something new to show about, if any."""
        match event:
            case StepStarted(step) | StepDone(step) if is_default_provider(step.urn):
                return None
            case StepStarted(step):
                return self._started(step)
            case StepDone(step, seconds):
                return self._finished(step, seconds)
            case StepFailed(step) if not self.preview:
                self.failed = True
                row = self._row(step.urn, step)
                row.failed = True
                row.hidden = False
                return row
            case OutputsChanged():
                return self._outputs(event)
            case Diagnostic():
                return self._diagnosed(event)
            case PolicyViolation():
                row = self._row(event.urn)
                row.violations.append(event)
                return row
            case PolicyRemediation():
                row = self._row(event.urn)
                row.remediations.append(event)
                row.hidden = False
                return row
            case Summary():
                self.summary = event
        return None

    def finished(self, row: Row) -> bool:
        """Whether the row's work is over; the stack's is when everything is."""
        return row.failed or self.done or (row.urn != self.root and row.op in row.finished)

    def interrupted(self, row: Row) -> bool:
        """Whether the end came while the row's operation was under way."""
        started = row.custom and row.op not in (Op.SAME, Op.REMOVE_PENDING_REPLACE)
        return self.done and started and row.op not in row.finished

    def _row(self, urn_: str, step: Step | None = None) -> Row:
        if self.root not in self.rows:
            self.rows[self.root] = Row(self.root, started=self.clock())
        row = self.rows.get(urn_)
        if row is None:
            row = self.rows[urn_] = Row(urn_)
        if step is not None:
            row.step = step
            if row.parent and row.parent not in self.rows:
                self.rows[row.parent] = Row(row.parent)
        return row

    def _started(self, step: Step) -> Row | None:
        if self._passing(step):
            return self._read(step)
        row = self._row(step.urn, step)
        row.hidden = row.hidden and not (self.options.sames or changes_something(step))
        row.started, row.seconds, row.refreshed = self.clock(), None, False
        row.finished.discard(step.op)
        if step.op is Op.REPLACE:
            row.replacement = step
        if step.op is Op.SAME and step.old is not None and step.new is not None and step.new.outputs:
            row.outputs = (step.old.outputs, step.new.outputs)  # left as it is: nothing will tell its outputs again
        return row

    def _passing(self, step: Step) -> bool:
        """Whether the step is a read that nobody asked to see."""
        return step.op in HIDDEN_READS and not self.options.reads

    def _read(self, step: Step) -> Row | None:
        """A read changes nothing: it is told in passing, on the stack's row."""
        if step.op is not Op.READ:
            return None
        text = f"read {short_type(step.type)} {urn.name_of(step.urn)}"
        return self._diagnosed(Diagnostic(text, ephemeral=True))

    def _finished(self, step: Step, seconds: float) -> Row | None:
        if self._passing(step):
            return None
        refreshed = self.rows[step.urn].op is Op.REFRESH if step.urn in self.rows else False
        row = self._row(step.urn, step)
        row.refreshed = refreshed
        if step.op is Op.SAME:
            self.sames.add(step.urn)
        if refreshed and step.urn == self.root and step.old is not None and step.new is not None:
            row.outputs = (step.old.outputs, step.new.outputs)
        if not row.custom and step.op is not Op.DELETE and not refreshed:
            return None  # a component ends with its outputs, after its children
        row.finished.add(step.op)
        row.seconds = seconds
        if step.op is Op.REPLACE:
            row.replacement = step
        return row

    def _outputs(self, event: OutputsChanged) -> Row:
        row = self._row(event.urn)
        row.hidden = row.hidden and event.urn != self.root
        row.outputs = (event.old, event.new)
        row.finished.add(row.op)
        row.seconds = self.clock() - row.started
        if row.step is not None and row.op is Op.DELETE:
            row.step = replace(row.step, op=Op.SAME)  # a destruction with the program deletes the stack before it has its outputs
        if row.step is not None and row.step.new is not None:
            row.step = replace(row.step, new=replace(row.step.new, outputs=event.new))
        return row

    def _diagnosed(self, message: Diagnostic) -> Row | None:
        if message.severity is Severity.DEBUG or not message.message.strip():
            return None
        row = self._row(message.urn or self.root)
        row.hidden = False
        row.progress = message
        if not message.ephemeral:
            row.diagnostics.append(message)
        return row


def changes_something(step: Step) -> bool:
    """Whether a step is worth a person's attention; protection put on or taken off counts although the step is a same."""
    if step.op is not Op.SAME:
        return True
    return step.old is not None and step.new is not None and step.old.protect != step.new.protect
