"""Which promises a drill finds kept, and which are missed, as findings that an environment may accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..accepted import Accepted
from ..finding import Finding, Severity
from .answers import Course
from .carrying import Carrying
from .drill import Drill
from .told import PROVIDERS, clock, listed, percent, places

HEADROOM = "headroom"
LATE = "failover-late"
SHORT = "no-survivor"
SLOW = "slow-recovery"
EGRESS = "no-egress"
ONE = "one-dns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was promised of one thing.

    Args:
        about: what it is about, as the environment calls it.
        what: the promise and how it stands, in a sentence without its full stop.
        missed: what is wrong; None where it is kept.
        accepted: the entry of the environment that accepts it.
    """

    about: str
    what: str
    missed: Finding | None = None
    accepted: Accepted | None = None

    @property
    def broken(self) -> bool:
        """Whether it is missed, and nobody accepts that."""
        return self.missed is not None and self.accepted is None


def promises(drill: Drill) -> tuple[Promise, ...]:
    """Every promise that a drill can tell anything of."""
    found = [*_answers(drill), *_capacity(drill), *_recoveries(drill), *_egress(drill)]
    covered = drill.accepted(promise.missed for promise in found if promise.missed)
    return tuple(replace(each, accepted=covered.get(each.missed)) if each.missed else each for each in found)


def _answers(drill: Drill) -> Iterator[Promise]:
    for name, courses in drill.by_name.items():
        about, within = drill.key(name), drill.within(name)
        due = "" if within is None else f", {clock(within)} promised"
        answering = [course for course in courses if not course.silent]
        if drill.unknown(name):
            continue
        if not answering:
            alone = "alone, which is lost" if len(courses) == 1 else "alone, and all of them are lost"
            yield _missed(ONE, about, f"{name} is answered by {_providers(courses)} {alone}", "delegate it to another provider too")
            continue
        stuck = [course for course in answering if course.clear is None]
        late = [course for course in answering if course.clear is not None and within is not None and course.clear > within]
        if stuck:
            goes = "go" if len(stuck) > 1 else "goes"
            yield _missed(
                LATE, about, f"{name}: {_providers(stuck)} {goes} on to lead to {places(stuck[0].lost)}", _fix(drill, name)
            )
        for course in late:
            reason = f"{name}: some are led to {places(course.lost)} for {clock(course.clear or 0)}{due} ({course.arithmetic})"
            yield _missed(LATE, about, reason, "check more often, lower the TTL, or promise less")
        if not stuck and not late:
            slowest = max(course.clear or 0 for course in answering)
            kept = f"{name} is answered as before"
            if slowest:
                kept = f"{name} leads nobody to {places(answering[0].lost)} after {clock(slowest)}"
            yield Promise(about=about, what=f"{kept}{due}")


def _providers(courses: Iterable[Course]) -> str:
    return listed([PROVIDERS[course.cloud] for course in courses])


def _fix(drill: Drill, name: str) -> str:
    told = drill.traffic(name) or {}
    if told.get("failover") == "manual":
        return f"move the weights of {drill.key(name)} by hand, or write failover: automatic"
    if not drill.loss.others:
        return "have a site elsewhere"
    if told.get("policy") == "geo" and told.get("check") != "none":
        return "answer by weights, since nothing is wider than default, or accept it in the environment"
    return "give its records a health check, and another site to lead to"


def _capacity(drill: Drill) -> Iterator[Promise]:
    for kind, name in drill.gone:
        reason = f"all of {name} stood in what is lost: nothing of it is left to carry a peak"
        yield _missed(HEADROOM, f"{kind}.{name}", reason, "give it a site elsewhere, or accept it in the environment")
    scaling = 0
    for each in drill.carried:
        if each.how is Carrying.SHORT:
            one = "pod" if each.kind == "workloads" else "instance"
            asked = (
                f"{each.group} in {each.site} is asked for {percent(each.share)} of {each.event}, {each.rps:,} requests a second"
            )
            reason = f"{asked}: {each.units} {one}s, and it may have {each.ceiling}"
            rule = SHORT if (each.kind, each.group) in drill.requests else HEADROOM
            yield _missed(rule, f"{each.kind}.{each.group}", reason, f"raise its max to {each.units}, or lead fewer there")
        scaling += each.how is Carrying.SCALING
    lacking = [room for room in drill.rooms if room.lacking]
    for room in lacking:
        reason = (
            f"{room.cluster} in {room.site} has too few {room.lacking} at its maximum for the pods that {room.event} asks for there"
        )
        yield _missed(SHORT, f"clusters.{room.cluster}", reason, "raise max of a pool, or choose larger types")
    if drill.carried and not lacking and not any(each.how is Carrying.SHORT for each in drill.carried):
        how = f", {scaling} of {len(drill.carried)} parts of it by scaling beyond a floor" if scaling else " at once"
        events = sorted({each.event for each in drill.carried})
        yield Promise(about="events", what=f"what is left carries {drill.promised}% of the peak of {listed(events)}{how}")


def _recoveries(drill: Drill) -> Iterator[Promise]:
    within = drill.within()
    for waiting in drill.waiting:
        about = f"dependencies.{waiting.on.name}"
        back = f"{waiting.on.name} is back after {clock(waiting.seconds)}"
        if within is not None and waiting.needing and waiting.seconds > within:
            reason = f"{back}, {clock(within)} promised, and {listed(list(waiting.needing))} waits for it"
            yield _missed(SLOW, about, reason, "have its replica promoted sooner, promise less, or accept it in the environment")
        else:
            yield Promise(about=about, what=back if within is None else f"{back}, {clock(within)} promised")


def _egress(drill: Drill) -> Iterator[Promise]:
    for site in drill.egress:
        reason = f"every NAT gateway of {site} is in a lost zone"
        yield _missed(EGRESS, f"sites.{site}", reason, f"write nat: per_zone below sites.{site}.network")


def _missed(rule: str, about: str, reason: str, fix: str) -> Promise:
    return Promise(
        about=about, what=reason, missed=Finding(rule=rule, severity=Severity.ERROR, resource=about, reason=reason, fix=fix)
    )
