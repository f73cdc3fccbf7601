"""From a plan to everything that reviewers are told of it."""

from __future__ import annotations

from ..judgement import Judgement
from ..plan import Plan
from .access import access
from .model import Against, Review
from .renames import renames
from .replacements import replacements
from .risk import risks


def reviewed(
    stack: str,
    plan: Plan,
    judgement: Judgement | None,
    against: Against,
    *,
    notes: tuple[str, ...] = (),
    failures: tuple[str, ...] = (),
) -> Review:
    """A review of a plan.

    Args:
        stack: the stack's name.
        plan: what would change.
        judgement: what checks found; None where none looked.
        against: what the plan starts from.
        notes: what a reader must know of it.
        failures: why the preview ended before its end.
    """
    return Review(
        stack=stack,
        against=against,
        plan=plan,
        judgement=judgement,
        risks=risks(plan),
        replacements=replacements(plan),
        renames=renames(plan),
        access=access(plan),
        notes=(*(f"the provider {package} is {new}, and was {old}" for package, (old, new) in plan.versions.items()), *notes),
        failures=failures,
    )
