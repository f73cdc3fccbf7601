"""Rule `migration-step`: a migration takes one step at a time, on its day, towards what already serves, and keeps its guards.

The way back is held to no order: from any step to an earlier one, or to none, is one line and as many points as it takes. What it
must not do is leave a fleet without machines that nothing would start again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from components.traffic.migrations import Migration, weights
from components.traffic.room import touched
from components.traffic.steps import AT_MOST, WHOLE, Shares, Standing, moved, skipped, standings

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "migration-step"
_BACK: Final = "write the weights of step {} under traffic.{}, and remove it then"


def _steps(subject: Subject) -> Iterator[Finding]:
    if not subject.said_before or not subject.said:
        return  # nothing stands yet, or nothing stays: nobody is moved
    for name, now in subject.migrations.items():
        before = subject.migrations_before.get(name)
        if before is not None and now.step:
            yield from _bared(subject, before, now)
        left_out = list(skipped(before.step if before else 0, now.step))
        if left_out:
            steps = f"step{'s' * (len(left_out) > 1)} {' and '.join(map(str, left_out))}"
            reason = f"it goes from step {before.step if before else 0} to {now.step}, and leaves out {steps}"
            yield _finding(f"migrations.{name}.step", reason, f"write step: {left_out[0]}, and go on once that has held")
        elif now.weighs:
            yield from _unwatched(subject, name, before, now)
        else:
            yield from _asleep(subject, before, now)
            yield from _too_few_nodes(subject, before, now)
    yield from _ended(subject)


def _bared(subject: Subject, before: Migration, now: Migration) -> Iterator[Finding]:
    """Guards that go while it is under way: alarms that nobody would ask for, a check that would take no site out any more."""
    for site, names in before.alarms.items():
        if gone := [name for name in names if name not in now.alarms.get(site, ())]:
            reason = f"it is under way, and {' and '.join(gone)} of {site} would guard it no more"
            yield _finding(f"migrations.{now.name}.alarms", reason, "keep what guards it until it is at its end, or back")
    was, told = (said.get("traffic", {}).get(now.of, {}) for said in (subject.said_before, subject.said))
    if now.weighs and was.get("failover") == "automatic" and told.get("failover") == "manual":
        reason = f"it is under way, and a site that fails would stay in the answers of {now.of}"
        yield _finding(f"traffic.{now.of}.failover", reason, "keep failover: automatic until it is at its end, or back")


def _unwatched(subject: Subject, name: str, before: Migration | None, now: Migration) -> Iterator[Finding]:
    """Weights that move by more than a step may, though the step stays or rises by one; requests for what is yet to be made."""
    was, share = _sent(subject, now.of), now.shares
    forward = before is None or now.step >= before.step
    points = moved(was, share) if was else 0
    if forward and points > now.at_most:
        reason = f"{now.of} moves {points} points at once, and its steps {now.at_most} at most: they have changed under way"
        yield _finding(f"migrations.{name}.steps", reason, "keep to the steps that were begun, or put one between")
    made = {part.name for part in subject.plan.components.values() if part.old is None and part.new is not None}
    to = subject.said["traffic"][now.of]["to"]
    stood = _stood(subject, to)
    for site, weight in share.items():
        new = _part(subject, site, to)
        if weight > was.get(site, 0) and (new in made or (stood is not None and site not in stood)):
            reason = f"{site} is sent {weight}% of {now.of}'s requests by the update that makes {new} there"
            yield _finding(f"migrations.{name}.step", reason, f"bring {to} up there first, and take the step once it is healthy")


def _sent(subject: Subject, traffic: str) -> Shares:
    """What sites were sent of a name's requests; nothing of a name that there was not."""
    try:
        return weights(subject.said_before, traffic)
    except (ValueError, LookupError, TypeError, StopIteration):  # another version of this project wrote it otherwise
        return {}


def _stood(subject: Subject, to: str) -> set[str] | None:
    """The sites that had what serves a name, by what the environment said; None where that cannot be read.

    The stack of an environment that is split which joins its sites has no part of any site, and learns of one that is made in the
    same run from this alone.
    """
    before = subject.calendar_before.groups
    return {site for group in before if group.name == to for site in (*group.sites, *group.drained)} if before else None


