"""A recording's share of what makes programs fast in a process of their own: the SDK's slow places, replaced while it runs.

What is registered is the same (tests/engine/test_host_sdk.py); the SDK's own way takes three times as long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pulumi
import pytest

from engine.host.child.sdk import PARTS


class _Inline(ThreadPoolExecutor):
    """Makes calls of the monitor where they are asked for: it is in this process, and waits for nobody."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  whoever waits for the call gets it
            future.set_exception(error)
        return future


async def hastened(program: Callable[[], Awaitable[None]]) -> None:
    """Await what a program comes to, with the replacements in place, and take them away again."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(_Inline(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulumi.log, "debug", lambda *_args, **_options: None)
        for part in PARTS.values():
            for module, name, replacement in part(loop):
                patch.setattr(module, name, replacement)
        await program()
