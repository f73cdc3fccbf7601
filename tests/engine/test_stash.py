"""`pulumi.Stash`, which the engine itself provides; the steps and states are those of the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.values import Secret
from tests.support.programs import Stack, errors, ops

PROGRAM = """
    import pulumi
    step = pulumi.Config().require_int("step")
    given = pulumi.Output.secret("planted") if step == 3 else {"step": step}
    options = pulumi.ResourceOptions(replacement_trigger=step // 2)
    pulumi.export("kept", pulumi.Stash("s", input=given, opts=options).output)
"""


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    stack = Stack(tmp_path, PROGRAM)
    stack.configure(step=0)
    assert ops(stack.preview()) == ["create s"]
    assert stack.update().exit_code == 0
    return stack


def test_it_keeps_what_was_put_away_first(stack) -> None:
    assert ops(stack.update()) == ["same s"]
    stack.configure(step=1)
    assert ops(stack.preview()) == ["update s"]
    assert stack.update().outputs == {"kept": {"step": 0}}
    assert stack.resources()["s"].outputs == {"input": {"step": 1}, "output": {"step": 0}}
    assert stack.destroy().exit_code == 0


def test_a_replacement_puts_away_anew(stack) -> None:
    stack.configure(step=2)
    result = stack.update()
    assert "replace s" in ops(result)
    assert result.outputs == {"kept": {"step": 2}}


def test_a_secret_stays_one(stack) -> None:
    stack.configure(step=2)
    stack.update()
    stack.configure(step=3)
    stack.update()
    kept = stack.resources()["s"].outputs
    assert (kept["input"], kept["output"]) == (Secret("planted"), {"step": 2})


def test_what_a_stash_does_not_take_is_refused(stack) -> None:
    stack.write("import pulumi\npulumi.CustomResource('pulumi:index:Stash', 's', {'other': 1})\n")
    assert any('unknown property "other"' in error for error in errors(stack.preview()))
    stack.write("import pulumi\npulumi.CustomResource('pulumi:index:Hoard', 's', {})\n")
    assert any("unrecognized resource type 'pulumi:index:Hoard'" in error for error in errors(stack.preview()))
