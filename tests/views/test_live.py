"""The tree that grows: it always fits, and what is under way stays in sight."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from engine.events import Op, StepDone, StepStarted
from views.board import Board
from views.live import Live

ROWS = 60


def frame(live: Live, width: int = 80, height: int = 24) -> list[str]:
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=True, color_system=None)
    console.print(live)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.fixture
def live(made) -> Live:
    live = Live(Board("shop", "dev", preview=False, clock=lambda: 0.0), clock=lambda: 0.0)
    live.fold(StepStarted(made.root()))
    for number in range(ROWS):
        step = made.step(Op.CREATE, f"subnet-{number}", new={})
        live.fold(StepStarted(step))
        if number != 10:
            live.fold(StepDone(step, 0.1))
    return live


@pytest.mark.parametrize(("width", "height"), [(40, 10), (80, 24), (140, 50), (200, 100)])
def test_it_fits(live, width, height):
    lines = frame(live, width, height)
    assert len(lines) < height
    assert max(map(len, lines)) < width


def test_what_is_under_way_is_in_sight(live):
    lines = frame(live, height=20)
    assert any("subnet-10 " in line and "creating (0s)" in line for line in lines)
    assert not any("subnet-59 " in line for line in lines)
    assert lines[0].split() == ["Type", "Name", "Status"]
    assert "more" in lines[-1]


def test_everything_shows_where_there_is_room(live):
    assert sum("subnet-" in line for line in frame(live, height=ROWS + 20)) == ROWS


def test_what_is_unchanged_is_counted(live, made):
    for number in range(3):
        live.fold(StepDone(made.step(Op.SAME, f"same-{number}", old={}, new={})))
    assert frame(live)[-2:] == ["Resources:", "    3 unchanged"]


def test_a_frame_is_drawn_anew_only_when_something_happened(live, made):
    assert frame(live) == frame(live)
    live.fold(StepStarted(made.step(Op.CREATE, "late", new={})))
    assert any("late" in line for line in frame(live))
