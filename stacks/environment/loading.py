"""Reads the environment of the stack that a program runs for: its value from Pulumi's configuration, positions from the file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pulumi.runtime

from faults import Fault, FaultError

from .problems import Problem, listed
from .shape import KEY
from .source import Loaded, Source

STACKS = Path(__file__).resolve().parents[1]
VARIABLE = "NUSANTARA_STACKS"
"""Names the folder of the stack files, with `releases/` in it, where that is not `stacks/`."""
WHOLE = "NUSANTARA_WHOLE"
"""Lets the stack of a split environment be planned as if it were all of it: for who compares environments, and brings up none."""


class EnvironmentFaults(pulumi.RunError):
    """Everything wrong with an environment, one fault a line; ends the program without a traceback.

    Args:
        faults: every fault, in the order in which they should be read.
    """

    exit_code = FaultError.exit_code

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def load(directory: Path | None = None) -> Loaded:
    """The environment of the stack that the program runs for.

    Args:
        directory: where the stack files are, with `releases/` among them; what NUSANTARA_STACKS names, or else `stacks/`.

    Raises:
        EnvironmentFaults: with every fault of the environment and of its releases.
    """
    directory = directory or Path(os.environ.get(VARIABLE) or STACKS)
    try:
        source = Source.of(directory, pulumi.get_stack())
    except FaultError as error:
        raise EnvironmentFaults(error.faults) from None
    if source.part is not None:
        return replace(source, value=_as_configured(source.value)).loaded()
    if pulumi.runtime.is_config_secret(KEY):
        # Of an environment with a secret in it the file's own text is read: no message can then show what is secret.
        return _whole(replace(source, secret=True).loaded())
    return _whole(replace(source, value=configured(KEY)).loaded())


def _whole(loaded: Loaded) -> Loaded:
    """An environment that is a single stack, or may be taken for one.

    Raises:
        EnvironmentFaults: it is split, so that this stack would make all of it a second time.
    """
    if not loaded.stacks or os.environ.get(WHOLE):
        return loaded
    stacks = listed(list(loaded.stacks.values()))
    fix = f"choose {stacks}, or bring them up together with `nusa up -s {loaded.name}`"
    raise loaded.refused([Problem(("split",), f"the stack {loaded.name}", "one of the stacks that it is split into", fix)])


def _as_configured(value: Any) -> Any:
    """A value of a file in the order in which Pulumi's configuration has it: keys sorted, which decides the order of some lists."""
    match value:
        case dict():
            return {key: _as_configured(value[key]) for key in sorted(value)}
        case list():
            return [_as_configured(item) for item in value]
    return value


def configured(key: str) -> Any:
    """What Pulumi's configuration holds at a key, where an object is JSON and nothing is ""; other text is left as it is."""
    project, name = key.split(":")
    text = pulumi.Config(project).get(name)
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return text
