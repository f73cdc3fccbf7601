"""An event loop on which the SDK's calls of the monitor take no thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from .channel import Channel
from .stub import Caller

_SDK = "pulumi.runtime"
"""Where the SDK wraps its calls of the monitor before it hands them to the default executor."""


class ProgramLoop(asyncio.SelectorEventLoop):
    """The program's loop: reads the channel, and answers the SDK's `run_in_executor(None, call)` without a thread.

    Everything else that the program sends to an executor goes to a thread, of which there are four for each parallel operation, as
    Pulumi's language host gives them.
    """

    def __init__(self, channel: Channel, caller: Caller, parallel: int) -> None:
        super().__init__()
        self._caller = caller
        channel.soon = self.call_soon
        self.add_reader(channel.fileno(), channel.on_readable)
        self.set_default_executor(ThreadPoolExecutor(max_workers=4 * max(parallel, 1)))

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        if executor is None and not args and getattr(func, "__module__", "").startswith(_SDK):
            return self._caller.without_thread(self, func)
        return super().run_in_executor(executor, func, *args)
