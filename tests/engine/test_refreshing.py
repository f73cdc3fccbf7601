"""Refreshes beyond what the drift cases hold: creations that were cut off, pending replacements, what the program has dropped."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from engine.events import Op, Severity, StepDone
from engine.prior import without_dangling
from engine.resource import Resource
from engine.result import Result
from tests.support.drifting import DriftingStack
from tests.support.programs import errors

BARE = "import pulumi\n"


@pytest.fixture
def stack(tmp_path: Path) -> DriftingStack:
    made = DriftingStack(tmp_path)
    assert made.update().exit_code == 0
    return made


def found(stack: DriftingStack) -> list[str]:
    """What the refreshes of the latest run came to, by name."""
    done = [event.step for event in stack.events if isinstance(event, StepDone)]
    return sorted(f"{step.op} {step.urn.rpartition('::')[2]}" for step in done if step.op is not Op.SAME)


def warnings(result: Result) -> list[str]:
    return [d.message for d in result.diagnostics if d.severity is Severity.WARNING]


def cut_off(stack: DriftingStack) -> str:
    """Leave a creation behind that never came to its end; its URN."""
    like = stack.resources()["password"]
    urn = f"{like.urn}-2"
    with stack.session()._open(read_only=False) as state:
        state.begin("creating", dataclasses.replace(like, urn=urn, id="", outputs={}))
    return urn


def test_a_creation_that_was_cut_off_may_be_forgotten(stack) -> None:
    cut_off(stack)
    objects = stack.objects()
    assert stack.refresh(clear_pending_creates=True).exit_code == 0
    snapshot = stack.session().snapshot()
    assert snapshot.pending_operations == []
    assert "password-2" not in stack.resources()
    assert stack.objects() == objects


def test_the_object_of_a_creation_that_was_cut_off_is_taken_in_and_read(stack) -> None:
    urn = cut_off(stack)
    made = stack.resources()["password"].id
    stack.drift("password", set={"length": 20})
    result = stack.refresh(import_pending_creates={urn: made, "urn:other": "x"})
    assert result.exit_code == 0
    assert '"urn:other" did not correspond to a pending create' in warnings(result)
    taken = stack.resources()["password-2"]
    assert (taken.id, taken.outputs["length"]) == (made, 20)
    assert stack.session().snapshot().pending_operations == []


def test_an_object_that_is_not_there_is_not_taken_in(stack) -> None:
    stack.refresh(import_pending_creates={cut_off(stack): "password-none"})
    assert "delete password-2" in found(stack)
    assert "password-2" not in stack.resources()


def test_a_preview_says_so_and_changes_nothing(stack) -> None:
    urn = cut_off(stack)
    before = {name: dataclasses.replace(resource) for name, resource in stack.resources().items()}
    stack.drift("vpc", gone=True)
    stack.refresh(preview=True, import_pending_creates={urn: "password-none"})
    assert found(stack) == ["delete password-2", "delete vpc"]
    assert stack.resources() == before
    assert len(stack.session().snapshot().pending_operations) == 1


def test_what_was_deleted_for_its_replacement_is_not_read(stack) -> None:
    with stack.session()._open(read_only=False) as state:
        for resource in state.snapshot.resources:
            resource.pending_replacement = resource.urn.endswith("::rule")
        state.save()
    stack.drift("rule", refuses="nobody may look")
    assert stack.refresh().exit_code == 0
    assert stack.resources()["rule"].pending_replacement


def test_what_the_program_has_dropped_is_read_after_it_has_run(stack) -> None:
    stack.write(BARE)
    stack.drift("vpc", gone=True)
    stack.drift("subnet", set={"zones": ["c"]})
    assert stack.refresh(run_program=True).exit_code == 0
    assert found(stack) == ["delete vpc", "update subnet"]
    kept = stack.resources()
    assert kept["subnet"].inputs["zones"] == ["c"]
    assert kept["subnet"].dependencies == ()
    assert kept["rule"].parent == ""
    assert stack.update().exit_code == 0
    assert list(stack.resources()) == ["cases-dev"]


def test_a_refresh_with_the_program_makes_and_changes_nothing(stack) -> None:
    program = (stack.root / "__main__.py").read_text()
    stack.write(program.replace('"length": 12', '"length": 13') + '\nThing("aws:ec2/vpc:Vpc", "another", {"cidrBlock": vpc.id})\n')
    objects = stack.objects()
    assert stack.refresh(run_program=True).exit_code == 0
    assert stack.objects() == objects
    assert "another" not in stack.resources()
    assert found(stack) == []


def test_a_look_that_fails_ends_a_refresh_with_the_program(stack) -> None:
    stack.drift("vpc", refuses="no such region")
    stack.drift("password", set={"length": 13})
    result = stack.refresh(run_program=True)
    assert result.exit_code == 1
    assert [message for message in errors(result) if "region" in message] == ["no such region"]
    stack.drift("vpc", refuses=None)
    assert stack.update(refresh=True, run_program=True).exit_code == 0
    assert stack.resources()["password"].inputs["length"] == 12


def test_a_run_that_was_cut_off_after_an_object_was_found_gone_leaves_a_state_that_holds_together(stack, monkeypatch) -> None:
    from engine.state import StackState

    stack.drift("vpc", gone=True)
    with monkeypatch.context() as patch:
        patch.setattr(StackState, "save", lambda *_: (_ for _ in ()).throw(OSError("cut off")))
        with pytest.raises(OSError, match="cut off"):
            stack.refresh(run_program=True)
    kept = stack.resources()
    assert "vpc" not in kept
    assert kept["subnet"].dependencies == ()
    assert stack.update().exit_code == 0
    assert stack.resources()["subnet"].dependencies


def test_nothing_refers_to_what_is_gone() -> None:
    def resource(name: str, **fields: object) -> Resource:
        return Resource(urn=name, type="t", custom=True, **fields)  # ty: ignore[invalid-argument-type]  any field of it

    first = resource("a")
    child = resource("b", parent="gone", dependencies=("a", "gone"), property_dependencies={"x": ("gone",), "y": ("a",)})
    bound = resource("c", deleted_with="gone", replace_with=("gone", "b"))
    kept = list(without_dangling([first, child, bound]))
    assert kept[0] is first
    assert kept[1] == resource("b", dependencies=("a",), property_dependencies={"y": ("a",)})
    assert kept[2] == resource("c", replace_with=("b",))
