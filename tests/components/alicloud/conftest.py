"""The cloud that these tests are about."""

from __future__ import annotations

import pytest

from tests.support.clouds import ALICLOUD, Cloud


@pytest.fixture
def cloud() -> Cloud:
    return ALICLOUD
