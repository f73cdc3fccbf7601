"""The rich diff of `--diff`: every step with its properties, in the order in which the engine reached them.

Source: pkg/backend/display/diff.go and object_diff.go.
"""

from __future__ import annotations

from engine import urn
from engine.events import (
    Event,
    Op,
    OutputsChanged,
    PolicyRemediation,
    PolicyViolation,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    Summary,
)
from engine.resource import Resource
from engine.signatures import UNKNOWN_SENTINELS
from engine.values import Properties

from . import changes, looks, policies
from .board import changes_something
from .columns import retain
from .names import is_default_provider, safe
from .options import DEFAULT, DisplayOptions
from .outputs import write_outputs
from .page import Page
from .sections import summary
from .translation import differences, translate
from .values import STEP, Printer, visible

_OWN = frozenset({Op.CREATE, Op.DELETE, Op.DELETE_REPLACED, Op.READ_DISCARD, Op.DISCARD_REPLACED})
"""The operations that colour a resource's id, URN and provider too: all of it comes or goes."""
_TELLING = frozenset({Op.READ, Op.READ_REPLACEMENT, Op.IMPORT, Op.IMPORT_REPLACEMENT})
"""The operations whose outputs a preview knows, since a provider read them."""


class Detail:
    """Folds events into the text of the rich diff.

    Args:
        preview: whether nothing is really done.
        short: leave out what stayed the same, and the properties of what is deleted, as the prompt's `details` do.
        options: how much is shown.
    """

    def __init__(self, *, preview: bool, short: bool = False, options: DisplayOptions = DEFAULT) -> None:
        self.preview, self.short, self.options = preview, short, options
        self._seen: dict[str, Step] = {}
        self._failed = 0

    def fold(self, event: Event) -> Page:
        """What the event adds to the text; diagnostics go elsewhere, as on the real command line."""
        match event:
            case StepStarted(step) | StepDone(step) if is_default_provider(step.urn):
                return Page()
            case StepStarted(step):
                self._seen[step.urn] = step
                if step.op not in (Op.REFRESH, Op.IMPORT) and self._shown(step):
                    return self._step(step)
            case StepDone(step) if self._refreshing(step):
                return self._found(step) if self._shown(step) else Page()
            case StepDone(step) if step.op is Op.IMPORT:
                return self._step(step)
            case StepDone(step) if self._shown(step) and step.new is not None and step.new.custom:
                return self._outputs(step, step.old.outputs if step.old else None, step.new.outputs)
            case StepDone(step) if self._shown(step) and step.new is None and step.old is not None:
                return self._outputs(step, step.old.outputs, {})
            case OutputsChanged():
                return self._registered(event)
            case StepFailed() if not self.preview:
                self._failed += 1
            case PolicyViolation():
                return policies.violation(event, self.options)
            case PolicyRemediation():
                return policies.remediation(event, self.options)
            case Summary():
                return summary(event, errored=self._failed, packs=True)
        return Page()

    def _shown(self, step: Step) -> bool:
        if step.op in looks.REPLACEMENTS and not step.logical and not self.options.replacement_steps:
            return False
        return self.options.sames or changes_something(step) or _is_stack(step)

    def _refreshing(self, step: Step) -> bool:
        """Whether the step was a refresh when it began; when it is done, it is what was found."""
        return step.urn in self._seen and self._seen[step.urn].op is Op.REFRESH

    def _found(self, step: Step) -> Page:
        """What a refresh has found: the difference, or else the outputs that changed; nothing where neither did."""
        if step.op is Op.UPDATE:
            return self._step(step, refreshed=True)
        outputs = self._outputs(step, step.old.outputs if step.old else None, step.new.outputs if step.new else {}, refreshed=True)
        if step.op is Op.REFRESH and not outputs and not _is_stack(step):
            return Page()
        page = Page()
        _write_header(page, step, self._indent(step), urns=self.options.urns)
        if self.options.outputs:
            page.extend(outputs)
        return page

    def _indent(self, step: Step) -> int:
        """How many shown resources stand above; a parent that comes later, as in deletions, does not count."""
        indent, resource = 0, step.new or step.old
        while resource is not None and (above := self._seen.get(resource.parent)) is not None:
            indent += self._shown(above)
            resource = above.new or above.old
        return indent

    def _step(self, step: Step, *, refreshed: bool = False) -> Page:
        page = Page()
        indent = self._indent(step)
        _write_header(page, step, indent, urns=self.options.urns)
        if step.op is not Op.SAME:
            self._write_properties(page, step, indent + 1, refreshed=refreshed)
        return page

    def _write_properties(self, page: Page, step: Step, indent: int, *, refreshed: bool) -> None:
        truncate = not (self.short or self.options.full)
        printer = Printer(page, indent, step.op, planning=self.preview, summary=self.short, truncate=truncate)
        old, new = step.old, step.new
        if step.detailed_diff is not None and old is not None:
            diff = translate(step, secrets=self.options.secrets, refreshed=refreshed)
            if diff is None:
                printer.as_op(Op.SAME, marked=True).objects(self._visible(old.inputs))
            else:
                changes.write_object(printer, diff)
        elif old is None and new is not None:
            printer.objects(self._visible(new.outputs or new.inputs))
        elif new is None and old is not None:
            if not self.short:
                printer.objects(self._visible(old.inputs))
        elif old is not None and new is not None:
            self._write_difference(printer, step, old, new)

    def _write_difference(self, printer: Printer, step: Step, old: Resource, new: Resource) -> None:
        """Write outputs against outputs where there are new ones, inputs against inputs otherwise."""
        by_outputs = new.outputs and step.op not in (Op.IMPORT, Op.IMPORT_REPLACEMENT)
        wanted = None if by_outputs else step.diff_reasons or None
        before, after = (old.outputs, new.outputs) if by_outputs else (old.inputs, new.inputs)
        diff = differences(before, after, secrets=self.options.secrets)
        if diff is None:
            printer.as_op(Op.SAME, marked=True).objects(self._visible(after))
            return
        keys = [key for key in changes.keys_of(diff) if wanted is None or key in wanted]
        width = max(map(len, keys), default=0)
        for key in keys:
            changes.write_property(printer, key, width, diff)

    def _registered(self, event: OutputsChanged) -> Page:
        step = self._seen.get(event.urn)
        if step is None or not self._shown(step):
            return Page()
        return self._outputs(step, event.old if step.old is not None else None, event.new)

    def _outputs(self, step: Step, old: Properties | None, new: Properties, *, refreshed: bool = False) -> Page:
        stack = _is_stack(step)
        page = Page()
        unknowable = self.preview and not stack and not refreshed and step.op not in _TELLING
        kept_back = not self.options.outputs and not refreshed
        if kept_back or unknowable or (step.old is not None and step.old.init_errors):
            return page
        indent = self._indent(step) + 1
        inputs = step.new.inputs if step.new and not refreshed else None
        write_outputs(page, indent, step.op, old, new, inputs=inputs, planning=self.preview, stack=stack, options=self.options)
        if not page:
            return page
        return Page([(f"{STEP * indent}--outputs:--\n", looks.style(step.op)), *page.fragments])

    def _visible(self, properties: Properties) -> Properties:
        return visible(properties, secrets=self.options.secrets)


