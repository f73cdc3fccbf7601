"""Two stacks on one simulated cloud, each with a network; a folder of a cloud's tests says which as `cloud`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clouds import Cloud
from tests.support.deployed import Deployed


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def network(tmp_path: Path, store: Path, cloud: Cloud) -> Deployed:
    return Deployed(cloud, tmp_path / "one", store)


@pytest.fixture
def other(tmp_path: Path, store: Path, cloud: Cloud) -> Deployed:
    return Deployed(cloud, tmp_path / "two", store)
