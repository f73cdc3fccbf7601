"""What reviewers are told of a preview, what every preview tells of that, and what nobody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Op

if TYPE_CHECKING:
    from datetime import datetime

    from checks.judgement import Judgement
    from checks.plan import Plan
    from checks.review.model import Against, Review
    from engine import Result, Session
    from views.page import Page
    from views.veil import Veil

_LOSING: Final = (Op.DELETE, Op.REPLACE, Op.UPDATE)
OFFLINE: Final = "planned without the clouds: quotas, names that are taken and rights in the account are not known"


def review_of(result: Result, session: Session, against: Against | None, at: datetime | None) -> Review:
    """Everything that is told of a preview.

    Args:
        result: what the preview came to.
        session: the stack.
        against: what it started from; the stack's own state by default.
        at: the moment that checks go by; without it nothing dated is said.
    """
    from checks.failures import failures_of
    from checks.judgement import judge
    from checks.reading import read
    from checks.review.model import Against
    from checks.review.reviewing import reviewed

    plan = read(result)
    against = against or Against(what="the state")
    judgement = _early(plan, result) if result.exit_code else judge(plan, at)
    failures = failures_of(result) if result.exit_code else ()
    return reviewed(session.stack, plan, judgement, against, notes=(OFFLINE,), failures=failures)


def judged(result: Result, at: datetime | None) -> Judgement | None:
    """What checks say of a preview that nobody asked a review of; without a time, only what refuses it.

    Args:
        result: what the preview came to.
        at: the moment that checks go by.
    """
    if at is None and not any(asked.provider for asked in result.asked):
        return None
    from checks.judgement import judge
    from checks.reading import read

    if result.exit_code:
        return _early(read(result), result)
    found = judge(read(result), at, held=(lambda rule: rule.always) if at is None else (lambda _: True))
    return found if found.refused or at is not None else None


def _early(plan: Plan, result: Result) -> Judgement | None:
    """What is found of a preview that failed, so that every fault is told at once; None where it is none, or somebody ended it."""
    from checks.judgement import judge
    from engine.result import CANCELLED

    if result.exit_code == CANCELLED:
        return None
    found = judge(plan, held=lambda rule: rule.early)
    return found if found.refused else None


def veil_of(result: Result | None) -> Veil:
    """What hides the secrets of a run: of its steps, of what the program registers, and of the stack's outputs."""
    from views.veil import Veil, secrets_in

    if result is None:
        return Veil()
    return Veil.of(result.steps, *(secret for asked in result.asked for secret in secrets_in(asked.inputs)), result.outputs)


def below(
    result: Result, review: Review | None, judgement: Judgement | None, veil: Veil, width: int | None, *, telling: bool
) -> Page:
    """What stands below the text of a preview: what is told of its plan, then what checks found.

    Args:
        result: what the preview came to.
        review: what reviewers are told, where it was asked for; else only what nothing brings back, or a backup alone, is told.
        judgement: what checks found; None where nothing is to be said of that.
        veil: hides what is secret.
        width: how many columns there are; None where nothing is to be wrapped.
        telling: whether a plan like this is told of without being asked.
    """
    from views.page import Page

    found = Page()
    if review is not None:
        from views.review import page

        found.extend(page(review, veil, width))
    elif telling and not result.exit_code and (_loses(result) or any(step.doubts for step in result.steps)):
        found.extend(_unasked(result, veil, width))
    if judgement is not None:
        from views import findings

        found.extend(findings.page(judgement, width, veil))
    return found


def _loses(result: Result) -> bool:
    return any(result.summary.changes.get(op) for op in _LOSING)


def _unasked(result: Result, veil: Veil, width: int | None) -> Page:
    from checks.reading import read
    from checks.review.replacements import replacements
    from checks.review.risk import risks
    from views.review import GRAVE, page_of_doubts, page_of_risks
    from views.telling import Teller

    plan = read(result)
    teller = Teller(plan, veil)
    found = page_of_risks((each for each in risks(plan) if each.tier in GRAVE), teller, width)
    found.extend(page_of_doubts(replacements(plan), teller, width))
    return found
