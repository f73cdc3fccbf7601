"""What is left against the peaks of events: as many requests as each site is asked for, and as many as it may serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from components.schedule import Calendar, Shares, requests_for
from components.traffic.migrations import capacity
from components.traffic.steps import share_of

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
        share: its part of the requests, at most.
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
    said: Mapping[str, Any],
    calendar: Calendar,
    shares: Mapping[tuple[str, str], Shares],
    loss: Loss,
    promised: int,
) -> Iterator[Carried]:
    """What each site that is left is asked for by each event.

    Args:
        said: what the environment says.
        calendar: its events.
        shares: of fleets and workloads that public names lead to, by kind and name, where their requests go after the loss, by what
            is deployed. Of others they go where floors take them to (`components.schedule.Group.sent`).
        loss: what is lost.
        promised: the share of a peak that is to be carried then, in percent.
    """
    for group in calendar.groups:
        sent = shares.get((group.kind, group.name)) or group.sent_without(loss.sites)
        for event, floors in calendar.floors(group).items():
            rps = group.peaks[event].rps
            if rps is None or group.unit_rps is None:
                continue
            for site in (*group.sites, *sorted(group.drained)):
                share = sent.to(site)
                if site in loss.sites or not share:
                    continue
                kept = capacity(said, group.kind, group.name, site)
                floor, wanted = floors.get(site, share_of(group.base, kept)), requests_for(rps, share, promised)
                zones = len(said["sites"][site].get("zones") or "a")
                yield Carried(
                    kind=group.kind,
                    group=group.name,
                    event=event,
                    site=site,
                    share=share,
                    rps=wanted,
                    units=-(-wanted // group.unit_rps),
                    floor=int(floor * _standing(zones, len(loss.zones.get(site, ())))),
                    ceiling=share_of(group.ceiling, kept),
                )


def _standing(zones: int, lost: int) -> Fraction:
    """The part of what runs in a site that stands, spread over its zones as it is; what is missing comes back in the others."""
    return Fraction(zones - lost, zones)
