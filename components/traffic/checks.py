"""Which health checks fail when endpoints do.

Source: docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html and
docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (calculated, inverted and disabled checks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One health check.

    Args:
        id: as records name it.
        endpoint: what it asks, an address or a name; empty for one that asks nothing itself.
        interval: seconds between two checks of one checker.
        threshold: failed, or passed, checks in a row after which its status turns.
        timeout: seconds that a check waits.
        children: of a calculated one, the checks that it counts.
        least: of a calculated one, how many of them must pass.
        inverted: whether it fails where it would pass.
        disabled: whether it counts as passed, whatever the endpoint does.
    """

    id: str
    endpoint: str = ""
    interval: int = 30
    threshold: int = 3
    timeout: int = 0
    children: tuple[str, ...] = ()
    least: int = 0
    inverted: bool = False
    disabled: bool = False

    @property
    def detection(self) -> int:
        """Seconds until it turns, at worst, after its endpoint has."""
        return self.interval * self.threshold + self.timeout


def failing(checks: Iterable[Check], lost: AbstractSet[str]) -> frozenset[str]:
    """The checks that fail once some have found their endpoints down.

    A calculated check that counts itself, by whichever way, counts as one that nothing is known of: it passes.

    Args:
        checks: all of them, the calculated ones with what they count.
        lost: those that have found their endpoints down, by their ids.
    """
    known = {check.id: check for check in checks}
    return frozenset(of for of in known if not _passes(known, of, lost, frozenset()))


def _passes(known: Mapping[str, Check], of: str, lost: AbstractSet[str], above: frozenset[str]) -> bool:
    check = known.get(of)
    if check is None or check.disabled or of in above:
        return True
    if check.children:
        passing = sum(_passes(known, child, lost, above | {of}) for child in check.children)
        passes = passing >= check.least
    else:
        passes = of not in lost
    return passes is not check.inverted
