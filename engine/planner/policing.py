"""What policy packs say of a registration, before its steps are planned."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from .. import urn as urns
from ..context import Context
from ..errors import EngineError, ReportedError
from ..goal import Goal
from ..resource import Resource
from .progress import Progress

if TYPE_CHECKING:
    from ..analyzers.policies import Policies


class Opinion:
    """What packs will have said of a resource. Whoever plans the next one need not wait for it; the resource's own steps do."""

    def __init__(self, analysis: Awaitable[bool]) -> None:
        self._task = asyncio.ensure_future(_settled(analysis))

    async def heard(self) -> bool:
        """Whether a policy forbids the resource.

        Raises:
            EngineError: a pack could not say.
        """
        answer = await self._task
        if isinstance(answer, EngineError):
            raise answer
        return answer


async def _settled(analysis: Awaitable[bool]) -> bool | EngineError:
    """An error as a value, so that one that nobody comes to ask for is not told as lost."""
    try:
        return await analysis
    except EngineError as error:
        return error


async def police(context: Context, progress: Progress, policies: Policies, *, goal: Goal, new: Resource, valid: bool) -> Opinion:
    """Have a resource remediated, then analyzed.

    Returns:
        What becomes of the analysis. A preview goes on while packs look: there, a violation keeps nothing from being planned.

    Raises:
        EngineError: a pack could not say.
        ReportedError: the resource is not valid, or a policy forbids an update to touch it.
    """
    provider = _provider_of(context, progress, new)
    await policies.remediate(new, goal, provider)
    opinion = Opinion(policies.analyze(new, goal, provider))
    if not valid or not context.preview:
        forbidden = await opinion.heard()
        if not valid or forbidden:
            raise ReportedError(f"resource {new.urn} is invalid")
    return opinion


def _provider_of(context: Context, progress: Progress, resource: Resource) -> Resource | None:
    if not resource.provider:
        return None
    urn, id_ = urns.split_reference(resource.provider)
    return progress.providers.get(urn) or context.prior.provider(urn, id_)