def _is_stack(step: Step) -> bool:
    return step.type == urn.ROOT_STACK_TYPE


def _write_header(page: Page, step: Step, indent: int, *, urns: bool) -> None:
    """Write the operation and the type (or the URN), then the id, the URN and the provider below."""
    style = looks.style(step.op)
    page.write(STEP * indent)
    what = safe(step.urn if urns else step.type)
    page.line(f"{looks.symbol(step.op)}{what}: ({step.op.value}{retain(step)}){_lock(step)}", style)
    own = style if step.op in _OWN else ""
    margin = STEP * (indent + 1)
    if step.old is not None and step.old.id:
        page.line(f"{margin}[id={safe(step.old.id)}]", own)
    if not urns:
        page.line(f"{margin}[urn={safe(step.urn)}]", own)
    _write_provider(page, step, margin, own)


def _lock(step: Step) -> str:
    was, is_ = step.old is not None and step.old.protect, step.new is not None and step.new.protect
    if was and step.new is not None and not is_:
        return " 🔓"
    return " 🔒" if was or is_ else ""


def _write_provider(page: Page, step: Step, margin: str, style: str) -> None:
    if not step.provider:
        return
    old, new = step.old, step.new
    if old is not None and new is not None and old.provider != new.provider:
        page.write(f"{margin}[provider: ", looks.style(Op.UPDATE))
        page.write(safe(old.provider), looks.style(Op.DELETE))
        page.write(" => ", looks.style(Op.UPDATE))
        page.write(_reference(new.provider), looks.style(Op.CREATE))
        page.line("]", looks.style(Op.UPDATE))
    elif urn.name_of(urn.split_reference(step.provider)[0]) != "default":
        page.line(f"{margin}[provider={safe(step.provider)}]", style)


def _reference(reference: str) -> str:
    provider, id_ = urn.split_reference(reference)
    return safe(urn.reference(provider, "[unknown]" if id_ in UNKNOWN_SENTINELS else id_))
