"""A program against the simulated clouds: it comes up, changes as the next run says, and goes away again.

The SDK's mock monitor stands for an engine: it checks and creates each resource in the order in which its inputs become known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.proto import provider_pb2

import simulator
from simulator.values import plain
from tests.support.simulated import Provider


@dataclass(frozen=True)
class Made:
    """An object that a cloud holds: who made it, and as what."""

    provider: Provider
    type: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def delete(self) -> None:
        self.provider.delete(self.type, self.id, self.outputs)


class OnClouds(Mocks):
    """Simulated providers, what programs made through them, in order, and what the last run of them changed.

    A resource goes to the provider that it was given, where that is a cloud's in a region, else to its package's own.

    Args:
        store: path of the file that the clouds share.
        configs: the configuration of each package's own provider, by package; resources of any other package are answered with
            their inputs.
    """

    def __init__(self, store: Path, configs: Mapping[str, Mapping[str, Any]]) -> None:
        self._store = store
        self.providers = {package: Provider(package, store, **config) for package, config in configs.items()}
        self._regional: dict[str, Provider] = {}
        self.made: dict[tuple[str, str], Made] = {}
        self.changed: dict[tuple[str, str], provider_pb2.DiffResponse] = {}

    def run(self, program: Callable[[], object]) -> None:
        """Bring a program up, or what it says otherwise than the run before; `changed` tells what that was."""
        self.changed = {}
        loop = asyncio.new_event_loop()  # the SDK asks for the thread's, of which any earlier `asyncio.run` has left none
        asyncio.set_event_loop(loop)
        try:
            set_mocks(self, project="nusantara", stack="test", preview=False)
            pulumi.runtime.test(lambda: program() and None)()
        finally:
            loop.close()

    def stays(self) -> None:
        """Find that no object would change by what it was made from."""
        for made in self.made.values():
            diff = made.provider.diff(made.type, made.inputs, made.inputs, outputs=made.outputs)
            assert not diff.detailedDiff, made.type

    def goes(self) -> None:
        """Delete everything, what was made last first, until nothing is left."""
        for made in reversed(self.made.values()):
            made.delete()
        assert simulator.Clouds(self._store).list() == ()

    def of(self, type_: str) -> dict[str, Made]:
        """What there is of a type, by name."""
        return {name: made for (found, name), made in self.made.items() if found == type_}

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ.startswith("pulumi:providers:") and "region" in args.inputs:
            package = args.typ.rpartition(":")[2]
            self._regional[args.name] = Provider(package, self._store, region=args.inputs["region"])
        asked = args.provider.split("::")[-2] if args.provider else ""
        provider = self._regional.get(asked) or self.providers.get(args.typ.split(":")[0])
        if provider is None:
            return f"{args.name}-id", dict(args.inputs)
        inputs, key = _given(args.inputs), (args.typ, args.name)
        checked, _ = provider.check(args.typ, args.name, **inputs)
        if key in self.made:
            identity, outputs = self.made[key].id, self.made[key].outputs
            diff = provider.diff(args.typ, self.made[key].inputs, checked, outputs=outputs)
            if diff.detailedDiff:
                self.changed[key] = diff
                outputs = provider.update(args.typ, identity, outputs, **inputs)
        else:
            identity, outputs = provider.create(args.typ, args.name, **inputs)
        self.made[key] = Made(provider, args.typ, identity, checked, outputs)
        return identity, plain(outputs)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        return self.providers[args.token.split(":")[0]].invoke(args.token, **args.args), None


def _given(value: Any) -> Any:
    """Inputs as they were given: the SDK shows a mock a list with a secret in it as a secret list, which no engine does."""
    if isinstance(value, dict) and rpc._special_sig_key in value:
        return _given(value["value"])
    if isinstance(value, dict):
        return {key: _given(item) for key, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value
