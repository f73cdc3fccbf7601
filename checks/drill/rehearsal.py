"""Every loss in turn: each site, and each cloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .declared import Declarations
from .drill import Drill
from .loss import Loss, loss_of
from .verdict import Promise, promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What one loss comes to.

    Args:
        loss: what is lost.
        served: whether any public name is served by several sites.
        led_for: for how many seconds somebody is led there, at worst; None for ever.
        within: how soon that is promised to be over; None where nothing promises it.
        promises: what was promised, kept or missed.
    """

    loss: Loss
    served: bool
    led_for: int | None
    within: int | None
    promises: tuple[Promise, ...]

    @property
    def broken(self) -> bool:
        """Whether something is missed that nobody accepts."""
        return any(promise.broken for promise in self.promises)

    @classmethod
    def of(cls, drill: Drill) -> Rehearsal:
        """What a drill comes to."""
        times = [course.clear for course in drill.courses if not course.silent]
        longest = None if None in times else max((time for time in times if time is not None), default=0)
        return cls(loss=drill.loss, served=bool(drill.served), led_for=longest, within=drill.within(), promises=promises(drill))


def every_loss(declared: Declarations) -> Iterator[Rehearsal]:
    """Every site by itself, then every cloud that has one; no fault has to be in force."""
    sites = declared.sites
    places = dict.fromkeys((site["cloud"], site["region"]) for site in sites.values() if "region" in site)
    clouds = dict.fromkeys((site["cloud"], None) for site in sites.values())
    for failure in (*places, *clouds):
        yield Rehearsal.of(Drill(declared, loss_of(sites, [failure])))
