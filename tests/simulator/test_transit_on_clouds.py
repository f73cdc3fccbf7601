"""Hubs on the simulated clouds, each site by a provider of its own region: they come up, and go away again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks

from simulator.values import plain
from tests.support.simulated import Provider, RefusalError
from tests.support.transits import transits


class Regions(Mocks):
    """A simulated provider for each that a program declares, and what was made, in order."""

    def __init__(self, store: Path, cloud: str) -> None:
        self._store, self._cloud = store, cloud
        self.providers = {"": Provider(cloud, store, region="ap-southeast-1")}
        self.made: list[tuple[Provider, str, str, dict[str, Any]]] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ.startswith("pulumi:providers:"):
            self.providers[args.name] = Provider(self._cloud, self._store, region=args.inputs["region"])
        if not args.typ.startswith(f"{self._cloud}:"):
            return f"{args.name}-id", dict(args.inputs)
        provider = self.providers[args.provider.split("::")[-2] if args.provider else ""]
        identity, outputs = provider.create(args.typ, args.name, **_given(args.inputs))
        self.made.append((provider, args.typ, identity, outputs))
        return identity, plain(outputs)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"{args.token} is looked up")


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(item) for key, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(autouse=True)
def event_loop() -> Iterator[None]:
    """The SDK asks for the thread's loop, of which any earlier `asyncio.run` has left none."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()


@pytest.mark.parametrize(
    ("cloud", "gateway"),
    [
        ("aws", "aws:ec2transitgateway/transitGateway:TransitGateway"),
        ("alicloud", "alicloud:cen/transitRouter:TransitRouter"),
    ],
)
def test_a_hub_of_three_regions_comes_up_and_goes_away(tmp_path, cloud, gateway):
    clouds = Regions(tmp_path / "clouds.sqlite", cloud)
    set_mocks(clouds, project="nusantara", stack="test", preview=False)
    pulumi.runtime.test(transits(cloud, "jakarta", "singapore", "seoul", centre="jakarta"))()
    routers = [(provider, identity, outputs) for provider, type_, identity, outputs in clouds.made if type_ == gateway]
    assert len(routers) == 3
    provider, identity, outputs = routers[0]
    with pytest.raises(RefusalError, match="ttachment"):
        provider.delete(gateway, identity, outputs)
    for provider, type_, identity, outputs in reversed(clouds.made):
        provider.delete(type_, identity, outputs)
        assert not provider.exists(type_, identity)
