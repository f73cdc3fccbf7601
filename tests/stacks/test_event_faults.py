"""Each fault that events can have, with its exact text."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check

FLEET = "        capacity: {fixed: 2}\n        aws"
SCALED = "        capacity: {autoscaled: {min: 2, max: 20}}\n        instance_rps: 50\n        aws"
WORKLOAD = "      storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}\n"
SALE = 'time_zone: Asia/Jakarta, start: "2026-12-12 00:00", end: "2026-12-13 00:00"'
PAYDAY = 'time_zone: Asia/Jakarta, start: "25 00:00", end: "1 00:00", every: month'


def environment(event: str, *, fleet: str = SCALED, pods: str = "", sites: str = "[jakarta]") -> dict[str, str]:
    """Edits that add an event, which begins on line 41, and a fleet that scales."""
    workload = WORKLOAD.replace("}}\n", f"}}{pods}}}\n") + f"    events:\n      sale: {{{event}}}\n"
    return {FLEET: fleet, WORKLOAD: workload, "        sites: [jakarta]\n": f"        sites: {sites}\n"}


CASES = {
    "an end before the start": (
        environment('time_zone: Asia/Jakarta, start: "2026-12-12 00:00", end: "2026-12-11 00:00", peak_factor: {transcoder: 2x}'),
        [
            '40:66 events.sale.end: "2026-12-11 00:00", expected a time after the start, which is 2026-12-12 00:00; fix: swap them, or write a later end'
        ],
    ),
    "a time zone that does not exist": (
        environment(f"{SALE.replace('Jakarta', 'Jakrata')}, peak_factor: {{transcoder: 2x}}"),
        ['40:14 events.sale.time_zone: "Asia/Jakrata", expected a time zone of the IANA database; fix: write Asia/Jakarta'],
    ),
    "a factor that raises nothing": (
        environment(f"{SALE}, peak_factor: {{transcoder: 1x}}"),
        [
            '40:105 events.sale.peak_factor.transcoder: "1x" of a lowest number of 2, expected a peak that raises it; fix: expect more, or say it as peak_rps'
        ],
    ),
    "a factor of nothing": (
        environment(f"{SALE}, peak_factor: {{transcoder: 9x}}", fleet=SCALED.replace("min: 2", "min: 0")),
        [
            '40:105 events.sale.peak_factor.transcoder: "9x" of a lowest number of 0, expected a peak that raises it; fix: say it as peak_rps, or raise min'
        ],
    ),
    "pauses between which nothing lies": (
        environment(
            'time_zone: Asia/Jakarta, every: day, start: "18:00", end: "23:00", since: "2026-12-01", until: "2026-12-31", warm_up: 12h, '
            "cool_down: 7h, peak_factor: {transcoder: 2x}"
        ),
        [
            '40:123 events.sale.warm_up: "12h", expected less, with the other pause, than lies between an occurrence and the next; floors would never come back; fix: write a shorter one, or raise min instead'
        ],
    ),
    "a recurrence without its days": (
        environment(f"{PAYDAY}, peak_factor: {{transcoder: 2x}}"),
        [
            '40:7 events.sale.since: nothing, expected a date for an event that recurs; fix: write since: "2026-12-01", say',
            '40:7 events.sale.until: nothing, expected a date for an event that recurs; fix: write until: "2027-11-30", say',
        ],
    ),
    "a recurrence that never occurs": (
        environment(f'{PAYDAY}, since: "2026-12-02", until: "2026-12-20", peak_factor: {{transcoder: 2x}}'),
        [
            '40:109 events.sale.until: "2026-12-20", expected a day by which it has begun once; from 2026-12-02 on it has not; fix: write a later day, or remove the event'
        ],
    ),
    "a date that never comes": (
        environment(
            f'{PAYDAY.replace("month", "year").replace("25 ", "02-30 ").replace(chr(34) + "1 ", chr(34) + "03-01 ")}, since: "2026-12-01", until: "2027-12-01", peak_factor: {{transcoder: 2x}}'
        ),
        [
            '40:39 events.sale.start: "02-30 00:00", expected a date that there is; fix: choose a day that the month has; this one never comes'
        ],
    ),
    "a peak beyond every max": (
        environment(f"{SALE}, peak_rps: {{storefront: 900}}", pods=", pod_rps: 80"),
        [
            "40:102 events.sale.peak_rps.storefront: a floor of 6 in each site, expected at most max, which is 4; 2 missing; fix: raise max to 6, or expect less"
        ],
    ),
    "a factor beyond a fixed size": (
        environment(f"{SALE}, peak_factor: {{transcoder: 2x}}", fleet=FLEET),
        [
            "39:105 events.sale.peak_factor.transcoder: a floor of 4 in each site, expected at most max, which is 2; 2 missing; fix: write autoscaled: with a max, or expect less"
        ],
    ),
    "requests where nobody knows what one serves": (
        environment(f"{SALE}, peak_rps: {{storefront: 100}}"),
        [
            "40:102 events.sale.peak_rps.storefront: a peak in requests per second, expected how many one pod serves, which nothing says; fix: write pod_rps under workloads.storefront, or expect a factor"
        ],
    ),
    "nobody of that name": (
        environment(f"{SALE}, peak_factor: {{storefornt: 2x}}"),
        [
            '40:105 events.sale.peak_factor.storefornt: the name "storefornt", expected a workload or a fleet: storefront or transcoder; fix: write storefront'
        ],
    ),
    "a name twice": (
        environment(f"{SALE}, peak_rps: {{transcoder: 100}}, peak_factor: {{transcoder: 2x}}"),
        [
            "40:134 events.sale.peak_factor.transcoder: transcoder a second time, expected each workload and fleet once; fix: remove one of the two"
        ],
    ),
    "no peak": (
        environment(SALE),
        ["40:7 events.sale: no peak, expected peak_rps or peak_factor; fix: say which workload or fleet expects how much"],
    ),
    "a factor that lowers": (
        environment(f"{SALE}, peak_factor: {{transcoder: 0.5x}}"),
        [
            '40:105 events.sale.peak_factor.transcoder: "0.5x", expected how many times as much, 1x or more; fix: write it like 2x or 2.5x'
        ],
    ),
    "a warm-up that is no time": (
        environment(f"{SALE}, warm_up: 90s, cool_down: soon, peak_factor: {{transcoder: 2x}}"),
        [
            '40:91 events.sale.warm_up: "90s", expected whole minutes, a day at most; fix: write a multiple of 60 seconds',
            '40:105 events.sale.cool_down: "soon", expected a time of at most a day; fix: write it like 30s, 5m or 2h',
        ],
    ),
    "headroom for a cloud in one cloud": (
        environment(f"{SALE}, headroom: cloud, peak_factor: {{transcoder: 2x}}"),
        [
            "40:91 events.sale.headroom: headroom for the loss of a cloud, and transcoder stands in one cloud, expected a second cloud to carry its share; fix: leave headroom out, or give it another site"
        ],
    ),
    "headroom for nothing known": (
        environment(f"{SALE}, headroom: zone, peak_factor: {{transcoder: 2x}}"),
        ['40:91 events.sale.headroom: "zone", expected none, site or cloud; fix: write none'],
    ),
    "more than a year on Alibaba Cloud": (
        environment(
            f'{PAYDAY}, since: "2026-12-01", until: "2028-06-30", peak_factor: {{transcoder: 2x}}',
            fleet=SCALED.replace(
                "        aws", "        alicloud: {images: {ap-southeast-5: m-one}, types: [ecs.c7.large]}\n        aws"
            ),
            sites="all",
        ),
        [
            '41:109 events.sale.until: "2028-06-30", expected 365 days at most from the first to the last of a recurrence on Alibaba Cloud; these are 548; fix: end it by "2027-12-22", and prolong it then'
        ],
    ),
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, told):
    assert faults(edits) == told


def test_more_tasks_than_an_account_takes_name_the_event_to_shorten(faults):
    """A weekly event that a monthly one lies across: neither recurs by itself."""
    weekly = 'time_zone: Asia/Jakarta, start: "friday 18:00", end: "monday 00:00", every: week'
    edits = environment(
        f'{PAYDAY}, since: "2026-12-01", until: "2027-11-30", peak_factor: {{transcoder: 2x}}',
        fleet=SCALED.replace(
            "        aws", "        alicloud: {images: {ap-southeast-5: m-one}, types: [ecs.c7.large]}\n        aws"
        ),
        sites="all",
    )
    (old,) = [key for key, new in edits.items() if "events:" in new]
    edits[old] += f'      weekend: {{{weekly}, since: "2026-12-01", until: "2027-11-30", peak_factor: {{transcoder: 3x}}}}\n'
    (told,) = faults(edits)
    assert told.startswith("42:")
    assert "scheduled tasks in the account 5012345678901234 on Alibaba Cloud, expected 20 at most, what an account takes" in told
    assert "fix: shorten" in told
    assert "an earlier until" in told


def test_what_the_fix_says_about_a_year_is_taken(loaded):
    edits, _ = CASES["more than a year on Alibaba Cloud"]
    assert loaded({old: new.replace("2028-06-30", "2027-12-22") for old, new in edits.items()}).environment.events


def test_a_schedule_that_no_object_of_a_cluster_holds_names_the_event_to_shorten(faults):
    times = ("00:00", "02:00", "04:00", "06:00", "08:00")
    bounds = 'time_zone: Asia/Jakarta, every: day, since: "2026-12-01", until: "2029-11-30", peak_factor: {storefront: 2x}'
    events = [f'{bounds}, start: "{start}", end: "{start[:3]}30"' for start in times]
    edits = environment(events[0])
    edits[WORKLOAD] += "".join(f"      sale-{number}: {{{event}}}\n" for number, event in enumerate(events[1:], 1))
    (told,) = faults(edits)
    assert told.startswith("40:72 events.sale.until: a schedule of ")
    assert told.endswith(
        "bytes for the workload storefront, expected 245760 at most, what an annotation takes; fix: shorten sale, which takes 2192: "
        "an earlier until, or times that no other event lies across"
    )


def test_a_keeper_of_floors_is_told_at_its_cluster(loaded):
    edits = environment(f"{SALE}, peak_factor: {{storefront: 2x}}")
    edits["        sites: all\n        versions"] = (
        "        sites: all\n        event_floors: {image: 'python:3.13', lead: 2h}\n        versions"
    )
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    told = str(error.value).split("\n")
    assert [each.partition(",")[0].partition(" ")[2] for each in told] == [
        'clusters.main.event_floors.image: "python:3.13"',
        "clusters.main.event_floors.lead: 7200",
    ]
