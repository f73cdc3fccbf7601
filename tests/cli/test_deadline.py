"""How long a command may take."""

from __future__ import annotations

import signal
import time

import pytest

from cli import deadline
from cli.codes import TIMEOUT
from cli.deadline import Deadline, TimeoutPassedError


@pytest.fixture(autouse=True)
def _as_in_a_command():
    """SIGTERM is an interrupt."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before)


def test_what_ends_in_time_is_what_it_is():
    assert Deadline("5s").keep(lambda: 3) == 3
    assert Deadline(None).keep(lambda: 4) == 4
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_does_not_is_interrupted():
    with pytest.raises(TimeoutPassedError, match=r"it took longer than 0\.05s; fix: ") as caught:
        Deadline("0.05s").keep(lambda: time.sleep(60) or 0)
    assert caught.value.exit_code == TIMEOUT


def test_what_takes_the_interrupt_for_itself_gets_another_after_a_grace(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deadline, "GRACE", 0.05)
    got: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: got.append(number))

    def stubborn() -> int:
        until = time.monotonic() + 60  # a busy machine may take its time
        while len(got) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        return 0

    with pytest.raises(TimeoutPassedError):
        Deadline("0.05").keep(stubborn)
    assert got == [signal.SIGTERM] * 2


def test_an_interrupt_of_somebody_elses_stays_one():
    def interrupted() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Deadline("5s").keep(interrupted)
