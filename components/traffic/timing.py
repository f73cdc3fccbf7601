"""How long a lost site is still answered, and whether that fits an objective.

A health checker sees the loss with the first check after it, at most an interval later; it takes `threshold` failures in a row,
the last of which may take as long as a check may wait. Then the name's answers leave the site out, and whoever asked just before
keeps the old answer for its TTL.

Sources: docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html (what a check waits
for, failures in a row), www.alibabacloud.com/help/en/dns/probe-template-configuration (interval, timeout, retries).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import ArgumentFault

TIMEOUTS: Final[Mapping[str, int]] = {"HTTP": 6, "HTTPS": 6, "HTTP_STR_MATCH": 8, "HTTPS_STR_MATCH": 8, "TCP": 10}
"""Seconds that Route 53 waits, by the type of a check: 4 to connect, 2 for the status, 2 more for a text; 10 to connect by TCP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failover:
    """How long a lost site is still answered, in seconds, at worst.

    Args:
        interval: between two checks of one checker.
        threshold: failed checks in a row after which the endpoint counts as lost.
        ttl: how long an answer is kept by who asked.
        timeout: how long a check waits before it has failed; 0 for one that is refused at once.
        intervals: what the interval may be; anything if empty.
    """

    interval: int
    threshold: int
    ttl: int
    timeout: int = 0
    intervals: tuple[int, ...] = ()

    @property
    def detection(self) -> int:
        """Until answers leave the site out."""
        return self.interval * self.threshold + self.timeout

    @property
    def seconds(self) -> int:
        """Until the last kept answer has run out."""
        return self.detection + self.ttl

    def __str__(self) -> str:
        waits = f" + {self.timeout}s of waiting" if self.timeout else ""
        return f"{self.interval}s × {self.threshold} checks{waits} + a TTL of {self.ttl}s = {self.seconds}s"


def failover_faults(
    failovers: Mapping[str, Failover], within: int, *, field: str = "ttl", objective: str = "within"
) -> Iterator[ArgumentFault]:
    """The fault of failovers that take longer than promised: one, with the sum of each and what mends all; none where they fit.

    Args:
        failovers: how long it takes, by whose failover it is, say "Route 53".
        within: how soon it is promised, in seconds.
        field: the field that the fault names.
        objective: what says how soon, as the fault names it, say "objectives.site.within".
    """
    late = {who: failover for who, failover in failovers.items() if failover.seconds > within}
    if not late:
        return
    given = ", and ".join(f"{who} takes {failover}" for who, failover in late.items())
    longest = max(failover.seconds for failover in late.values())
    fix = f"{_fix(late, within)}, or promise {longest}s under {objective}"
    yield ArgumentFault(field, given, f"{within}s at most, which {objective} promises", fix)


def _fix(late: Mapping[str, Failover], within: int) -> str:
    """A TTL that does for every one; where there is none, what does for each."""
    left = min(within - failover.detection for failover in late.values())
    if left > 0:
        return f"lower the TTL to {left}s or less"
    ways = {who: _way(failover, within) for who, failover in late.items()}
    return next(iter(ways.values())) if len(ways) == 1 else "; ".join(f"for {who} {way}" for who, way in ways.items())


def _way(failover: Failover, within: int) -> str:
    if (left := within - failover.detection) > 0:
        return f"lower the TTL to {left}s or less"
    quick = (within - failover.ttl - failover.timeout) // failover.threshold
    if found := [each for each in failover.intervals or (quick,) if 0 < each <= quick]:
        return f"check every {max(found)}s{'' if failover.intervals else ' or more often'}"
    return "check more often and lower the TTL"
