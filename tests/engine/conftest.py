"""What several tests of the engine start from."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.support.programs import HEAD, Stack


@pytest.fixture
def stack(tmp_path: Path):
    def make(body: str, **options: Any) -> Stack:
        made = Stack(tmp_path, HEAD + textwrap.dedent(body), **options)
        made.configure(step=0)
        return made

    return make
