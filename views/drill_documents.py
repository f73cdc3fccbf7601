"""A drill as a program reads it, and as a page of a runbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checks.drill.answers import Course
from checks.drill.carrying import Carried
from checks.drill.drill import Drill
from checks.drill.moment import Moment
from checks.drill.rehearsal import Rehearsal
from checks.drill.rooms import Room
from checks.drill.served import together
from checks.drill.told import clock, percent
from checks.drill.verdict import Promise

from .comment.escape import code, inert


def document(stack: str, drill: Drill, moments: Sequence[Moment], promises: Sequence[Promise], *, healed: bool) -> dict[str, Any]:
    """A drill as JSON; times are in seconds, shares from 0 to 1.

    Args:
        stack: the stack's name.
        drill: the drill.
        moments: its time line.
        promises: what was promised; nothing of what heals.
        healed: whether it is of the way back.
    """
    return {
        "stack": stack,
        "lost": _lost(drill),
        "healed": healed,
        "moments": [
            {"at": each.at, "kind": each.kind.value, "tone": each.tone.value, "text": each.text, "notes": list(each.notes)}
            for each in moments
        ],
        "names": [_course(each) for each in (drill.healed if healed else drill.courses)],
        "carried": [] if healed else [_carried(each) for each in drill.carried],
        "clusters": [] if healed else [_room(each) for each in drill.rooms],
        "promises": [_promise(each) for each in promises],
        "kept": not any(each.broken for each in promises),
    }


def documents(stack: str, rehearsals: Sequence[Rehearsal]) -> dict[str, Any]:
    """Every loss in turn as JSON."""
    return {
        "stack": stack,
        "losses": [
            {
                "lost": str(each.loss),
                "sites": list(each.loss.sites),
                "ledFor": each.led_for,
                "within": each.within,
                "promises": [_promise(promise) for promise in each.promises],
                "kept": not each.broken,
            }
            for each in rehearsals
        ],
    }


def markdown(title: str, moments: Sequence[Moment], carried: Sequence[Carried], promises: Sequence[Promise]) -> str:
    """A drill as Markdown: a heading, its time line, what is left, and what becomes of promises."""
    return "\n".join([f"## {inert(title)}", "", *_time_line(moments), *_left(carried), *_kept(promises)]) + "\n"


def _lost(drill: Drill) -> dict[str, Any]:
    loss = drill.loss
    return {
        "sites": list(loss.sites),
        "clouds": list(loss.clouds),
        "zones": {site: list(letters) for site, letters in loss.zones.items()},
        "left": list(loss.others),
        "within": drill.within(),
    }


def _course(of: Course) -> dict[str, Any]:
    return {
        "name": of.name,
        "provider": of.cloud,
        "ttl": of.ttl,
        "silent": of.silent,
        "before": {target: float(share) for target, share in together(of.before).items()},
        "turns": [{"at": turn.at, "shares": {at: float(share) for at, share in turn.together.items()}} for turn in of.turns],
        "settled": of.settled,
        "clear": of.clear,
    }


def _carried(of: Carried) -> dict[str, Any]:
    return {
        "kind": of.kind,
        "name": of.group,
        "event": of.event,
        "site": of.site,
        "share": float(of.share),
        "rps": of.rps,
        "needed": of.units,
        "floor": of.floor,
        "ceiling": of.ceiling,
        "carried": of.how.value,
    }


def _room(of: Room) -> dict[str, Any]:
    return {
        "cluster": of.cluster,
        "site": of.site,
        "event": of.event,
        "asked": {kind: None if each is None else float(each) for kind, each in of.asked._asdict().items()},
        "there": {kind: None if each is None else float(each) for kind, each in of.there._asdict().items()},
    }


def _promise(of: Promise) -> dict[str, Any]:
    return {
        "about": of.about,
        "what": of.what,
        "kept": of.missed is None,
        "rule": of.missed.rule if of.missed else None,
        "fix": of.missed.fix if of.missed else None,
        "accepted": {"because": of.accepted.because, "until": of.accepted.until.isoformat()} if of.accepted else None,
    }


def _time_line(moments: Sequence[Moment]) -> Iterator[str]:
    yield from ("| after | what happens |", "| ---: | --- |")
    for each in moments:
        notes = "".join(f"<br>{inert(note)}" for note in each.notes)
        yield f"| {clock(each.at)} | {inert(each.text)}{notes} |"


def _left(carried: Sequence[Carried]) -> Iterator[str]:
    if not carried:
        return
    yield from ("", "### What is left, while an event lasts", "")
    yield "| event | what | site | share | requests/s | needed | floor | max | carried |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for each in carried:
        numbers = (percent(each.share), f"{each.rps:,}", str(each.units), str(each.floor), str(each.ceiling))
        yield f"| {' | '.join(map(inert, (each.event, each.group, each.site, *numbers, each.how.value)))} |"


def _kept(promises: Sequence[Promise]) -> Iterator[str]:
    if not promises:
        return
    yield from ("", "### Promises", "")
    for each in promises:
        if each.missed is None:
            yield f"- [x] {inert(each.what)}"
        elif each.accepted is not None:
            because = f"accepted until {each.accepted.until}: {inert(each.accepted.because)}"
            yield f"- [ ] {code(each.missed.rule)}: {inert(each.what)} ({because})"
        else:
            yield f"- [ ] **missed**, {code(each.missed.rule)}: {inert(each.what)}; fix: {inert(each.missed.fix)}"
