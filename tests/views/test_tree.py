"""The tree: what it shows, what it leaves out, and how it fits."""

from __future__ import annotations

import pytest

from engine.events import Diagnostic, Op, OutputsChanged, PropertyDiff, Severity, StepDone, StepFailed, StepStarted, Summary
from views.board import Board
from views.tree import tree


@pytest.fixture
def story(made):
    """A change of a small environment: something of everything."""
    site = {"type": "nusantara:index:Site", "custom": False}
    parent = made.urn("jakarta", "nusantara:index:Site")
    cidr = {"cidrBlock": PropertyDiff("update-replace")}
    replaced = made.step(
        Op.CREATE_REPLACEMENT,
        old={"parent": parent, "inputs": {"cidrBlock": "10.0.0.0/16"}},
        new={"parent": parent, "inputs": {"cidrBlock": "10.1.0.0/16"}},
        detailed_diff=cidr,
        logical=False,
    )
    return [
        made.root(),
        made.step(Op.CREATE, "default_7_51_1", new={}, type="pulumi:providers:aws"),
        made.step(Op.SAME, "jakarta", old={}, new={}, **site),
        replaced,
        made.step(Op.REPLACE, old={**fields(replaced.old)}, new={**fields(replaced.new)}, detailed_diff=cidr),
        made.step(Op.SAME, "kept", old={}, new={}),
        made.step(Op.CREATE, "jakarta-checkout", type="kubernetes:apps/v1:Deployment", new={"parent": parent}),
        made.step(
            Op.UPDATE,
            "fleet",
            old={"inputs": {"max": 3, "tags": {"a": "1"}, "old": 1}, "protect": True},
            new={"inputs": {"max": 4, "tags": {"a": "2"}, "new": 1}},
            type="aws:autoscaling/group:Group",
        ),
        made.step(Op.DELETE, "gone", old={"retain_on_delete": True}, type="aws:ec2/eip:Eip"),
    ]


def fields(resource) -> dict:
    return {"parent": resource.parent, "inputs": resource.inputs}


def board(steps, *, preview=True, warned="") -> Board:
    board = Board("shop", "dev", preview=preview, clock=lambda: 0.0)
    for step in steps:
        board.fold(StepStarted(step))
        board.fold(StepDone(step, 0.25))
    board.fold(OutputsChanged(board.root, {}, {}))
    if warned:
        board.fold(Diagnostic("the zone is busy", Severity.WARNING, warned))
    board.fold(Summary(preview=preview))
    return board


def shown(lines) -> str:
    return "".join(f"{line.plain.rstrip()}\n" for line in lines)


@pytest.mark.parametrize("width", [None, 140, 80, 60])
@pytest.mark.parametrize("preview", [True, False])
def test_the_tree(story, golden, preview, width):
    name = f"tree-{'preview' if preview else 'update'}-{width or 'file'}.txt"
    assert shown(tree(board(story, preview=preview, warned=story[3].urn), width=width)) == golden(name)


@pytest.mark.parametrize("width", range(20, 160, 7))
def test_no_line_is_wider_than_the_terminal(story, width):
    assert max(line.width for line in tree(board(story), width=width)) < width


def test_what_stays_the_same_is_left_out_but_for_what_stands_above_a_change(made):
    same = made.step(Op.SAME, "kept", old={}, new={})
    assert "kept" not in shown(tree(board([made.root(), same])))
    child = made.step(Op.CREATE, "child", new={"parent": same.urn})
    assert "kept" in shown(tree(board([made.root(), same, child])))


def test_protection_is_worth_a_line(made):
    guarded = made.step(Op.SAME, "guarded", old={}, new={"protect": True})
    assert "[diff: ~protect]" in shown(tree(board([made.root(), guarded, guarded])))


def test_a_failure_is_marked_and_the_parts_of_a_replacement_stand_as_they_are(made):
    step = made.step(Op.CREATE_REPLACEMENT, old={}, new={}, logical=False)
    failing = Board("shop", "dev", preview=False)
    for event in (StepStarted(made.root()), StepStarted(step), StepFailed(step), Diagnostic("no", Severity.ERROR, step.urn)):
        failing.fold(event)
    failing.fold(Summary(preview=False, failed=True))
    text = shown(tree(failing))
    assert " ++  └─ aws:ec2:Vpc       net       **creating failed**     1 error" in text


def test_what_was_cut_off_says_so(made):
    step = made.step(Op.CREATE, new={})
    cut = Board("shop", "dev", preview=False)
    cut.fold(StepStarted(step))
    cut.fold(Summary(preview=False, cancelled=True))
    assert "creating (interrupted)" in shown(tree(cut))


def test_while_work_goes_on_the_time_runs_and_the_dots_move(made):
    now = 0.0
    step = made.step(Op.CREATE, new={})
    working = Board("shop", "dev", preview=False, clock=lambda: now)
    working.fold(StepStarted(step))
    now = 7.9
    assert "creating (7s)" in shown(tree(working, tick=0))
    assert "creating (7s).." in shown(tree(working, tick=2))
    working.fold(StepDone(step, 8.2))
    assert "created (8s)" in shown(tree(working))


def test_the_root_is_there_from_the_beginning():
    waiting = Board("shop", "dev", preview=True)
    assert tree(waiting) == []
    waiting.begin()
    assert "pulumi:pulumi:Stack  shop-dev  running" in shown(tree(waiting))


def test_a_child_that_comes_before_its_parent_finds_it(made):
    parent = made.urn("above", "nusantara:index:Site")
    child = made.step(Op.DELETE, "below", old={"parent": parent})
    above = made.step(Op.DELETE, "above", old={}, type="nusantara:index:Site", custom=False)
    lines = shown(tree(board([made.root(Op.DELETE), child, child, above]))).splitlines()
    assert [line.split("─ ")[-1].split()[0] for line in lines[2:]] == ["nusantara:index:Site", "aws:ec2:Vpc"]