def _part(subject: Subject, site: str, to: str) -> str:
    """What the component is called that serves a name in a site."""
    workload = subject.said.get("workloads", {}).get(to)
    return f"{site}-{workload['cluster']}-{to}" if workload else f"{site}-{to}"


def _asleep(subject: Subject, before: Migration | None, now: Migration) -> Iterator[Finding]:
    """A fleet whose lower bound belongs to events again: what had nothing would be given nothing."""
    if before is None or now.kind != "fleets" or not subject.calendar.group("fleets", now.of).peaks:
        return
    for site, share in before.shares.items():
        if share == 0 and now.shares.get(site, WHOLE) == WHOLE:
            reason = (
                f"{site} goes from nothing of {now.of} to all of it, and its lower bound is the events': nothing starts a machine"
            )
            step = max((at for at in range(now.step, len(now.steps) + 1) if 0 < now.at(at).get(site, WHOLE) < WHOLE), default=None)
            fix = f"go back over step {step}, which starts some" if step else "put a step between, which starts some"
            yield _finding(f"migrations.{now.name}.step", reason, fix)


def _too_few_nodes(subject: Subject, before: Migration | None, now: Migration) -> Iterator[Finding]:
    """Pools on EKS whose lower bound comes back while hardly any node runs, which EKS refuses unless the number is given too."""
    if before is None or now.kind != "clusters":
        return
    back = [site for site, share in before.shares.items() if share == 0 and now.shares.get(site, WHOLE)]
    sites = [site for site in back if subject.said["sites"].get(site, {}).get("cloud") == "aws"]
    for name, pool in subject.said["clusters"].get(now.of, {}).get("pools", {}).items() if sites else ():
        bounds = (pool.get("capacity") or {}).get("autoscaled") or {}
        made_by = (pool.get("aws") or {}).get("provisioner", "node-group")
        if made_by == "node-group" and 1 < bounds.get("min", 0) < bounds.get("max", 0) and not bounds.get("enforce"):
            at = f"clusters.{now.of}.pools.{name}.capacity"
            low = int(bounds["min"])
            reason = (
                f"{' and '.join(sites)} goes from nothing of {now.of} to its {low} nodes at least, and EKS refuses a lower bound "
            )
            fix = "write enforce: true there for this update, which sets the numbers of the sites that are drained alone"
            yield _finding(at, f"{reason}above the number that runs", fix)


def _ended(subject: Subject) -> Iterator[Finding]:
    """A migration that is taken out, and what it moved goes back at once."""
    names = subject.said.get("traffic") or {}
    moving = {each.of for each in subject.migrations.values() if each.weighs}
    for name, before in subject.migrations_before.items():
        if not before.weighs or before.of in moving or before.of not in names or name in subject.migrations:
            continue
        points = moved(before.shares, weights(subject.said, before.of))
        if points > AT_MOST:
            reason = f"it is removed at step {before.step}, and {before.of} moves {points} points at once"
            yield _finding(f"migrations.{name}", reason, _BACK.format(before.step, before.of))


def _early(subject: Subject, at: datetime) -> Iterator[Finding]:
    """A step that the plan takes before its day, or while an event lasts."""
    for name, now in subject.migrations.items():
        before = subject.migrations_before.get(name)
        if not subject.said_before or now.step <= (before.step if before else 0):
            continue
        today = at.astimezone(ZoneInfo(now.time_zone)).date()
        if standings(now.steps, now.step, today)[now.step - 1] is Standing.EARLY:
            day = now.steps[now.step - 1].date
            reason = f"it takes step {now.step} on {today.isoformat()}, before its day, {day}"
            yield _finding(f"migrations.{name}.step", reason, f"merge it on {day}, or write another date")
        needed = {event for group in touched(subject.said, subject.calendar, now) for event in group.peaks}
        for event, window in subject.calendar.at(at).items():
            if event in needed:
                reason = f"it takes step {now.step} while {event} lasts, until {told(window.end)}"
                yield _finding(f"migrations.{name}.step", reason, "take it after that, or accept it in the environment")


def _finding(resource: str, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.ERROR, resource=resource, reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="a migration skips a step, moves more at once than it says, loses a guard, heads for what is yet to be made, or is early",
    finds=_steps,
    finds_at=_early,
    always=True,
)
