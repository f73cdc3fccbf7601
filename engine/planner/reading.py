"""Look-ups by id."""

from __future__ import annotations

from ..context import Context
from ..errors import EngineError
from ..goal import ReadGoal
from ..resource import Resource
from ..steps import BaseStep, ReadStep, Registration, ReplaceStep
from .identity import Identity, new_urn
from .progress import Progress


def plan_read(
    context: Context, progress: Progress, identity: Identity, goal: ReadGoal, registration: Registration
) -> list[BaseStep]:
    """The steps of a look-up. An object that was managed under the same URN, and is another one, is deleted at the end.

    Raises:
        EngineError: no id is given, or the parent is unknown.
        ReportedError: the URN is taken.
    """
    urn = new_urn(context, progress, goal.parent, goal.type, goal.name)
    old, alias, _ = identity.find(urn, goal.type, goal.name, goal.parent, ())
    if not goal.id:
        raise EngineError(f"Expected an ID for {urn}")
    new = Resource(
        urn=urn,
        type=goal.type,
        custom=True,
        id=goal.id,
        inputs=goal.inputs,
        parent=goal.parent,
        provider=goal.provider,
        external=True,
        dependencies=goal.dependencies,
        additional_secret_outputs=goal.additional_secret_outputs,
        aliases=(alias,) if alias else (),
        source_position=goal.source_position,
    )
    if old is not None and not old.external and old.id != goal.id:
        progress.replaces.add(urn)
        return [ReadStep(old, new, registration, replacing=True), ReplaceStep(old, new)]
    progress.reads.add(urn)
    return [ReadStep(old, new, registration)]
