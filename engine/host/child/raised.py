"""Where in a program an exception began: noted when it leaves an apply, since futures, through which the SDK hands it on, give a
traceback out only once, and to whoever asks first.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from types import TracebackType
from typing import Any

import pulumi

_BEGAN = "_began"


def note() -> None:
    """From now on, note what functions given to `Output.apply` raise."""
    original = pulumi.Output.apply

    @functools.wraps(original)
    def apply(self: Any, func: Callable[[Any], Any], run_with_unknowns: bool = False) -> Any:
        return original(self, functools.partial(_noting, func), run_with_unknowns)

    setattr(pulumi.Output, "apply", apply)  # noqa: B010  to the type checker it is another function


def tracebacks(error: BaseException) -> tuple[TracebackType | None, ...]:
    """What is known of where an exception has been: its traceback, and the one that was noted."""
    return error.__traceback__, getattr(error, _BEGAN, None)


def _noting(func: Callable[[Any], Any], value: Any) -> Any:
    try:
        return func(value)
    except Exception as error:
        with contextlib.suppress(AttributeError):  # an exception that takes no attribute
            if not hasattr(error, _BEGAN):
                setattr(error, _BEGAN, error.__traceback__)
        raise
