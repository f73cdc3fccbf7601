"""Every change that has a case is told to reviewers as it was read and committed, and the cases are those of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .asks import ASKS
from .case import Case, cases
from .index import INDEX, page
from .running import Runner

CASES = cases()


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_is_told_as_it_was_read(case: Case, runner: Runner):
    for what, text in runner.run(case).items():
        assert text == case.expected(what), f"run make cases, and read {case.name}/{what}"


def test_whatever_is_asked_for_is_shown_by_a_case():
    assert {ask for case in CASES for ask in case.asks} == ASKS.keys()


def test_the_page_lists_the_cases():
    assert INDEX.read_text() == page(CASES), "run make cases"
