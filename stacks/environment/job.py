"""What an environment says of work that ends, once or on a schedule."""

from __future__ import annotations

from pydantic import Field

from components.choices import Concurrency

from .values import Seconds, Text
from .workload import Pods


class Job(Pods):
    """Work in a cluster that ends."""

    schedule: Text | None = Field(
        None, description='when it runs, in the five fields of cron, say "30 2 * * *"; without one once, and again when it changes'
    )
    time_zone: Text = Field("Etc/UTC", description="the time zone of the schedule, say Asia/Jakarta")
    concurrency: Concurrency = Field("Forbid", description="what becomes of a run that is due while the last one goes on")
    deadline: Seconds = Field(
        3600, json_schema_extra={"default": "1h"}, description="how long a run may take before it is ended as failed"
    )
    retries: int = Field(3, ge=0, le=100, description="how often a failed pod is replaced before the run counts as failed")
    parallelism: int = Field(1, ge=1, le=1000, description="how many pods work at a time")
    keep: Seconds = Field(
        86_400, json_schema_extra={"default": "24h"}, description="how long what a schedule ran is kept for its logs"
    )
    suspended: bool = Field(default=False, description="hold the schedule: no run begins")
