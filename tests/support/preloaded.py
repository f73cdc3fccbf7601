"""The program of this repository run in forks of a process that has run it: importing, and reading types, is most of what a run takes."""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from engine.host import run, zygote
from engine.result import Result
from faults import yaml
from tests.support.programs import Stack

ROOT: Final = Path(__file__).parents[2]
KEY: Final = "nusantara:environment"
_SERVE: Final = "from _pulumi_program_host.zygote"
_REHEARSE: Final = f"""
from _pulumi_program_host.lazy import import_on_demand
import_on_demand()
sys.path.insert(0, {str(ROOT)!r})
from tests.support.preloaded import rehearse
rehearse()
del sys.path[0]
"""


def rehearse() -> None:
    """Run the program of an environment that stands on both clouds against a monitor which records."""
    from tests.support.made import made
    from tests.support.mocks import record

    config = yaml.load(ROOT / "stacks" / "Pulumi.staging.yaml").value["config"][KEY]
    record(lambda: runpy.run_path(str(ROOT / "__main__.py")), stack="staging", config={KEY: json.dumps(config)}, outputs=made)


@cache
def _rehearsed() -> zygote.Zygote:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zygote, "_BOOTSTRAP", zygote._BOOTSTRAP.replace(_SERVE, f"{_REHEARSE}{_SERVE}"))
        return zygote.spawn(Path(sys.executable))


@contextmanager
def preloaded() -> Generator[None]:
    """Programs that are run inside are those of this repository, as it stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "zygote_for", lambda _: _rehearsed())
        yield


class ComponentStack(Stack):
    """A stack whose program declares components of this repository."""

    def _warm(self) -> None:
        """What it runs in is there already."""

    def _heard(self, run: Any) -> Result:
        with preloaded():
            return super()._heard(run)
