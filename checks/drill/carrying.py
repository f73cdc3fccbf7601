"""What is left against the peaks of events: as many requests as each site is asked for, and as many as it may serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from components.schedule import Calendar

from .loss import Loss


class Carrying(StrEnum):
    """How a site serves what it is asked for."""

    AT_ONCE = "at once"
    SCALING = "by scaling"
    SHORT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a site that is left is asked for while an event lasts, and what it may serve.

    Args:
        kind: fleets or workloads.
        group: the fleet's or workload's name.
        event: the event.
        site: the site.
        share: its part of the requests.
        rps: requests a second that it is asked for, as much of the peak as is promised.
        units: as many instances or pods as that takes.
        floor: as many as it has while the event lasts.
        ceiling: as many as it may have.
    """

    kind: str
    group: str
    event: str
    site: str
    share: Fraction
    rps: int
    units: int
    floor: int
    ceiling: int

    @property
    def how(self) -> Carrying:
        if self.units <= self.floor:
            return Carrying.AT_ONCE
        return Carrying.SCALING if self.units <= self.ceiling else Carrying.SHORT


def carried(
    calendar: Calendar,
    shares: Mapping[tuple[str, str], Mapping[str, Fraction]],
    loss: Loss,
    promised: int,
    zones: Mapping[str, int],
) -> Iterator[Carried]:
    """What each site that is left is asked for by each event.

    Args:
        calendar: the events.
        shares: of fleets and workloads that public names lead to, by kind and name, where their requests go after the loss. Those
            of others are shared out evenly, as the rule `headroom` does.
        loss: what is lost.
        promised: the share of a peak that is to be carried then, in percent.
        zones: how many zones each site has.
    """
    for group in calendar.groups:
        left = [site for site in group.sites if site not in loss.sites]
        evenly = {site: Fraction(1, len(left)) for site in left}
        asked = shares.get((group.kind, group.name), evenly)
        timeline = calendar.timeline(group)
        for event, floor in timeline.asked.items() if timeline else ():
            rps = group.peaks[event].rps
            if rps is None or group.unit_rps is None:
                continue
            for site in left:
                if share := asked.get(site, Fraction(0)):
                    wanted = int(-(-rps * promised * share // 100))
                    yield Carried(
                        kind=group.kind,
                        group=group.name,
                        event=event,
                        site=site,
                        share=share,
                        rps=wanted,
                        units=-(-wanted // group.unit_rps),
                        floor=int(floor * _standing(zones.get(site, 1), len(loss.zones.get(site, ())))),
                        ceiling=group.ceiling,
                    )


def _standing(zones: int, lost: int) -> Fraction:
    """The part of what runs in a site that stands, spread over its zones as it is; what is missing comes back in the others."""
    return Fraction(zones - lost, zones)
