"""How the answers of a name go from the lost sites to those that are left, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from components.traffic.checks import Check
from components.traffic.timing import Failover

from .loss import Loss
from .served import Served, Shares, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A moment at which a provider answers otherwise.

    Args:
        at: seconds after the loss, or after its end.
        checks: how many checks have turned then.
        shares: what it answers from then on, by who asks.
    """

    at: int
    checks: int
    shares: Mapping[str, Shares]

    @property
    def together(self) -> dict[str, Fraction]:
        """What it answers to all who ask."""
        return together(self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What becomes of a name at one provider.

    Args:
        name: the whole name.
        cloud: whose DNS it is.
        ttl: seconds that an answer may be kept.
        before: what it answers until something turns, by who asks.
        lost: where that leads, and is lost.
        turns: what it answers then, in order.
        silent: whether the provider itself is lost, and answers nobody.
        settled: after how many seconds its answers are what they should be; None for never.
        arithmetic: how that and the TTL add up; empty where nothing has to turn.
    """

    name: str
    cloud: str
    ttl: int
    before: Mapping[str, Shares]
    lost: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    silent: bool = False
    settled: int | None = 0
    arithmetic: str = ""

    @property
    def led(self) -> Mapping[str, Shares]:
        """What it answers in the end, by who asks; nothing of one that is silent."""
        return {} if self.silent else self.turns[-1].shares if self.turns else self.before

    @property
    def after(self) -> dict[str, Fraction]:
        """The same to all who ask."""
        return together(self.led) if self.led else {}

    @property
    def clear(self) -> int | None:
        """After how many seconds the last answer that was given before has run out; None for never."""
        if self.settled is None:
            return None
        return self.settled + self.ttl if self.turns or self.silent else 0


def lost_course(served: Served, loss: Loss) -> Course:
    """What becomes of a name once something is lost."""
    before = served.shares(frozenset())
    lost = tuple(place for place in loss.places if _answered(before, [place]))
    if served.cloud in loss.clouds:
        return Course(name=served.name, cloud=served.cloud, ttl=served.ttl, before=before, lost=lost, silent=True)
    asking = _asking(served, loss)
    found = {check.id: check.detection for check in asking}
    turns = tuple(_turns(served, before, found, lost=True))
    answered = _answered(turns[-1].shares if turns else before, loss.places)
    return Course(
        name=served.name,
        cloud=served.cloud,
        ttl=served.ttl,
        before=before,
        lost=lost,
        turns=turns,
        settled=None if answered else turns[-1].at if turns else 0,
        arithmetic=_arithmetic(served, asking) if turns else "",
    )


def healed_course(served: Served, loss: Loss) -> Course:
    """What becomes of a name once what was lost is there again: a check passes after as many answers as it took to fail."""
    found = {check.id: check.interval * check.threshold for check in _asking(served, loss)}
    before = served.shares(frozenset(found))
    turns = tuple(_turns(served, before, found, lost=False))
    return Course(
        name=served.name,
        cloud=served.cloud,
        ttl=served.ttl,
        before=before,
        turns=turns,
        settled=turns[-1].at if turns else 0,
    )


def _asking(served: Served, loss: Loss) -> list[Check]:
    """The checks that ask what is lost."""
    return [probe.check for probe in served.probes if probe.site in loss.places and not probe.check.disabled]


def _turns(served: Served, before: Mapping[str, Shares], found: Mapping[str, int], *, lost: bool) -> Iterator[Turn]:
    """Each moment at which checks turn and answers with them.

    Args:
        served: the name.
        before: what it answers until then.
        found: after how many seconds each check turns.
        lost: whether it turns to find its endpoint down, or up again.
    """
    last = before
    for at in sorted(set(found.values())):
        turned = {of for of, after in found.items() if after <= at}
        shares = served.shares(frozenset(turned if lost else found.keys() - turned))
        if shares != last:
            yield Turn(at=at, checks=len(turned), shares=shares)
        last = shares


def _answered(by_client: Mapping[str, Shares], places: Iterable[str]) -> bool:
    """Whether anybody is led to one of some places."""
    return any(place in shares for shares in by_client.values() for place in places)


def _arithmetic(served: Served, checks: Iterable[Check]) -> str:
    slowest = max(checks, key=lambda check: check.detection)
    return str(Failover(interval=slowest.interval, threshold=slowest.threshold, ttl=served.ttl, timeout=slowest.timeout))
