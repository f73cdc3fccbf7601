"""What stands under the tree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.events import Diagnostic, Op, OutputsChanged, Severity, Step, StepDone, StepStarted, Summary
from engine.values import UNKNOWN, Secret
from views.board import Board
from views.options import DEFAULT, DisplayOptions
from views.sections import diagnostics, duration, outputs, sections, summary


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0s"), (0.2, "1s"), (59, "59s"), (59.5, "1m0s"), (61, "1m1s"), (3600, "1h0m0s"), (3725.5, "1h2m6s")]
)
def test_durations_are_whole_seconds_rounded_up(seconds, shown):
    assert duration(seconds) == shown


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({Op.SAME: 3}, ["    3 unchanged"]),
        ({Op.CREATE: 1}, ["    + 1 to create"]),
        ({Op.REPLACE: 1, Op.CREATE: 2, Op.SAME: 3}, ["    + 2 to create", "    +-1 to replace", "    3 changes. 3 unchanged"]),
        ({Op.DELETE: 1, Op.UPDATE: 1}, ["    ~ 1 to update", "    - 1 to delete", "    2 changes"]),
        ({Op.READ: 4}, []),
    ],
)
def test_the_summary_counts_in_pulumis_order(changes, lines):
    assert summary(Summary(preview=True, changes=changes), errored=0).plain.splitlines() == ["Resources:", *lines]


def test_an_updates_summary_speaks_of_the_past_and_of_errors():
    end = Summary(preview=False, changes={Op.CREATE: 1, Op.REPLACE: 1}, seconds=2.1)
    assert summary(end, errored=1).plain == (
        "Resources:\n    + 1 created\n    +-1 replaced\n    2 changes\n    1 errored\n\nDuration: 3s\n"
    )


def board(made, *events, preview=True, root=Op.SAME, options=DEFAULT) -> Board:
    board = Board("shop", "dev", preview=preview, options=options)
    for event in (StepStarted(made.root(root)), *events, Summary(preview=preview)):
        board.fold(event)
    return board


def test_messages_stand_under_their_resource_and_the_stacks_last(made):
    vpc = made.urn("net")
    told = board(
        made,
        Diagnostic("hello\x1b[31m\n"),
        Diagnostic("to standard error", Severity.INFO_ERR),
        Diagnostic("busy\nvery", Severity.WARNING, vpc),
        Diagnostic("no", Severity.ERROR, vpc),
        Diagnostic("in passing", ephemeral=True),
        Diagnostic("for us", Severity.DEBUG),
    )
    assert diagnostics(told).plain == (
        "Diagnostics:\n"
        "  aws:ec2:Vpc (net):\n"
        "    warning: busy\n"
        "    very\n"
        "    error: no\n"
        "\n"
        "  pulumi:pulumi:Stack (shop-dev):\n"
        "    hello\n"
        "\n"
        "    to standard error\n"
        "\n"
    )


def test_the_parts_of_a_stream_are_one_message(made):
    told = board(made, Diagnostic("one ", stream=7), Diagnostic("other"), Diagnostic("two", stream=7))
    assert diagnostics(told).plain == "Diagnostics:\n  pulumi:pulumi:Stack (shop-dev):\n    one two\n    other\n\n"


@pytest.mark.parametrize(
    ("root", "preview", "old", "new", "shown"),
    [
        (Op.CREATE, True, {}, {"a": 1, "b": UNKNOWN, "c": None}, ["    a: 1", "    b: [unknown]"]),
        (Op.SAME, True, {"a": 1}, {"a": 1}, []),
        (Op.SAME, False, {"a": 1}, {"a": 1}, ["    a: 1"]),
        (Op.SAME, True, {"a": 1, "b": 1}, {"a": 2, "b": 1}, ["  ~ a: 1 => 2"]),
        (Op.SAME, True, {"id": "i"}, {"id": UNKNOWN}, []),
        (
            Op.SAME,
            True,
            {"deep": {"id": "i", "n": 1}},
            {"deep": {"id": UNKNOWN, "n": 2}},
            ["  ~ deep: {", "      ~ n: 1 => 2", "    }"],
        ),
        (Op.SAME, True, {}, {"a": 1}, ["  + a: 1"]),
        (Op.SAME, True, {"a": 1}, {}, ["  - a: 1"]),
        (Op.SAME, True, {"a": Secret("planted")}, {"a": Secret("other")}, []),
        (Op.SAME, False, {"a": Secret("planted")}, {"a": Secret("other")}, ["    a: [secret]"]),
    ],
)
def test_outputs_show_what_is_new(made, root, preview, old, new, shown):
    page = outputs(board(made, OutputsChanged(made.stack, old, new), preview=preview, root=root)).plain
    assert page == ("" if not shown else "\n".join(["Outputs:", *shown, "", ""]))


def gave(made, op: Op) -> Step:
    step = made.root(op)
    assert step.old is not None
    return replace(step, old=replace(step.old, outputs={"a": 1}))


def test_what_a_destroyed_stack_gave_is_not_worth_a_word(made):
    gone = gave(made, Op.DELETE)
    assert outputs(board(made, StepStarted(gone), StepDone(gone))).plain == ""


@pytest.mark.parametrize(("preview", "shown"), [(False, "Outputs:\n  - a: 1\n\n"), (True, "")])
def test_what_a_program_that_was_cut_off_did_not_put_out_is_gone(made, preview, shown):
    assert outputs(board(made, StepStarted(gave(made, Op.SAME)), preview=preview)).plain == shown


def test_what_a_stack_gave_that_is_left_as_it_is_stays(made):
    step = gave(made, Op.SAME)
    assert outputs(board(made, StepStarted(replace(step, new=step.old)), preview=False)).plain == "Outputs:\n    a: 1\n\n"


def test_outputs_can_be_kept_back(made):
    given = OutputsChanged(made.stack, {}, {"a": 1})
    assert "Outputs:" in sections(board(made, given)).plain
    assert "Outputs:" not in sections(board(made, given, options=DisplayOptions(outputs=False))).plain
