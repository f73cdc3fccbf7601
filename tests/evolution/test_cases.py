"""Every change of an environment comes to what its case names, and to nothing else; docs/evolution.md says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from .case import Case
from .cases import CASES
from .runner import Runner, faults
from .table import BEGIN, DOCUMENT, END, HEAD, row


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_comes_to_what_it_names_and_to_nothing_else(case: Case, runner: Runner):
    evolution = runner.run(case)
    assert faults(case, evolution) == []
    assert row(case, evolution) in DOCUMENT.read_text(), "run make evolution"


def test_the_page_has_these_cases_and_no_other():
    _, _, rest = DOCUMENT.read_text().partition(BEGIN + HEAD)
    rows = rest.partition(END)[0].splitlines()
    assert [line.split(" | ")[0] for line in rows] == [f"| {case.name}" for case in CASES]


def test_the_example_for_a_test_of_ones_own_names_what_there_is():
    """It is run no further: what it would try is among the cases."""
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, str(DOCUMENT), "exec"), names)
    assert callable(names["test_a_zone_more_replaces_node_groups_alone"])
