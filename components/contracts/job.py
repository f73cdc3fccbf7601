"""What a job in a cluster is made from: work that ends, once or on a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from .. import arguments
from ..choices import Concurrency
from ..errors import Faults
from ..schedule import cron_faults, is_never, zone_names
from .pods import PodArgs

NAME_LIMIT = 52
"""Characters of a CronJob's name, since its jobs add eleven (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs)."""

_LONGEST = 7 * 86_400


@dataclass(frozen=True, kw_only=True)
class JobArgs(PodArgs):
    """What a job is made from; what its pods are made from, `PodArgs` says.

    Args:
        schedule: when it runs, in the five fields of cron; without one it runs once, in the update that declares it, and again
            when anything about it changes.
        time_zone: the time zone of the schedule, by its name in the IANA database; its own, since the control planes of the two
            clouds are not set to the same one.
        concurrency: what becomes of a run that is due while the last one goes on: "Forbid" (it is left out), "Allow" or "Replace".
        deadline: seconds after which a run is ended as failed, 1 to a week.
        retries: how often a failed pod is replaced before the run counts as failed; pods that a drain takes do not count.
        parallelism: how many pods work at a time; the run is done when as many have succeeded.
        keep: seconds that what a schedule ran is kept for whoever reads its logs. What runs once is kept until it is taken away,
            since it would else be missed, and so run again.
        suspended: hold the schedule: no run begins.

    Raises:
        ArgumentsError: with every fault.
    """

    schedule: str | None = None
    time_zone: str = "Etc/UTC"
    concurrency: Concurrency = "Forbid"
    deadline: int = 3600
    retries: int = 3
    parallelism: int = 1
    keep: int = 86_400
    suspended: bool = False

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        if self.schedule is None:
            fix = "write a schedule, or take the job away"
            faults.check(not self.suspended, "suspended", self.suspended, "a schedule to hold", fix)
        else:
            self._check_schedule(faults, self.schedule)
        arguments.check_choice(faults, "concurrency", self.concurrency, get_args(Concurrency))
        arguments.check_range(faults, "deadline", self.deadline, 1, _LONGEST)
        arguments.check_range(faults, "retries", self.retries, 0, 100)
        arguments.check_range(faults, "parallelism", self.parallelism, 1, 1000)
        arguments.check_range(faults, "keep", self.keep, 0, _LONGEST)

    def _check_schedule(self, faults: Faults, schedule: str) -> None:
        for reason in cron_faults(schedule):
            expected = f"a schedule of five fields ({reason})"
            faults.check(
                ok=False, field="schedule", given=schedule, expected=expected, fix='write "30 2 * * *", say: 02:30 every day'
            )
        fix = "choose a day that each of its months has, or the 1st of the next"
        faults.check(not is_never(schedule), "schedule", schedule, "a day that there is", fix)
        known = self.time_zone in zone_names()
        faults.check(known, "time_zone", self.time_zone, "a time zone of the IANA database", "write Asia/Jakarta or Etc/UTC, say")
        if self.app is not None:
            expected, fix = f"at most {NAME_LIMIT} characters with a schedule", "shorten the name"
            faults.check(len(self.app) <= NAME_LIMIT, "app", self.app, expected, fix)
