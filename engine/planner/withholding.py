"""What a program may bring about while it only helps: in a refresh, and in a destruction.

Then it runs for the sake of its providers, its components and its hooks, which are made as always. Nothing else is made or changed:
the program gets what is there, and unknowns for the rest. What a destruction has found it deletes at the end, as the program
registered it now.

Source: pkg/resource/deploy/step_generator.go (continueStepsFromRefresh).
"""

from __future__ import annotations

from enum import Enum

from ..prior import dependencies_of
from ..providers.registry import is_provider_type
from ..resource import Resource
from ..steps import BaseStep, SameStep, SkippedCreateStep
from .draft import Draft
from .progress import Progress


class Mode(Enum):
    """What a deployment is for."""

    UPDATE = "update"
    REFRESH = "refresh"
    DESTROY = "destroy"


def lacks_ground(progress: Progress, new: Resource) -> bool:
    """Whether something that a resource needs, its provider included, is not to be made."""
    return any(urn in progress.skipped_creates for urn in dependencies_of(new, parent=True, provider=True))


def withheld(mode: Mode, progress: Progress, draft: Draft) -> list[BaseStep] | None:
    """The steps of a registration that changes nothing; None where it is carried out as in an update."""
    if mode is Mode.UPDATE:
        return None
    managed = draft.new.custom and not is_provider_type(draft.new.type)
    lacking = lacks_ground(progress, draft.new)
    if mode is Mode.REFRESH:
        return _left(progress, draft) if managed or lacking else None
    return _condemned(progress, draft, managed=managed, lacking=lacking)


def _left(progress: Progress, draft: Draft) -> list[BaseStep]:
    if draft.old is None:
        progress.sames.add(draft.new.urn)
        return _skipped(progress, draft)
    draft.registration.answer(draft.old)
    return []


def _condemned(progress: Progress, draft: Draft, *, managed: bool, lacking: bool) -> list[BaseStep] | None:
    old, new = draft.old, draft.new
    if lacking or (managed and old is None):
        if old is not None:
            new.outputs = old.outputs
        return _skipped(progress, draft)
    progress.condemned.append(new)
    if not managed or old is None:
        return None
    progress.sames.add(new.urn)
    new.inputs = old.inputs
    return [SameStep(old, new, draft.registration)]


def _skipped(progress: Progress, draft: Draft) -> list[BaseStep]:
    progress.skipped_creates.add(draft.new.urn)
    return [SkippedCreateStep(draft.new, draft.registration)]
