"""Two stacks on one simulated AWS, each with a network."""

from __future__ import annotations

import pytest

from tests.support.clouds import AWS
from tests.support.deployed import Deployed
from tests.support.simulated import Provider


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def network(tmp_path, store):
    return Deployed(AWS, tmp_path / "one", store)


@pytest.fixture
def other(tmp_path, store):
    return Deployed(AWS, tmp_path / "two", store)


@pytest.fixture
def aws(store):
    return Provider("aws", store, region=AWS.region)
