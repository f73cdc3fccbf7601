"""A drill: what a loss does, moment by moment, and which promises are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from components.data import Dependency, dependencies, needs
from components.schedule import Calendar, Shares, most
from components.traffic.sending import calendar

from ..accepted import Accepted, accepted
from ..finding import Finding
from . import gtm, route53
from .answers import Course, healed_course, lost_course
from .carrying import Carried, carried
from .declared import Declarations
from .loss import Loss
from .rooms import Room, rooms
from .served import Served
from .standing import egress, links
from .told import PROVIDERS

_ORIGIN: Final = "origin."
"""What the name that CDNs ask begins with, where a name is answered with CDNs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A dependency whose primary is lost.

    Args:
        on: the dependency.
        site: the replica that is promoted; None where a backup is restored.
        by_hand: whether somebody has to do it.
        seconds: how soon it is written to again, at most.
        writes: how many of the last seconds of writes may be lost.
        needing: what is left of who needs it, by name: the sites.
    """

    on: Dependency
    site: str | None
    by_hand: bool
    seconds: int
    writes: int
    needing: Mapping[str, tuple[str, ...]]


class Drill:
    """What a loss does to a stack, and how it comes back.

    Args:
        declared: the stack's resources.
        loss: what is lost.
        unreached: how many objects of a cloud no call reaches, by the URNs of what made them; nothing where no cloud was asked.
    """

    def __init__(self, declared: Declarations, loss: Loss, unreached: Mapping[str, int] | None = None) -> None:
        self.declared, self.loss, self._unreached = declared, loss, unreached or {}
        self.said: Mapping[str, Any] = declared.said

    @cached_property
    def served(self) -> tuple[Served, ...]:
        """Every public name that several sites serve, at each of its providers, by name: a state keeps no order."""
        found: list[Served] = [*route53.names(self.declared), *gtm.names(self.declared)]
        return tuple(sorted(found, key=lambda each: (each.name, [*PROVIDERS].index(each.cloud))))

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """What becomes of them after the loss."""
        return tuple(lost_course(each, self.loss) for each in self.served)

    @cached_property
    def healed(self) -> tuple[Course, ...]:
        """What becomes of them once what was lost is there again."""
        return tuple(healed_course(each, self.loss) for each in self.served)

    @cached_property
    def by_name(self) -> dict[str, tuple[Course, ...]]:
        """The courses by the name, one for each of its providers."""
        return {
            name: tuple(each for each in self.courses if each.name == name) for name in dict.fromkeys(c.name for c in self.courses)
        }

    @cached_property
    def calendar(self) -> Calendar:
        """The events that the environment declares."""
        return calendar(self.said)

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """What each site that is left is asked for by each event."""
        found = carried(self.said, self.calendar, self.requests, self.loss, self.promised)
        return tuple(sorted(found, key=lambda each: (each.event, each.group, each.site)))

    @cached_property
    def rooms(self) -> tuple[Room, ...]:
        """Whether clusters that are left have room for that."""
        return tuple(rooms(self.said, self.calendar, self.carried))

    @property
    def promised(self) -> int:
        """The share of a peak that is promised after such a loss, in percent; all of it where nothing is said."""
        return self.calendar.objectives.get(self.loss.island, 100) if self.loss.island else 100

    @property
    def gone(self) -> Iterator[tuple[str, str]]:
        """The fleets and workloads, by kind and name, that events name, whose loss promises cover, and of which nothing is left."""
        if self.loss.island is not None and not self.promised:
            return
        for group in self.calendar.groups:
            if group.peaks and group.sites and all(site in self.loss.sites for site in group.sites):
                yield group.kind, group.name

    @cached_property
    def requests(self) -> dict[tuple[str, str], Shares]:
        """Where the requests go after the loss, of each fleet and workload that public names lead to, by kind and name."""
        return dict(self._requests())

    def _requests(self) -> Iterator[tuple[tuple[str, str], Shares]]:
        led: dict[str, dict[str, list[Shares]]] = {}
        for name, courses in self.by_name.items():
            if told := self.traffic(name):
                found = [Shares(of=shares, why="answers") for course in courses for shares in course.led.values()]
                led.setdefault(told["to"], {}).setdefault(self._label(name), []).extend(found)
        for group in self.calendar.groups:
            names = {label: [each for each in found if self._leads(each)] for label, found in led.get(group.name, {}).items()}
            found = [each for answers in names.values() for each in answers]
            if found:
                # Whoever is led to what is lost alone is led elsewhere by somebody.
                moved = [] if all(names.values()) else [group.sent_without(self.loss.sites)]
                yield (group.kind, group.name), most([*found, *moved])

    def _leads(self, shares: Shares) -> bool:
        """Whether answers lead to a site that is left, and not to what is lost alone, or to CDNs."""
        return any(shares.to(site) for site in self.loss.others)

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """The dependencies whose primary is lost."""
        return tuple(self._waiting())

    def _waiting(self) -> Iterator[Waiting]:
        needing = sorted((need for need in needs(self.said) if need.kind != "jobs"), key=lambda need: need.name)
        for _, on in sorted(dependencies(self.said).items()):
            recovery = on.after(self.loss.sites)
            if recovery is None:
                continue
            left = {
                need.name: tuple(site for site in need.sites if site not in self.loss.sites) for need in needing if need.on == on
            }
            yield Waiting(
                on=on,
                site=recovery.site,
                by_hand=recovery.by_hand,
                seconds=recovery.seconds,
                writes=recovery.lost,
                needing={name: sites for name, sites in left.items() if sites},
            )

    @cached_property
    def unreached(self) -> Counter[str]:
        """How many objects no call reaches, by site."""
        found: Counter[str] = Counter()
        for urn, count in self._unreached.items():
            if site := self.declared.site_of(urn):
                found[site] += count
        return found

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The links that end in a lost site."""
        return tuple(sorted(links(self.declared, self.loss)))

    @cached_property
    def egress(self) -> tuple[str, ...]:
        """The sites that stand, and have lost their way out with a zone."""
        return tuple(egress(self.declared, self.loss))

    def traffic(self, name: str) -> Mapping[str, Any] | None:
        """What the environment says of a public name; None where it says nothing."""
        return (self.said.get("traffic") or {}).get(self._label(name))

    def unknown(self, name: str) -> bool:
        """Whether a provider is to answer a public name that nobody knows yet how: its pools are joined with an update."""
        known = {(course.name, course.cloud) for course in self.courses}
        return (name, "alicloud") not in known and name in gtm.declared_names(self.declared)

    def key(self, name: str) -> str:
        """What a finding about a public name is about, as the environment calls it."""
        return f"traffic.{self._label(name)}"

    def _label(self, name: str) -> str:
        """A public name without the domain, and without what stands before it where CDNs are asked first."""
        domain = self.said.get("domain", "")
        return "@" if name == domain else name.removesuffix(f".{domain}").removeprefix(_ORIGIN)

    def within(self, name: str = "") -> int | None:
        """How soon after the loss something is promised, in seconds; None where nothing promises it.

        Args:
            name: a public name, which may have a promise of its own after the loss of a site.
        """
        own = (self.traffic(name) or {}).get("within") if name and self.loss.island == "site" else None
        promised = (self.said.get("objectives") or {}).get(self.loss.island or "") or {}
        found = own if own is not None else promised.get("within")
        return None if found is None else int(found)

    def accepted(self, findings: Iterable[Finding]) -> dict[Finding, Accepted | None]:
        """What the environment accepts of what was found."""
        entries = accepted(self.said)
        return {finding: next((entry for entry in entries if entry.covers(finding, None)), None) for finding in findings}
