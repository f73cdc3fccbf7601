"""A CDN of each cloud against the simulated clouds: it comes up, stays as it is, and goes away again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks

import simulator
from simulator.values import plain
from tests.support.edges import cloudfront, dcdn
from tests.support.simulated import Provider


class Clouds(Mocks):
    """Both clouds where their global services are asked, and what was made there, in order."""

    def __init__(self, store: Path) -> None:
        self.providers = {
            "aws": Provider("aws", store, region="us-east-1", allowedAccountIds=["111122223333"]),
            "alicloud": Provider("alicloud", store, region="ap-southeast-1", accountId="5012345678901234"),
        }
        self.made: list[tuple[Provider, str, str, dict[str, Any], dict[str, Any]]] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        provider = self.providers.get(args.typ.split(":")[0])
        if provider is None:
            return f"{args.name}-id", dict(args.inputs)
        inputs = _given(args.inputs)
        checked, _ = provider.check(args.typ, args.name, **inputs)
        identity, outputs = provider.create(args.typ, args.name, **inputs)
        self.made.append((provider, args.typ, identity, checked, outputs))
        return identity, plain(outputs)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(args.token)


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


@pytest.mark.parametrize("make", [cloudfront, dcdn])
@pytest.mark.parametrize("more", [{}, {"second": None, "writes": (), "cached": {}, "rates": {}, "guard": "none", "header": None}])
def test_it_comes_up_stays_and_goes(tmp_path: Path, make: Callable[..., object], more: dict[str, Any]):
    store = tmp_path / "clouds.sqlite"
    clouds = Clouds(store)
    set_mocks(clouds, project="nusantara", stack="test", preview=False)
    pulumi.runtime.test(lambda: make(**more) and None)()
    assert clouds.made
    for provider, token, _, inputs, outputs in clouds.made:
        assert not provider.diff(token, inputs, inputs, outputs=outputs).detailedDiff, token
    for provider, token, identity, _, outputs in reversed(clouds.made):
        provider.delete(token, identity, outputs)
    assert simulator.Clouds(store).list() == ()
