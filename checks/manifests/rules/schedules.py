"""The schedules of CronJobs: five fields, in a time zone that there is.

Source: kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax.
"""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import available_timezones

from components.schedule import cron_faults
from faults import nearest

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import get


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Schedules that are none."""
    if not manifest.builtin or manifest.kind != "CronJob":
        return
    schedule, zone = get(manifest.body, "spec.schedule"), get(manifest.body, "spec.timeZone")
    if isinstance(schedule, str):
        yield from (
            Problem(path="spec.schedule", reason=reason, fix="write five fields, as in 30 2 * * *")
            for reason in cron_faults(schedule)
        )
    if isinstance(zone, str) and (zone not in available_timezones() or zone.lower() == "local"):
        near = nearest(zone, available_timezones())
        fix = f"did you mean {near}?" if near else "write one of the IANA's, as in Asia/Jakarta"
        yield Problem(path="spec.timeZone", reason=f"{zone!r} is no time zone", fix=fix)
