"""Evaluate a stack's program under the SDK's own mock monitor, as its unit tests do: `python -m tests.bench.mocked STACK [THRESHOLD]`.

Prints how many resources registered. THRESHOLD, where given, is the garbage collector's setting of the embedded engine, so that
the two can be compared like for like.
"""

from __future__ import annotations

import asyncio
import gc
import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.stack import run_pulumi_func

from faults.yaml import load

ROOT = Path(__file__).resolve().parents[2]


class Mocks(pulumi.runtime.Mocks):
    """Answers every resource with its inputs and an id, every look-up with its arguments."""

    def __init__(self) -> None:
        self.seen = 0

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.seen += 1
        return f"{args.name}-id", args.inputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], None]:
        return args.args, None


def main(stack: str, threshold: int | None) -> None:
    if threshold is not None:
        gc.freeze()
        gc.set_threshold(threshold, 50, 1_000)
    config = load(ROOT / "stacks" / f"Pulumi.{stack}.yaml").value["config"]
    pulumi.runtime.set_all_config({key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()})
    asyncio.set_event_loop(asyncio.new_event_loop())
    mocks = Mocks()
    pulumi.runtime.set_mocks(mocks, project="nusantara", stack=stack, preview=True)
    pulumi.runtime.settings.SETTINGS.root_directory = str(ROOT)

    def program() -> None:
        runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")

    asyncio.get_event_loop().run_until_complete(run_pulumi_func(program))
    print(mocks.seen)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
