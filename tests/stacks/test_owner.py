"""A stack is refused while another one has still what it would make: the program asks, so every command holds to it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from stacks.environment import EnvironmentFaults, load
from stacks.environment.loading import WHOLE as VARIABLE
from stacks.environment.parts import OF
from stacks.owner import OUTPUTS
from stacks.topology import build
from tests.stacks.test_parts import EMPTIED, TELLING, WHOLE, environment, folder, plan
from tests.support.mocks import Recording, record


@pytest.fixture
def stacks(tmp_path) -> Path:
    return folder(tmp_path)


@pytest.mark.parametrize("part", ["jakarta", "global"])
def test_no_part_is_declared_while_the_stack_that_the_environment_was_has_its_resources(stacks, part, monkeypatch):
    held = {OUTPUTS: {"outputs": {"sites": {"jakarta": {}}}}}

    def built(calls: Mapping[str, Any]) -> Recording:
        return record(
            lambda: build(load(stacks)), stack=f"test-{part}", config={OF: "test"}, calls=calls, reads=TELLING, preview=True
        )

    with pytest.raises(EnvironmentFaults) as error:
        built(held)
    assert str(error.value).partition(" ")[2] == (
        "split: site, while the stack test has the resources, "
        f"expected its state to be moved before test-{part} is run; "
        "fix: `nusa pulumi split -s test`, or `nusa stack split -s test` on simulated clouds"
    )
    assert built(EMPTIED)
    monkeypatch.setenv(VARIABLE, "1")
    assert built(held)


@pytest.mark.parametrize(("said", "refused"), [('unknown stack "organization/nusantara/test"', False), ("access denied", True)])
def test_a_stack_that_is_not_there_has_nothing_and_one_that_cannot_be_read_may_have_all(stacks, monkeypatch, said, refused):
    def invoke(*_: Any) -> None:
        raise Exception(f"invocation returned an error: {said}")  # noqa: TRY002  as the SDK does

    monkeypatch.setattr(pulumi.runtime, "invoke", invoke)
    told = r"whether test still has what its parts would make cannot be told: .*: access denied; fix: let whoever runs test-jakarta"
    with pytest.raises(pulumi.RunError, match=told) if refused else contextlib.nullcontext():
        plan(stacks, "test-jakarta")


def test_a_single_stack_is_refused_for_as_long_as_there_are_files_of_its_parts(stacks):
    (stacks / "Pulumi.test.yaml").write_text(WHOLE)
    with pytest.raises(EnvironmentFaults) as error:
        record(lambda: build(load(stacks)), stack="test", config=environment(stacks))
    assert str(error.value).replace("stacks/", "") == (
        "Pulumi.test.yaml:2:3 split: nothing, while there are files of test-batam, test-global, test-jakarta, "
        "expected their state to be moved, which removes their files; "
        "fix: `nusa pulumi join -s test`, or `nusa stack join -s test` on simulated clouds"
    )
