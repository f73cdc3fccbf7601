"""What is drained in steps: a fleet, a workload, a cluster; nothing is replaced, and no other site is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import drained

_SHRUNK: Final = ("Group jakarta-transcoder*", "HorizontalPodAutoscaler jakarta-main-*")

_RUN: Final = "Execution traffic-www-join-*"
_MOVED: Final = """\
    migrations:
      www-to-batam:
        traffic: www
        step: 1
        steps:
          - {date: "2027-01-11", weights: {jakarta: 50, batam: 50}}
"""


def _at(step: int) -> Callable[[str], str]:
    return lambda text: f"{text}{drained(step)}"


MIGRATION_CASES: Final = (
    Case(name="a migration that has not begun", change=_at(0)),
    Case(name="the first step of a drain: half of a site's capacity", change=_at(1), expected=Expectation(updated=_SHRUNK)),
    Case(
        name="the last step of a drain: a site that keeps nothing",
        start="draining",
        change=edit({"step: 1": "step: 2"}),
        expected=Expectation(updated=(*_SHRUNK, "NodeGroup jakarta-main-pool-general*")),
    ),
    Case(
        name="the way back from a drain",
        start="draining",
        change=edit({"step: 1": "step: 0"}),
        expected=Expectation(updated=_SHRUNK),
    ),
    Case(
        name="a step of a name's migration",
        start="served",
        change=lambda text: f"{text}{_MOVED}",
        expected=Expectation(created=(_RUN,), updated=("Record traffic-www-jakarta", "Record traffic-www-batam"), deleted=(_RUN,)),
    ),
)
