"""The SDK's slow places, replaced in the program's process alone.

Each replacement does what the SDK's own function does. Where the original is missing or takes other arguments (another version of
the SDK), it stays: the program is slower then, and as right.
"""
# ruff: noqa: SLF001  what is replaced, and what it is made of, are the SDK's own parts

from __future__ import annotations

import asyncio
import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pulumi
import pulumi.output
from pulumi.runtime import resource, settings, stack
from pulumi.runtime.proto import source_pb2

from .late import outputs_on
from .plain import properties

Replacement = tuple[Any, str, Any]
"""A module, a function's name in it, and what is put in its place."""


def hasten(loop: asyncio.AbstractEventLoop, parts: Iterable[str] | None = None) -> None:
    """Put the replacements in place.

    Args:
        loop: the loop that the program runs on.
        parts: names of PARTS, where not all are wanted.
    """
    setattr(pulumi.log, "debug", _drop)  # noqa: B010  the type checker would have the replacement take no more than the original
    for part in PARTS if parts is None else parts:
        for module, name, replacement in PARTS[part](loop):
            _replace(module, name, replacement)


def _urns(_: asyncio.AbstractEventLoop) -> Iterable[Replacement]:
    original = resource.create_urn

    @functools.wraps(original)
    def create_urn(name: Any, type_: Any, parent: Any = None, project: Any = None, stack: Any = None) -> Any:
        return _create_urn(original, name, type_, parent, project, stack)

    return [(resource, "create_urn", create_urn)]


PARTS: Final[dict[str, Callable[[asyncio.AbstractEventLoop], Iterable[Replacement]]]] = {
    "waiting": lambda _: [(stack, "wait_for_rpcs", _wait_for_rpcs)],
    "outputs": outputs_on,
    "property values": lambda _: properties(),
    "stack traces": lambda _: [(resource, "_get_stack_trace", _stack_trace)],
    "URNs": _urns,
}


def _replace(module: Any, name: str, replacement: Any) -> None:
    original = getattr(module, name, None)
    if original is not None and (_passes_on(replacement) or _arguments(original) == _arguments(replacement)):
        setattr(module, name, replacement)


def _passes_on(replacement: Any) -> bool:
    """Whether it takes what comes and hands it to the original."""
    return bool(replacement.__code__.co_flags & inspect.CO_VARARGS)


def _arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    code = getattr(function, "__code__", None)
    return code.co_varnames[: code.co_argcount] if code is not None else ()


def _drop(*_args: Any, **_options: Any) -> None:
    """Debug messages would reach nobody."""


async def _wait_for_rpcs(await_all_outstanding_tasks: bool = True) -> None:
    """Wait for registrations and outputs in whole batches; the SDK's own re-arms every pending output whenever one completes."""
    manager = settings.SETTINGS.rpc_manager
    await asyncio.sleep(0)  # what was registered last is counted once its task has begun
    while manager.rpcs or (await_all_outstanding_tasks and settings.SETTINGS.outputs):
        while manager.rpcs:
            await asyncio.sleep(0)
            rpcs, manager.rpcs = manager.rpcs, []
            try:
                await asyncio.gather(*rpcs)
            except Exception as error:
                if manager.unhandled_exception in (None, error):  # its own cause, it would hide what has caused it
                    raise
                raise error from _first_failure(manager)
        if manager.unhandled_exception is not None:
            raise _first_failure(manager)
        if await_all_outstanding_tasks:
            await _one_batch_of_outputs()
        await asyncio.sleep(0)


def _first_failure(manager: Any) -> Exception:
    return manager.unhandled_exception.with_traceback(manager.exception_traceback)


async def _one_batch_of_outputs() -> None:
    with settings.SETTINGS.lock:
        pending = list(settings.SETTINGS.outputs)
        settings.SETTINGS.outputs.clear()
    if not pending:
        return
    done, waiting = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
    for output in done:
        await output
    if waiting:
        with settings.SETTINGS.lock:
            settings.SETTINGS.outputs.update(waiting)


_frames: dict[tuple[str, int], source_pb2.StackFrame] = {}
_traces: dict[tuple[tuple[str, int], ...], source_pb2.StackTrace] = {}
_CONSTRUCTORS = 3
"""Resource, CustomResource or ComponentResource, and the class itself: what lies outside them is the program's."""


def _stack_trace() -> source_pb2.StackTrace:
    """The frames outside the resource's constructors, innermost first; the SDK's own reads the source files for their text."""
    frame: FrameType | None = sys._getframe(1)
    constructors = 0
    while frame is not None:
        if frame.f_code.co_name == "__init__":
            constructors += 1
            if constructors == _CONSTRUCTORS:
                frame = frame.f_back
                break
        frame = frame.f_back
    places = []
    while frame is not None:
        places.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    trace = _traces.get(key := tuple(places))
    if trace is None:
        frames = [_frames.get(place) or _frames.setdefault(place, _stack_frame(*place)) for place in places]
        trace = _traces[key] = source_pb2.StackTrace(frames=frames)
    return trace


def _stack_frame(file: str, line: int) -> source_pb2.StackFrame:
    path = Path(file)
    if not path.is_absolute():
        return source_pb2.StackFrame()
    return source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=path.as_uri(), line=line))


def _create_urn(  # noqa: PLR0917  the SDK's arguments
    original: Callable[..., Any], name: Any, type_: Any, parent: Any = None, project: Any = None, stack: Any = None
) -> Any:
    """A URN from plain texts without futures in between: the SDK computes one for every registration, and does not use it."""
    if not (isinstance(name, str) and isinstance(type_, str) and project is None and stack is None):
        return original(name, type_, parent, project, stack)
    if parent is None:
        prefix = f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::"
    elif isinstance(parent, str):
        prefix = f"{parent[: parent.rfind('::')]}$"
    else:
        return original(name, type_, parent, project, stack)
    return _known(f"{prefix}{type_}::{name}", set())


def _known(value: Any, resources: set[Any]) -> Any:
    future = asyncio.get_running_loop().create_future()
    future.set_result(pulumi.output._OutputData(resources=resources, value=value, is_known=True, is_secret=False))
    return pulumi.Output._from_data(future)
