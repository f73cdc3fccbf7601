"""From a plan to everything that reviewers are told of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..judgement import Judgement
from ..plan import Plan
from .access import access
from .model import Against, Review, Risk
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
    renamed = renames(plan)
    return Review(
        stack=stack,
        against=against,
        plan=plan,
        judgement=judgement,
        risks=tuple(_told(plan, risk, {each.old for each in renamed}) for risk in risks(plan)),
        replacements=replacements(plan),
        renames=renamed,
        access=access(plan),
        notes=(*(f"the provider {package} is {new}, and was {old}" for package, (old, new) in plan.versions.items()), *notes),
        failures=failures,
    )


def _told(plan: Plan, risk: Risk, renamed: Collection[str]) -> Risk:
    """A risk that says too where an alias would keep what it is about: it is renamed, or in something that is."""
    change = plan.by_urn.get(risk.urn)
    around = () if change is None else plan.above(change)
    if not any(of in renamed for of in (risk.urn, *(component.urn for component in around))):
        return risk
    return replace(risk, because=f"{risk.because}; it seems only renamed, and an alias keeps it")
