"""A resource's outputs, each with a future only once somebody asks for it.

The SDK puts every property of a resource on futures of its own the moment the resource is constructed: twenty and more, of which a
program uses one or two. Most of an evaluation's time goes into those that nobody awaits.
"""
# ruff: noqa: SLF001  the SDK's own parts

from __future__ import annotations

import asyncio
import copyreg
from collections.abc import Callable, Iterable
from typing import Any

import pulumi
import pulumi.output
from pulumi.runtime import resource, rpc

_Settled = tuple[Any, bool, bool, Any, Exception | None]
"""What the SDK's resolvers are called with: value, known, secret, the resources it depends on, and what failed instead."""


class LateOutput(pulumi.Output[Any]):
    """An output of a resource whose value is put on a future when it is first asked for, before or after it has come."""

    __slots__ = ("_future_of_data", "_of", "_settled")

    def __init__(self, of: Any) -> None:
        self._of = of
        self._settled: _Settled | None = None
        self._future_of_data: asyncio.Future[Any] | None = None

    @property
    def _data(self) -> asyncio.Future[Any]:  # ty: ignore[incompatible-property-override]  nobody but the SDK's own constructor sets it
        future = self._future_of_data
        if future is None:
            future = self._future_of_data = _loop.create_future()
            self._track()
            if self._settled is not None:
                self._fill(future, self._settled)
        return future

    def _untrack(self) -> None:
        _ = self._data  # first: it takes the lock that the SDK holds while it asks for it
        super()._untrack()

    def settle(self, *settled: Any) -> None:
        """Take the value; the arguments are those of the SDK's resolvers."""
        self._settled = settled
        if self._future_of_data is not None:
            self._fill(self._future_of_data, settled)

    def settle_alone(self, value: Any, known: bool, secret: bool, failed: Exception | None) -> None:
        """Take the value of an output that depends on nothing but its resource, as an id and a URN do."""
        self.settle(value, known, secret, None, failed)

    def _fill(self, future: asyncio.Future[Any], settled: _Settled) -> None:
        value, known, secret, deps, failed = settled
        if failed is not None:
            future.set_exception(failed)
            return
        resources = {*(deps or ()), self._of}
        future.set_result(pulumi.output._OutputData(resources=resources, value=value, is_known=known, is_secret=secret))

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Pickle as an output of the SDK's own class: whoever unpickles a dynamic provider does not have this one."""
        return copyreg.__newobj__, (pulumi.Output,), self.__getstate__()  # ty: ignore[missing-attribute]  typeshed lacks it


_loop: asyncio.AbstractEventLoop


def outputs_on(loop: asyncio.AbstractEventLoop) -> Iterable[tuple[Any, str, Callable[..., Any]]]:
    """The SDK's functions that make a resource's outputs, and what to put in their place: module, name, function."""
    global _loop  # noqa: PLW0603  one program, one loop: an output that would keep it would be one word longer, thirty times a resource
    _loop = loop
    if not (hasattr(pulumi.output, "_OutputData") and hasattr(pulumi.Output, "_track")):
        return ()
    return (rpc, "transfer_properties", _transfer_properties), (resource, "resource_output", _resource_output)


def _transfer_properties(res: Any, props: Any, custom: bool) -> dict[str, Any]:
    resolvers: dict[str, Any] = {}
    outputs = res.__dict__
    for name in props:
        if name == "urn" or (name == "id" and custom):
            continue
        output = outputs[name] = LateOutput(res)
        resolvers[name] = output.settle
    return resolvers


def _resource_output(res: Any) -> tuple[Callable[..., None], pulumi.Output[Any]]:
    output = LateOutput(res)
    return output.settle_alone, output
