"""What an environment's events ask an account's quotas for."""

from __future__ import annotations

import pytest

from stacks.event_calendar import event_calendar

FIXED = "        capacity: {fixed: 2}\n"
TYPES = "types: [c7i.large]}"
WORKLOADS = "    workloads:\n"
EVENT = """    events:
      sale: {time_zone: Asia/Jakarta, start: "2026-12-11 20:00", end: "2026-12-12 23:00", peak_factor: {transcoder: 2x}}
"""


@pytest.mark.parametrize(
    ("more", "types", "expected"),
    [
        ("", TYPES, [("c7i.large", False, 20, 40)]),
        ("spot: 40%, on_demand_base: 5", TYPES, [("c7i.large", False, 14, 28), ("c7i.large", True, 6, 12)]),
        ("spot: 100%", TYPES, [("c7i.large", True, 20, 40)]),
        (
            "spot: 0%",
            "types: [c7i.large, c7i.2xlarge], weights: {c7i.large: 1, c7i.2xlarge: 3}}",
            [("c7i.2xlarge", False, 7, 56)],
        ),
        ("spot: 0%", "attributes: {vcpus: [4, 8], memory_gib: [8, 16]}}", [("any of 4 to 8 vCPUs", False, 20, 160)]),
    ],
)
def test_a_fleet_asks_for_what_it_may_buy_in_each_way(loaded, more, types, expected):
    said = "".join(f"        {each}\n" for each in more.split(", ") if each)
    capacity = f"        capacity: {{autoscaled: {{min: 2, max: 20}}}}\n{said}"
    calendar = event_calendar(loaded({FIXED: capacity, TYPES: types, WORKLOADS: EVENT + WORKLOADS}))
    asked = [part for quota in calendar["quotas"] for part in quota["of"] if part["name"] == "transcoder"]
    found = [(part["type"], part["spot"], part["most"], part["vcpus"]) for part in asked]
    assert sorted(found, key=lambda part: part[1]) == expected
