"""A timeline as the changes of a floor that is kept where nothing has a clock: inside a cluster; pure.

base            12
20261211T1500Z  48 twelve-twelve begins: 2026-12-11 22:00 Asia/Jakarta
20261212T1800Z  12 twelve-twelve ends: 2026-12-13 01:00 Asia/Jakarta

Under a moment in UTC stands the floor from then on; what follows is for people. `components.kubernetes.keep_floors` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping

from .timeline import Step, Timeline
from .zones import zone

LONGEST_SCHEDULE = 240 * 1024
"""In bytes: the annotations of an object take 256 KiB together.

Source: kubernetes.io/docs/concepts/overview/working-with-objects/annotations, `TotalAnnotationSizeLimitB` in
github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
"""
_PREFIX = len("nusantara/floor.")


def floor_schedule(timeline: Timeline) -> dict[str, str]:
    """The base, and every change of a floor by its moment; `schedule_size` is to be held against `LONGEST_SCHEDULE`."""
    return {"base": str(timeline.base), **{f"{step.at:%Y%m%dT%H%MZ}": _change(timeline, step) for step in timeline.steps}}


def schedule_size(schedule: Mapping[str, str]) -> int:
    """How many bytes a schedule takes as annotations."""
    return sum(_PREFIX + len(key) + len(value.encode()) for key, value in schedule.items())


def _change(timeline: Timeline, step: Step) -> str:
    where = timeline.events[step.event].time_zone
    edge = "begins" if step.up else "ends"
    return f"{step.floor} {step.event} {edge}: {step.at.astimezone(zone(where)):%Y-%m-%d %H:%M} {where}"
