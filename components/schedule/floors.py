"""A timeline as the text by which a floor is kept where nothing has a clock: inside a cluster; pure.

12 base
2026-12-11T15:00Z 48 twelve-twelve begins: 2026-12-11 22:00 Asia/Jakarta
2026-12-12T18:00Z 12 twelve-twelve ends: 2026-12-13 01:00 Asia/Jakarta

A line is a moment in UTC and the floor from then on; what follows is for people. `components.kubernetes.keep_floors` reads it.
"""

from __future__ import annotations

from .timeline import Step, Timeline
from .zones import zone

LONGEST_SCHEDULE = 240 * 1024
"""In bytes: the annotations of an object take 256 KiB together.

Source: kubernetes.io/docs/concepts/overview/working-with-objects/annotations, `TotalAnnotationSizeLimitB` in
github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
"""


def floor_schedule(timeline: Timeline) -> str:
    """Every change of a floor, a line each, after the base. How long it is is for the caller to hold against `LONGEST_SCHEDULE`."""
    return "\n".join((f"{timeline.base} base", *(_line(timeline, step) for step in timeline.steps)))


def _line(timeline: Timeline, step: Step) -> str:
    where = timeline.events[step.event].time_zone
    edge = "begins" if step.up else "ends"
    return f"{step.at:%Y-%m-%dT%H:%MZ} {step.floor} {step.event} {edge}: {step.at.astimezone(zone(where)):%Y-%m-%d %H:%M} {where}"
