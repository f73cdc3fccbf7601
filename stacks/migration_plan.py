"""The migrations of an environment as plain data: what `nusa migrations` prints, as text, Markdown or JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from components.naming import Cloud
from components.traffic.migrations import Migration, migrations
from components.traffic.room import Room, rooms
from components.traffic.steps import Standing, standings

from .environment import Environment, Loaded


def migration_plan(loaded: Loaded, at: datetime | None = None) -> dict[str, Any]:
    """The migrations of an environment that has no fault.

    Args:
        loaded: the environment.
        at: a moment; with it, steps are due, overdue or early.

    Returns:
        `migrations` with their steps: what each site has at each, how many points it moves, how it stands, and for how many pods or
        instances the largest peak asks while it is meant to be in force; `next`, the step to come, and `guards`, what is looked at
        before it; `back`, the line that undoes the last step.
    """
    said = loaded.environment.model_dump(mode="json", exclude_none=True)
    return {
        "environment": loaded.name,
        "at": at and f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
        "migrations": [_migration(loaded.environment, said, each, at) for each in migrations(said)],
    }


def _migration(environment: Environment, said: Mapping[str, Any], migration: Migration, at: datetime | None) -> dict[str, Any]:
    today = at and at.astimezone(ZoneInfo(migration.time_zone)).date()
    found = list(rooms(said, migration))
    after = migration.step + 1 if migration.step < len(migration.steps) else None
    return {
        "name": migration.name,
        "kind": migration.kind,
        "of": migration.of,
        "step": migration.step,
        "atMost": migration.at_most,
        "timeZone": migration.time_zone,
        "sites": list(migration.sites),
        "steps": list(_steps(migration, today, found)),
        "next": after,
        "back": migration.step - 1 if migration.step else None,
        "check": migration.weighs,
        "guards": list(_guards(environment, migration)),
    }


def _steps(migration: Migration, today: date | None, found: list[Room]) -> Iterator[dict[str, Any]]:
    stands = [Standing.IN_FORCE if migration.step == 0 else Standing.TAKEN, *standings(migration.steps, migration.step, today)]
    for number, standing in enumerate(stands):
        shares = migration.at(number)
        yield {
            "step": number,
            "date": migration.steps[number - 1].date if number else None,
            "shares": {site: shares.get(site, migration.unnamed) for site in migration.sites},
            "moves": migration.moves(number) if number else 0,
            "standing": str(standing),
            "needs": [_need(room) for room in _worst(found, number)],
        }


def _worst(found: list[Room], step: int) -> list[Room]:
    """Of the peaks that last while a step is in force, for each site the one that asks for most."""
    worst: dict[str, Room] = {}
    for room in found:
        if room.step == step and room.share:
            worst[room.site] = max(worst.get(room.site, room), room, key=lambda each: max(each.needed, each.floor))
    return list(worst.values())


def _need(room: Room) -> dict[str, Any]:
    return {
        "site": room.site,
        "event": room.event,
        "rps": room.peak,
        "needed": room.needed,
        "floor": room.floor,
        "ceiling": room.ceiling,
    }


def _guards(environment: Environment, migration: Migration) -> Iterator[dict[str, Any]]:
    """What asks a cloud which of the alarms are not quiet; what it answers is for who asks to read, and for no plan.

    Sources: awscli.amazonaws.com/v2/documentation/api/latest/reference/cloudwatch/describe-alarms.html,
    www.alibabacloud.com/help/en/cms/developer-reference/api-describemetricrulelist (one name a request).
    """
    for site, names in migration.alarms.items():
        there = environment.sites[site]
        yield {"site": site, "alarms": list(names), "asks": list(_asks(there.cloud, there.region, names))}


def _asks(cloud: Cloud, region: str, names: tuple[str, ...]) -> Iterator[str]:
    if cloud == "aws":
        yield (
            f"aws cloudwatch describe-alarms --region {region} --state-value ALARM --alarm-types MetricAlarm CompositeAlarm "
            f"--query '[MetricAlarms,CompositeAlarms][].AlarmName' --output text --alarm-names {shlex.join(names)}"
        )
        return
    for name in names:
        yield f"aliyun cms DescribeMetricRuleList --region {region} --AlertState ALARM --RuleName {shlex.quote(name)}"
