"""`nusa comment`: a plan as a comment on a pull request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.project import Project

from .codes import POLICY
from .deadline import Deadline
from .endings import UsageError, unopened
from .flow import grounded, options_of
from .masking import Masking
from .meant import require_one
from .moment import moment
from .printing import print_json
from .request import Request
from .reviews import review_of
from .stacks import chosen
from .terminal import terminal
from .where import Where

if TYPE_CHECKING:
    from checks.review.model import Against, Review
    from engine import Session
    from views.veil import Veil

_OF_A_PLAN: Final = frozenset({"stack", "timeout", "non-interactive"})
"""The options of a preview that go with a plan which is made."""
FROM_FILE: Final = "read from a plan that was made elsewhere; checks that need the program did not look at it"
CHECKED: Final = "read from a plan that was made elsewhere, with what checks found there"


def comment(request: Request, where: Where) -> int:
    """Print the comment, and post it where that is asked.

    Returns:
        The exit code: what a preview would end with.

    Raises:
        UsageError: it is not said where to post, or what is asked does not go together.
        EngineError: there is no plan, GitHub refuses, or it took longer than it may.
    """
    return Deadline(request.timeout).keep(lambda: _commented(request, where))


def _commented(request: Request, where: Where) -> int:
    from .posting import target

    to = target(where) if where.post else None
    if where.plan is not None:
        if planning := sorted(request.flags.keys() - _OF_A_PLAN):
            raise UsageError(f"--plan and --{planning[0]} cannot be used together: the plan is made")
        review, veil, name = _read(where.plan)
        if request.stack is not None and request.stack.rpartition("/")[2] != review.stack:
            raise UsageError(f"given --stack {request.stack}, and {where.plan} is a plan of {review.stack}; fix: name one of them")
        code = 1 if review.failures else 0
    else:
        if not request.compares:
            project = Project.load(request.directory)
            require_one(project, chosen(project, request.stack), "compare with --against or --checkpoint, which see all of it")
        with grounded(request, terminal(request.colors, interactive=False)) as ground:
            review, veil, code = planned(request, ground.session, ground.against)
            name = ground.session.project.name
    from views.comment import comment as written
    from views.comment import marker

    text = written(review, veil, project=name)
    if where.as_json:
        from views.review_json import document

        print_json(document(review, veil))
    else:
        sys.stdout.write(text)
    if to is not None:
        sys.stdout.flush()
        sys.stderr.write(f"{to.post(text, marker(name, review.stack))}\n")
    return code


def planned(request: Request, session: Session, against: Against) -> tuple[Review, Veil, int]:
    """What reviewers are told of a stack's preview, what hides its secrets, and the exit code."""
    import dataclasses

    from checks.failures import canceled

    at = None if request.at is None else moment(request.at)
    asked = dataclasses.replace(options_of(request, session.project), asked=True, unguarded=True)
    masking = Masking(lambda _: None, session, clear=False, holds=lambda _: False)
    result = session.preview(asked, masking)
    if canceled(result):
        raise KeyboardInterrupt  # half a plan is nothing to review
    review = review_of(result, session, against, at)
    refused = review.judgement is not None and review.judgement.refused
    return review, masking.veil, POLICY if refused else result.exit_code


def _read(file: Path) -> tuple[Review, Veil, str]:
    from checks.digests import digest
    from checks.reading import read
    from checks.review.reviewing import reviewed
    from views.veil import Veil

    name = "standard input" if str(file) == "-" else file.name
    try:
        source = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise unopened(str(file), error) from error
    found = digest(source, name)
    said, notes = found.said, (FROM_FILE if found.said.judgement is None else CHECKED,)
    review = reviewed(found.stack, read(found.result), said.judgement, said.against, notes=notes, failures=found.failures)
    return review, Veil.of(found.result.steps), found.project
