"""What is recorded of a network's connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from .. import arguments
from ..choices import FlowLogTarget, Traffic
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class FlowLogs:
    """What is recorded of a network's connections, and where.

    Args:
        to: "logs" (CloudWatch, Simple Log Service), "storage" (S3; cheaper to keep, slower to search) or "stream" (Firehose, which
            hands them on); the last two where a network's `capabilities` hold "flow-logs-to-storage", or "flow-logs-to-stream".
        days: how long records are kept, where the network keeps them; one of `arguments.RETENTION_DAYS`.
        traffic: "all", "accepted" or "rejected".
        keep: leave what holds records (log group, bucket, Logstore) in the cloud when it leaves the stack, until they grow old;
            otherwise they are deleted with it.

    Raises:
        ArgumentsError: with every fault.
    """

    to: FlowLogTarget = "logs"
    days: int = 90
    traffic: Traffic = "all"
    keep: bool = True

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "to", self.to, get_args(FlowLogTarget))
        arguments.check_retention(faults, "days", self.days)
        arguments.check_choice(faults, "traffic", self.traffic, get_args(Traffic))
        faults.raise_any()
