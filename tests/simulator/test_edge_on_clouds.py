"""A CDN of each cloud against the simulated clouds: it comes up, stays as it is, and goes away again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.edges import cloudfront, dcdn
from tests.support.on_clouds import OnClouds

GLOBAL: dict[str, dict[str, Any]] = {
    "aws": {"region": "us-east-1", "allowedAccountIds": ["111122223333"]},
    "alicloud": {"region": "ap-southeast-1", "accountId": "5012345678901234"},
}
"""Both clouds where their global services are asked."""


@pytest.mark.parametrize("make", [cloudfront, dcdn])
@pytest.mark.parametrize("more", [{}, {"second": None, "writes": (), "cached": {}, "rates": {}, "guard": "none", "header": None}])
def test_it_comes_up_stays_and_goes(tmp_path: Path, make: Callable[..., object], more: dict[str, Any]):
    clouds = OnClouds(tmp_path / "clouds.sqlite", GLOBAL)
    clouds.run(lambda: make(**more))
    assert clouds.made
    clouds.stays()
    clouds.goes()
