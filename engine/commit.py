"""Group commit: what was written down becomes durable once for all who wait for it at the same moment.

A disk takes a millisecond or more to make anything durable, however little it is. Operations that are ready to begin together write
first and then share one wait.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from .errors import EngineError

LATER_SECONDS: Final = 0.2
"""How long what nobody waits for may stay in the machine's memory."""


class GroupCommit:
    """Shares out calls of `sync`, which makes durable whatever was written before it.

    Args:
        sync: blocks until it is done; raises `EngineError` where the disk does not take it.
    """

    def __init__(self, sync: Callable[[], None]) -> None:
        self._sync = sync
        self._next: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None

    async def now(self) -> None:
        """Wait until what was written so far is durable.

        Raises:
            EngineError: the disk does not take it.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(self._together())
        await asyncio.shield(self._next)

    def soon(self) -> None:
        """Have what was written so far made durable, and do not wait for it."""
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(LATER_SECONDS, self._alone)

    async def _together(self) -> None:
        await asyncio.sleep(0)  # whoever is ready to begin writes first
        self._next = None
        self._sync()

    def _alone(self) -> None:
        self._later = None
        with contextlib.suppress(EngineError):  # whoever writes next is told
            self._sync()
