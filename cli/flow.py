"""A deployment from the request to the exit code: preview, question, deployment.

Source: pkg/backend/apply.go (PreviewThenPromptThenExecute).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from checks.scratch import WHOLE
from engine import Options, open_session
from engine.events import Asked, Event, Listener, Op, StepDone, StepFailed, StepStarted
from engine.project import Project
from engine.values import Secret
from views.blinded import SECRET

from . import prompt
from .against import scratch_ground
from .choice import show
from .clouds import simulated, store_of
from .codes import CANCELLED, NO_CHANGES, POLICY
from .deadline import Deadline
from .endings import UsageError, require_writable
from .masking import Masking
from .moment import moment
from .reality import reality
from .request import Kind, Request
from .several import several
from .show import Show, Subject
from .signals import ignore_from_now_on
from .sparing import Spared
from .stacks import chosen
from .terminal import Terminal, terminal
from .texts import details

if TYPE_CHECKING:
    from checks.grounds import Ground
    from checks.judgement import Judgement
    from checks.review.model import Against, Review
    from engine import Result, Session
    from views.veil import Veil

DECLINED = 1
_STILL_THERE: Final = """\
The resources in the stack have been deleted, but the history and configuration associated with the stack are still maintained.
If you want to remove the stack completely, run `nusa stack rm {stack}`."""


def follow(request: Request) -> int:
    """Do what was asked.

    Returns:
        The exit code.
    """
    here = terminal(request.colors, interactive=not request.non_interactive)
    apart = several(request, here)
    if apart is not None:
        return apart.run()
    return Deadline(request.timeout).keep(lambda: _followed(request, here))


def _followed(request: Request, here: Terminal) -> int:
    with grounded(request, here) as ground:
        return carried_out(request, here, ground)


def carried_out(request: Request, here: Terminal, ground: Ground) -> int:
    """Do what was asked, on what it starts from; the exit code."""
    if request.compares and not request.json:
        here.out.print(f"Compared with {ground.against.what}", soft_wrap=True)
    for note in ground.against.notes:
        here.err.print(f"note: {note}", soft_wrap=True)
    return Deployment(request, here, ground.session, options_of(request, ground.session.project), ground.against).run()


@contextmanager
def grounded(request: Request, here: Terminal) -> Generator[Ground]:
    """The stack that a request is about, with what is planned on: its own state, or what was asked for instead."""
    if not request.compares:
        from checks.grounds import of_state

        yield of_state(opened(request, here))
        return
    project = Project.load(request.directory)
    with scratch_ground(request, project, chosen(project, request.stack)) as ground:
        _warn(here, ground.session)
        yield ground


def _warn(here: Terminal, session: Session) -> None:
    for warning in (*session.project.warnings, *session.config.warnings):
        here.err.print(f"warning: {warning}", soft_wrap=True)


def opened(request: Request, here: Terminal, *, whole: bool = False) -> Session:
    """The stack that a request is about, once it is certain that whoever must agree can.

    Args:
        request: what is asked.
        here: where it is asked.
        whole: plan an environment that is split as one stack, which is for looking alone.
    """
    project = Project.load(request.directory)
    stack = chosen(project, request.stack)
    _require_consent(request, here)
    session = open_session(
        project.root,
        stack,
        providers=simulated(project)(store_of(project.root)),
        config_options=request.configuration,
        program_environment={WHOLE: "1"} if whole else None,
    )
    _warn(here, session)
    return session


def options_of(request: Request, project: Project) -> Options:
    """What the engine is asked."""
    return Options(
        parallel=request.parallel,
        continue_on_error=request.continue_on_error,
        refresh=request.refreshes(always=project.refresh),
        run_program=request.run_program,
        selection=request.selection,
        clear_pending_creates=request.clear_pending_creates,
        import_pending_creates=request.adopted,
        message=request.message,
        flags=request.flags,
        policy_packs=request.policy_packs,
    )


def _require_consent(request: Request, here: Terminal) -> None:
    """Refuse what would need a question that nobody is there to answer, and an answer to a question that will not be asked."""
    if request.at is not None and request.skip_preview:
        raise UsageError("--at and --skip-preview cannot be used together: what is found, is found in the preview")
    if request.preview_only:
        for given, option in ((request.skip_preview, "--skip-preview"), (request.yes, "--yes")):
            if given:
                raise UsageError(f"{option} and --preview-only cannot be used together")
        return
    if request.kind is not Kind.PREVIEW and not request.agreed and not here.interactive:
        raise UsageError(
            "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode"
        )


class Deployment:
    """One request at work.

    Args:
        request: what is asked.
        here: where it is asked.
        session: the stack.
        options: what the engine is asked.
        against: what is planned on; the stack's own state by default.
    """

    def __init__(
        self, request: Request, here: Terminal, session: Session, options: Options, against: Against | None = None
    ) -> None:
        self.request, self.here, self.session, self.options, self._against = request, here, session, options, against
        self._planned: Result | None = None
        self._at = None if request.at is None else moment(request.at)
        self._judgement: Judgement | None = None
        self._review: Review | None = None

    def run(self) -> int:
        request = self.request
        spared = Spared.of(self.session) if request.exclude_protected else Spared()
        if spared.everything:
            self._tell(spared.told)
            return 0
        self.options = spared.options(self.options)
        if request.kind is Kind.PREVIEW or request.preview_only:
            return self.preview()
        if not request.skip_preview:
            seen: list[Event] = []
            planned = self._once(preview=True, also=seen.append)
            self._planned = planned
            if planned.exit_code:
                return planned.exit_code
            if self._judgement is not None and self._judgement.refused:
                return POLICY
            if not request.json and not request.diff:
                self.here.out.print()
            if not request.agreed:
                prompt.warn_of_retained(self.here.out, planned.steps)
                if not prompt.confirmed(self.here, request.kind.value, lambda: details(self.here, seen, request.display)):
                    return DECLINED
        done = self._once(preview=False)
        if request.kind is Kind.DESTROY and not done.exit_code and not request.target:
            if not request.diff:
                self._tell("")  # as below every tree
            self._tell(spared.told if spared.urns else _STILL_THERE.format(stack=self.session.stack))
        return self._code(done)

    def _tell(self, text: str) -> None:
        if not self.request.json:
            self.here.out.print(text, soft_wrap=True)

    def preview(self) -> int:
        """Show what would happen; the exit code."""
        path = self.request.import_file
        if path is None:
            return self._code(self._once(preview=True))
        require_writable(path)
        from engine.imports.file import to_text
        from engine.imports.placeholders import Placeholders

        found = Placeholders(self.session.keys, self._warn)
        code = self._code(self._once(preview=True, also=found))
        if not code:
            path.write_text(to_text(found.file))
        return code

    def _warn(self, message: str) -> None:
        self.here.err.print(f"warning: {message}", soft_wrap=True)

    def _code(self, result: Result) -> int:
        if result.exit_code == CANCELLED:
            self.here.err.print(f"error: {self.request.kind.value} cancelled")
        changed = any(count for op, count in result.summary.changes.items() if op is not Op.SAME)
        if not result.exit_code and self.request.expect_no_changes and changed:
            self.here.err.print(f"error: no changes were expected for {self.request.kind.value} but changes were proposed")
            return NO_CHANGES
        if not result.exit_code and self._judgement is not None and self._judgement.refused:
            return POLICY
        return result.exit_code

    def _once(self, *, preview: bool, also: Callable[[Event], None] | None = None) -> Result:
        """Let the engine work once, and show what it does."""
        project = self.session.project
        subject = Subject(
            project=project.name,
            stack=self.session.stack,
            config=self._config(),
            reality="" if preview else reality(project, None if self._planned is None else self._planned.steps),
        )
        view = show(self.request, self.here, subject, preview=preview)

        def tell(event: Event) -> None:
            view.fold(event)
            if also is not None:
                also(event)

        clear = self.request.show_secrets and not self.request.json
        masking = Masking(tell, self.session, self._planned, clear=clear, holds=self._holds if preview else lambda _: False)
        with view:
            try:
                result = self.work(masking, preview=preview)
            finally:
                masking.end()
            if preview:
                self._judge(result, view, masking.veil)
            else:
                ignore_from_now_on()
        if preview and not self.request.json:
            from .reviews import below

            losing = self.request.kind in (Kind.PREVIEW, Kind.UPDATE)
            width = self.here.out.width if self.here.out.is_terminal else None
            self.here.out.write(below(result, self._review, self._judgement, masking.veil, width, telling=losing))
        return result

    def _holds(self, event: Event) -> bool:
        """Whether an event of a preview waits for the end: the tree shows no values but in what is said, and below itself."""
        return self.request.json or self.request.diff or not isinstance(event, Asked | StepStarted | StepDone | StepFailed)

    def _judge(self, result: Result, view: Show, veil: Veil) -> None:
        """Hold the plan to the checks, where there is one; without a time, or a review, only what refuses it is told."""
        from .reviews import judged, review_of

        if self.request.review:
            self._review = review_of(result, self.session, self._against, self._at)
            self._judgement = self._review.judgement
            view.review(self._review, veil)
        else:
            self._judgement = judged(result, self._at)
        if self._judgement is not None:
            view.judge(self._judgement, veil)

    def work(self, listen: Listener, *, preview: bool) -> Result:
        """Have the engine do what the request is for."""
        if self.request.kind is Kind.DESTROY:
            return self.session.destroy(self.options, listen, preview=preview)
        if self.request.kind is Kind.REFRESH:
            return self.session.refresh(self.options, listen, preview=preview)
        if preview:
            asked = dataclasses.replace(self.options, asked=True, unguarded=self.request.compares)
            return self.session.preview(asked, listen)
        return self.session.update(self.options, listen)

    def _config(self) -> dict[str, str]:
        """The configuration for JSON, secrets masked."""
        values = self.session.config.values
        return {key: SECRET if isinstance(value, Secret) else value for key, value in values.items()}
