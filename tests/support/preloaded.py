"""The program of this repository run in forks of a process that has imported it: importing is half of what a run takes."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from engine.host import run, zygote

ROOT: Final = Path(__file__).parents[2]
_SERVE: Final = "from _pulumi_program_host.zygote"
_INPUTS: Final = (
    *("pulumi_aws.ec2", "pulumi_aws.eks", "pulumi_alicloud.cs", "pulumi_alicloud.ess", "pulumi_alicloud.log"),
    *("pulumi_kubernetes.core.v1", "pulumi_kubernetes.apps.v1", "pulumi_kubernetes.networking.v1"),
)
"""Packages whose inputs take longest to import."""
_IMPORTS: Final = f"""
from _pulumi_program_host.lazy import import_on_demand
import_on_demand()
import {", ".join(f"{name}._inputs" for name in _INPUTS)}
sys.path.insert(0, {str(ROOT)!r})
import stacks.topology
del sys.path[0]
"""


@cache
def _imported() -> zygote.Zygote:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zygote, "_BOOTSTRAP", zygote._BOOTSTRAP.replace(_SERVE, f"{_IMPORTS}{_SERVE}"))
        return zygote.spawn(Path(sys.executable))


@contextmanager
def preloaded() -> Generator[None]:
    """Programs that are run inside are those of this repository, as it stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "zygote_for", lambda _: _imported())
        yield
