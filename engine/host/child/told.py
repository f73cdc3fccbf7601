"""What a person is told of an exception: its traceback with the program's own frames alone."""

from __future__ import annotations

import os
import re
import traceback
from traceback import FrameSummary, StackSummary, TracebackException
from typing import Any

from . import raised

_HERE = os.path.dirname(__file__)  # noqa: PTH120  frames name their files as text
_LIBRARY = os.path.dirname(os.__file__)  # noqa: PTH120  likewise
_INSTALLED = re.compile(r"/(?:site|dist)-packages/(\w+)")
_MACHINERY = re.compile(r"pulumi|grpc|google")
"""How packages are called that lie between us and the program, or that it has called when something failed in them."""


def text_of(error: BaseException) -> str:
    """The exception and what it came from, with the frames that are the program's; of what has none, the message says it all.

    What the program raised while the SDK worked out a value stands in the causes of what the SDK raises then.
    """
    told = TracebackException.from_exception(error)
    _cut(told, error, set())
    return "".join(told.format())


def _cut(told: Any, error: BaseException, seen: set[int]) -> bool:
    """Leave of an exception what is the program's, and of those before it the ones that began there; whether this one did."""
    seen.add(id(error))
    traces = map(traceback.extract_tb, raised.tracebacks(error))
    own = next((frames for trace in traces if (frames := [frame for frame in trace if _own(frame)])), [])
    told.stack = StackSummary.from_list(own) if own else None
    for inside, source in zip(told.exceptions or (), getattr(error, "exceptions", ()), strict=False):
        _cut(inside, source, seen)
    began = bool(own)
    for link in ("__cause__", "__context__"):
        before, source = getattr(told, link), getattr(error, link)
        if before is None or source is None or id(source) in seen or not _cut(before, source, seen):
            setattr(told, link, None)
        else:
            began = True
    return began


def _own(frame: FrameSummary) -> bool:
    """Whether a frame is of the program, or of a package that it brings along: not of Python, the SDKs or ourselves."""
    if frame.filename.startswith((_HERE, "<frozen ")):
        return False
    installed = _INSTALLED.search(frame.filename)
    return not (_MACHINERY.match(installed[1]) if installed else frame.filename.startswith(_LIBRARY))
