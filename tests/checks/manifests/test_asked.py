"""What a real API server refuses is refused here too, what it takes is taken, and the number of what is missed is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.finding import Severity
from checks.manifests.checking import problems

from .asked import MISSED, REFUSED, TAKEN, Asked
from .cases import BY_RULES, BY_SCHEMA
from .made import every, plan, set_at

DOCUMENT = Path(__file__).parents[3] / "docs" / "manifests.md"


def refused(asked: Asked) -> list[tuple[str, str]]:
    """The errors that are told of the object."""
    objects = every()
    set_at(objects[asked.called], asked.path, asked.value)
    return [
        (problem.path, problem.reason)
        for manifest, problem in problems(plan(objects))
        if manifest.urn.rpartition("::")[2] == asked.called and problem.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("asked", REFUSED, ids=str)
def test_what_is_refused(asked):
    assert refused(asked)


@pytest.mark.parametrize("asked", TAKEN, ids=str)
def test_what_is_taken_is_no_false_alarm(asked):
    assert refused(asked) == []


@pytest.mark.parametrize("asked", MISSED, ids=str)
def test_what_is_missed_by_now(asked):
    assert refused(asked) == []


def test_the_documentation_has_their_numbers():
    text = DOCUMENT.read_text()
    told = f"{len(REFUSED)} are refused by both, {len(TAKEN)} taken by both, and {len(MISSED)} refused by the server alone"
    assert told in " ".join(text.split())
    assert f"of {len(BY_SCHEMA) + len(BY_RULES)} objects that the tests break in one place each" in text


class TestTooMuch:
    """More than fits is not written into a table."""

    @pytest.mark.parametrize(
        ("called", "path", "value"),
        [
            ("config", "data.page", "y" * (1024 * 1024)),
            ("config", "data.page", "é" * (512 * 1024)),
            ("config", "binaryData.page", "eXl5" * (1024 * 1024 // 3 + 1)),
            ("secret", "data.page", "eXl5" * (1024 * 1024 // 3 + 1)),
            ("secret", "stringData.page", "y" * (1024 * 1024)),
        ],
    )
    def test_it_is_told_without_what_it_holds(self, called, path, value):
        ((place, reason),) = refused(Asked(called, path, value))
        assert (place, "above 1048576, which is all that fits" in reason, len(reason) < 100) == ("data", True, True)

    def test_what_just_fits_is_silent(self):
        assert refused(Asked("config", "data", {"page": "y" * (1024 * 1024)})) == []
