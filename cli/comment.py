"""`nusa comment`: a plan as a comment on a pull request."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from .codes import POLICY
from .flow import grounded, options_of
from .moment import moment
from .request import Request
from .terminal import terminal

if TYPE_CHECKING:
    from checks.review.model import Against, Review
    from engine import Result, Session

OFFLINE: Final = (
    "planned without the clouds: what a provider asks of an account (quotas, names that are taken, rights) is not known"
)


def comment(request: Request) -> int:
    """Print the comment.

    Returns:
        The exit code: what a preview would end with.
    """
    here = terminal(request.colors, interactive=False)
    with grounded(request, here) as ground:
        result, review = planned(request, ground.session, ground.against)
        if review is None:
            _tell_failure(result)
            return result.exit_code
        from views.comment import comment as written
        from views.veil import Veil

        secrets = list(ground.session.config.values.values())
        sys.stdout.write(written(review, Veil.of(result.steps, *secrets), project=ground.session.project.name))
        refused = review.judgement is not None and review.judgement.refused
        return POLICY if refused else result.exit_code


def planned(request: Request, session: Session, against: Against) -> tuple[Result, Review | None]:
    """What a stack's preview comes to, and what reviewers are told of it; nothing of one that failed."""
    import dataclasses

    from checks.judgement import judge
    from checks.reading import read
    from checks.review.reviewing import reviewed

    asked = dataclasses.replace(options_of(request, session.project), asked=True, unguarded=True)
    result = session.preview(asked)
    if result.exit_code:
        return result, None
    plan = read(result)
    judgement = judge(plan, None if request.at is None else moment(request.at))
    return result, reviewed(session.stack, plan, judgement, against, (OFFLINE,))


def _tell_failure(result: Result) -> None:
    from engine.events import Severity

    for each in result.diagnostics:
        if each.severity is Severity.ERROR and each.message:
            sys.stderr.write(f"error: {each.message.rstrip()}\n")
