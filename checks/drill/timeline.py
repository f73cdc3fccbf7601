"""From a drill to its time line: what happens after the loss, and after its end."""

from __future__ import annotations

from collections.abc import Iterator

from .answers import Course
from .drill import Drill, Waiting
from .moment import Kind, Moment, Tone, in_order
from .standing import unwritten
from .told import PROVIDERS, clock, listed, places, shares, where


def after_loss(drill: Drill) -> tuple[Moment, ...]:
    """What happens, in order."""
    return in_order([*_lost(drill), *_dns(drill.courses), *_kept(drill), *map(_recovered, drill.waiting), *_promised(drill)])


def after_heal(drill: Drill) -> tuple[Moment, ...]:
    """What happens once what was lost is there again, in order."""
    return in_order([*_back(drill), *_dns(drill.healed), *_settled(drill)])


def _lost(drill: Drill) -> Iterator[Moment]:
    loss, sites = drill.loss, drill.declared.sites
    for site in loss.sites:
        yield Moment(at=0, kind=Kind.LOST, text=f"{where(site, sites)} is lost", tone=Tone.BAD, notes=_unreached(drill, site))
    for site, letters in loss.zones.items():
        text = f"zone {listed(list(letters))} of {where(site, sites)} is lost; its other zones stand"
        yield Moment(at=0, kind=Kind.LOST, text=text, tone=Tone.BAD, notes=_unreached(drill, site))
    if drill.links:
        text = f"{len(drill.links)} link{'s are' if len(drill.links) > 1 else ' is'} down: {listed(list(drill.links))}"
        yield Moment(at=0, kind=Kind.LINK, text=text, tone=Tone.BAD)
    for site in drill.egress:
        yield Moment(at=0, kind=Kind.EGRESS, text=f"{site} has no NAT gateway left: its zones have no way out", tone=Tone.BAD)
    if loss.sites and not drill.served:
        yield Moment(at=0, kind=Kind.DNS, text="no public name is served by several sites: nobody is led elsewhere")
    for cloud in loss.clouds:
        if silent := sorted(course.name for course in drill.courses if course.silent and course.cloud == cloud):
            text = f"{PROVIDERS[cloud]} answers nobody; of {listed(silent)} resolvers ask whoever else is delegated"
            yield Moment(at=0, kind=Kind.DNS, text=text, tone=Tone.BAD)
    for name, courses in drill.by_name.items():
        if stuck := [course for course in courses if course.clear is None]:
            manual = (drill.traffic(name) or {}).get("failover") == "manual"
            why = "its failover is manual" if manual else "nothing takes it out"
            providers = listed([PROVIDERS[course.cloud] for course in stuck])
            text = f"{name}: {providers} will not leave {places(stuck[0].lost)} out of the answers: {why}"
            yield Moment(at=0, kind=Kind.DNS, text=text, tone=Tone.BAD)
    for waiting in drill.waiting:
        yield _stopped(waiting)
    for bucket, prefix, left in unwritten(drill.declared, loss):
        copies = f"a copy is in {listed(left)}" if left else "no copy is left"
        text = f"bucket {bucket}: nobody writes {prefix}/ until another site is made its writer; {copies}"
        yield Moment(at=0, kind=Kind.DEPENDENCY, text=text, tone=Tone.BAD)


def _unreached(drill: Drill, site: str) -> tuple[str, ...]:
    count = drill.unreached[site]
    return (f"{count} of its objects {'is' if count == 1 else 'are'} out of reach: every call is refused",) if count else ()


def _stopped(waiting: Waiting) -> Moment:
    replica = f"the replica in {waiting.site} holds all but the last {clock(waiting.writes)} of writes"
    rest = replica if waiting.site else "no replica is left: a backup has to be restored"
    notes = tuple(f"{name} in {listed(list(sites))} waits for it" for name, sites in waiting.needing.items())
    return Moment(at=0, kind=Kind.DEPENDENCY, text=f"{waiting.on.name}: its primary is lost, {rest}", tone=Tone.BAD, notes=notes)


def _recovered(waiting: Waiting) -> Moment:
    if waiting.site is None:
        text = f"{waiting.on.name} is restored from a backup by hand"
    else:
        text = f"{waiting.on.name} is written to in {waiting.site}, promoted {'by hand' if waiting.by_hand else 'by itself'}"
    serving = f": {listed(list(waiting.needing))} serves again" if waiting.needing else ""
    return Moment(at=waiting.seconds, kind=Kind.RECOVERED, text=text + serving, tone=Tone.GOOD)


def _dns(courses: tuple[Course, ...]) -> Iterator[Moment]:
    for course in courses:
        for turn in course.turns:
            turned = f"{turn.checks} health check{'s have' if turn.checks > 1 else ' has'} turned"
            text = f"{course.name}: {turned}, {PROVIDERS[course.cloud]} answers {shares(turn.together)}"
            yield Moment(at=turn.at, kind=Kind.DNS, text=text)


def _kept(drill: Drill) -> Iterator[Moment]:
    for course in drill.courses:
        if course.turns and course.clear is not None:
            kept = f"{course.name}: the last answer kept from {PROVIDERS[course.cloud]}"
            text = f"{kept} has run out, nobody is led to {places(course.lost)}"
            yield Moment(at=course.clear, kind=Kind.KEPT, text=text, tone=Tone.GOOD, notes=(course.arithmetic,))


def _promised(drill: Drill) -> Iterator[Moment]:
    within = drill.within()
    if within is not None:
        yield Moment(at=within, kind=Kind.PROMISED, text=f"objectives.{drill.loss.island} is due")


def _back(drill: Drill) -> Iterator[Moment]:
    loss, sites = drill.loss, drill.declared.sites
    for site in loss.sites:
        yield Moment(at=0, kind=Kind.BACK, text=f"{where(site, sites)} answers again", tone=Tone.GOOD)
    for site, letters in loss.zones.items():
        yield Moment(
            at=0, kind=Kind.BACK, text=f"zone {listed(list(letters))} of {where(site, sites)} answers again", tone=Tone.GOOD
        )
    for waiting in drill.waiting:
        if waiting.site is not None:
            text = f"{waiting.on.name} stays in {waiting.site} until somebody moves it back to {waiting.on.primary}"
            note = f"{waiting.on.primary} must first follow {waiting.site}: what only it has written since would be lost"
            yield Moment(at=0, kind=Kind.DEPENDENCY, text=text, notes=(note,))


def _settled(drill: Drill) -> Iterator[Moment]:
    for course in drill.healed:
        if course.turns and course.clear is not None:
            text = f"{course.name}: the last answer kept from {PROVIDERS[course.cloud]} has run out, all is as before"
            yield Moment(at=course.clear, kind=Kind.KEPT, text=text, tone=Tone.GOOD)
