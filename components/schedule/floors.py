"""A timeline as the changes of a floor that is kept where nothing has a clock: inside a cluster; pure.

base            12
20261211T1500Z  48 twelve-twelve begins: 2026-12-11 22:00 Asia/Jakarta
20261212T1800Z  12 twelve-twelve ends: 2026-12-13 01:00 Asia/Jakarta

Under a moment in UTC stands the floor from then on; what follows is for people. `components.kubernetes.keep_floors` reads it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta

from .keys import by_cause
from .timeline import Step, Timeline
from .words import KEY, change, local

LONGEST_SCHEDULE = 240 * 1024
"""In bytes: the annotations of an object take 256 KiB together.

Source: kubernetes.io/docs/concepts/overview/working-with-objects/annotations, `TotalAnnotationSizeLimitB` in
github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
"""
_PREFIX = len("nusantara/floor.")


def floor_schedule(timeline: Timeline) -> dict[str, str]:
    """The base, and every change of a floor by its moment; `schedule_size` is to be held against `LONGEST_SCHEDULE`."""
    changes = {f"{at:{KEY}}": change(floor, timeline.events[event], [at], up=up) for at, floor, event, up in timeline.steps}
    return {"base": str(timeline.base), **changes}


def room_schedule(timeline: Timeline, lead: timedelta) -> dict[str, str]:
    """For how many pods placeholders make room before rises, by each moment from which on they do.

    That is what the highest floor of the time ahead has above the present one: from the lead before a rise on, and from a fall on
    that lies between.

    Args:
        timeline: the floor over time.
        lead: how long before a rise.
    """
    steps, found = timeline.steps, {}
    for begins in sorted(step.at - lead if step.up else step.at for step in steps):
        ahead = steps[bisect_right(steps, begins, key=_at) : bisect_right(steps, begins + lead, key=_at)]
        highest = max(ahead, key=lambda step: step.floor, default=None)
        if highest is not None and (more := highest.floor - timeline.at(begins).floor) > 0:
            of = timeline.events[highest.event]
            found[f"{begins:{KEY}}"] = f"room for {more} more pods: {local(begins, of)} {of.time_zone}, before {of.name} begins"
    return found


def _at(step: Step) -> datetime:
    return step.at


def schedule_size(schedule: Mapping[str, str]) -> int:
    """How many bytes a schedule takes as annotations."""
    return sum(_PREFIX + len(key) + len(value.encode()) for key, value in schedule.items())


def told(timeline: Timeline) -> dict[str, str]:
    """The base, and every change of a floor by the first moment of those that are alike: what a fleet's preview shows."""
    changes = by_cause(timeline.steps).items()
    return {
        "base": str(timeline.base),
        **{f"{at[0]:{KEY}}": change(floor, timeline.events[event], at, up=up) for (event, up, floor), at in changes},
    }
