"""What holds for every test: a property looks at the same examples each time, and may take its time to find them.

Whoever changes one thing would else be told by chance of another. `pytest --hypothesis-profile=seeking` looks at other examples.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
import urllib3  # noqa: F401  it opens a socket when it is first imported, by the SDK for Helm, and inside a test none may be
from hypothesis import HealthCheck, settings

settings.register_profile("seeking", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("seeking"), derandomize=True, database=None)
settings.load_profile("repeatable")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are cores: tests that run commands wait for the programs that these start."""
    return (os.cpu_count() or 2) * 3 // 2


_HANDLERS = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}


def _restored() -> bool:
    """Have signals handled as before all tests; whether they were not."""
    changed = {number: handler for number, handler in _HANDLERS.items() if signal.getsignal(number) is not handler}
    for number, handler in changed.items():
        signal.signal(number, handler)
    return bool(changed)


@pytest.fixture
def signals_restored() -> Iterator[None]:
    """For a test that runs a command in its own process: one that has only its exit code left to tell ignores signals."""
    yield
    _restored()


@pytest.fixture(autouse=True)
def _signals_are_as_they_were() -> Iterator[None]:
    """A test that left signals ignored would make some later one fail that sends one: it is told at the one that did."""
    yield
    assert not _restored(), "this test changed how signals are handled; fix: have it use `signals_restored`"
