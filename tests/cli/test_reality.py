"""What an update says of itself: what is simulated and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.reality import reality
from engine.events import Op, Step
from engine.project import Project

SIMULATED = Step(op=Op.CREATE, urn="urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::a", type="aws:ec2/vpc:Vpc")
DYNAMIC = Step(op=Op.CREATE, urn="urn:pulumi:dev::shop::pulumi-python:dynamic/lib:Book::b", type="pulumi-python:dynamic/lib:Book")
COMPONENT = Step(op=Op.CREATE, urn="urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", type="pulumi:pulumi:Stack")


@pytest.mark.parametrize(
    ("plugins", "planned", "said"),
    [
        ((), (COMPONENT, SIMULATED), "on simulated clouds: nothing real is touched"),
        ((), (SIMULATED, DYNAMIC), "on simulated clouds; not simulated: dynamic providers"),
        ((), None, "on simulated clouds; not simulated: dynamic providers, if there are any"),
        (("toys",), (SIMULATED,), "on simulated clouds; not simulated: the plugin toys"),
        (("toys", "aws"), (DYNAMIC,), "on simulated clouds; not simulated: the plugins aws, toys and dynamic providers"),
    ],
)
def test_an_update_says_what_runs_for_real(tmp_path: Path, plugins, planned, said) -> None:
    listed = [{"name": name, "path": name} for name in plugins]
    (tmp_path / "Pulumi.yaml").write_text(json.dumps({"name": "shop", "runtime": "python", "plugins": {"providers": listed}}))
    assert reality(Project.load(tmp_path), planned) == said
