"""What is drained in steps: a fleet, a workload, a cluster; nothing is replaced, and no other site is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checks.expectation import Expectation

from .case import Case

_DRAINED: Final = """\
    migrations:
      transcoder-leaves:
        fleet: transcoder
        step: {step}
        at_most: 50%
        alarms: {{batam: [transcoder-backlog]}}
        steps:
          - {{date: "2027-01-11", capacity: {{jakarta: 50%}}}}
          - {{date: "2027-01-13", capacity: {{jakarta: 0%}}}}
      main-leaves:
        cluster: main
        step: {step}
        time_zone: Asia/Jakarta
        at_most: 50%
        steps:
          - {{date: "2027-01-18", capacity: {{jakarta: 50%}}}}
          - {{date: "2027-01-20", capacity: {{jakarta: 0%}}}}
      checkout-leaves:
        workload: checkout
        step: {step}
        at_most: 75%
        steps:
          - {{date: "2027-01-11", capacity: {{jakarta: 25%}}}}
          - {{date: "2027-01-13", capacity: {{jakarta: 0%}}}}
"""
_SHRUNK: Final = ("Group jakarta-transcoder*", "HorizontalPodAutoscaler jakarta-main-*", "NodeGroup jakarta-main-pool-general*")


def _at(step: int) -> Callable[[str], str]:
    return lambda text: f"{text}{_DRAINED.format(step=step)}"


MIGRATION_CASES: Final = (
    Case(name="a migration that has not begun", change=_at(0)),
    Case(name="the first step of a drain: half of a site's capacity", change=_at(1), expected=Expectation(updated=_SHRUNK)),
    Case(name="the last step of a drain: a site that keeps nothing", change=_at(2), expected=Expectation(updated=_SHRUNK)),
)
