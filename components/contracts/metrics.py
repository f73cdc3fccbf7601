"""Metrics of one's own: what a scaling policy may look at beside what every cloud measures by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, get_args

from .. import arguments
from ..choices import Statistic
from ..errors import Faults

MOST_QUERIES = 10
"""How many queries a forecast takes for each of its metrics, the expression among them
(docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-customized-metric-specification.html)."""

_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric of one's own, as whoever measures it writes it: CloudWatch on AWS, CloudMonitor on Alibaba Cloud.

    Args:
        namespace: where it is written: a namespace of CloudWatch; on Alibaba Cloud a metric repository of Hybrid Cloud Monitoring
            for what is tracked, and the number of an application group of CloudMonitor for steps.
        name: what it is called there.
        dimensions: which of its series is meant.
        statistic: how values become one: "average", "minimum", "maximum" or, where `capabilities` hold "metric-sums", "sum".

    Raises:
        ArgumentsError: with every fault.
    """

    namespace: str
    name: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    statistic: Statistic = "average"

    def __post_init__(self) -> None:
        faults = Faults(self)
        for which in ("namespace", "name"):
            given = getattr(self, which)
            faults.check(bool(given.strip()), which, given or None, "a text that is not empty", "write it as the metric is written")
        arguments.check_choice(faults, "statistic", self.statistic, get_args(Statistic))
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Formula:
    """What is worked out of metrics, in CloudWatch's metric math.

    Args:
        expression: the formula, say `total / machines`, or a SEARCH that finds its series by itself.
        metrics: the metrics that it names; nine at most.

    Raises:
        ArgumentsError: with every fault.
    """

    expression: str
    metrics: Mapping[str, Metric] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        given = self.expression.strip()
        faults.check(bool(given), "expression", given or None, "a formula", "write it in CloudWatch's metric math")
        most = MOST_QUERIES - 1
        faults.check(len(self.metrics) <= most, "metrics", len(self.metrics), f"{most} metrics at most", "add up fewer of them")
        for name in self.metrics:
            named = bool(_ID.fullmatch(name)) and name != EXPRESSION
            expected = f"letters, digits and underscores, a lower-case letter first, and not {EXPRESSION}"
            faults.check(named, f"metrics.{name}", name, expected, "rename it, in the expression too")
            used = re.search(rf"\b{re.escape(name)}\b", self.expression) is not None
            faults.check(used, f"metrics.{name}", name, "a metric that the expression names", "name it there, or remove it")
        faults.raise_any()


EXPRESSION = "result"
"""What the formula itself is called among its metrics."""

Series: TypeAlias = Metric | Formula
