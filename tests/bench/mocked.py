"""Evaluate a program under the SDK's own mock monitor, as its unit tests do: `python -m tests.bench.mocked DIR STACK COLLECTOR [PART …]`.

COLLECTOR says what the garbage collector does: "default", "off", or "engine" for the embedded engine's settings. Each PART is one of
what the engine replaces in the SDK (`engine.host.child.sdk.PARTS`), or "imports". The project's name and configuration come from
PULUMI_PROJECT and PULUMI_CONFIG, so that nothing is read here that the SDK would not read. Prints how many resources registered.
"""

from __future__ import annotations

import asyncio
import gc
import os
import runpy
import sys
from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi.runtime.stack import run_pulumi_func


class Mocks(pulumi.runtime.Mocks):
    """Answers every resource with its inputs and an id, every look-up with its arguments."""

    def __init__(self) -> None:
        self.seen = 0

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.seen += 1
        return f"{args.name}-id", args.inputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], None]:
        return args.args, None


def main(directory: str, stack: str, collector: str, *parts: str) -> None:
    if collector == "off":
        gc.disable()
    elif collector == "engine":
        from engine.host.child.run import COLLECTOR_THRESHOLD

        gc.freeze()
        gc.set_threshold(COLLECTOR_THRESHOLD, 50, 1_000)
    os.chdir(directory)
    sys.path.insert(0, directory)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    _replace(loop, parts)
    mocks = Mocks()
    pulumi.runtime.set_mocks(mocks, project=os.environ["PULUMI_PROJECT"], stack=stack, preview=True)
    pulumi.runtime.settings.SETTINGS.root_directory = directory

    def program() -> None:
        runpy.run_path(os.path.join(directory, "__main__.py"), run_name="__main__")  # noqa: PTH118  as the SDK's own host does

    loop.run_until_complete(run_pulumi_func(program))
    print(mocks.seen)


def _replace(loop: asyncio.AbstractEventLoop, parts: Sequence[str]) -> None:
    if "imports" in parts:
        from engine.host.child.lazy import import_on_demand

        import_on_demand()
    if replaced := [part for part in parts if part != "imports"]:
        from engine.host.child.sdk import hasten

        hasten(loop, replaced)


if __name__ == "__main__":
    main(*sys.argv[1:])
