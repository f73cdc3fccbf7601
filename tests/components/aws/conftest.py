"""The cloud that these tests are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clouds import AWS, Cloud
from tests.support.simulated import Provider


@pytest.fixture
def cloud() -> Cloud:
    return AWS


@pytest.fixture
def aws(store: Path) -> Provider:
    """The cloud itself, beside the stacks."""
    return Provider("aws", store, region=AWS.region)
