"""What an environment needs at most, by the quotas that count it."""

from __future__ import annotations

import pytest

from stacks.quotas import quotas
from tests.stacks.test_event_faults import SCALED, environment


@pytest.fixture
def asked(loaded):
    """By code, or the text for what nobody knows: the vCPUs, and the machines of the fleet."""

    def found(machines: str) -> dict[str, tuple[int, list[tuple[int, str]]]]:
        edits = {**environment(SALE, fleet=SCALED), "types: [c7i.large]}": f"{machines}}}"}
        told = quotas(loaded(edits).environment)
        return {
            each["code"] or "unknown": (
                sum(part["vcpus"] or 0 for part in of),
                [(part["most"], part["type"]) for part in of],
            )
            for each in told
            if (of := [part for part in each["of"] if part["name"] == "transcoder"])
        }

    return found


SALE = 'time_zone: Asia/Jakarta, start: "2026-12-12 00:00", end: "2026-12-13 00:00", peak_factor: {transcoder: 2x}'


def test_each_class_is_asked_for_as_if_all_were_of_it(asked):
    assert asked("types: [c7i.large, g5.xlarge]") == {
        "L-1216C47A": (40, [(20, "c7i.large")]),
        "L-DB2E81BA": (80, [(20, "g5.xlarge")]),
    }


def test_what_is_described_by_attributes_has_no_class_yet(asked):
    assert asked("attributes: {vcpus: [4, 8], memory_gib: [8, 32]}") == {"unknown": (160, [(20, "any of 4 to 8 vCPUs")])}


def test_a_pool_per_zone_is_asked_for_in_each_zone(loaded):
    pool = "            capacity: {autoscaled: {min: 2, max: 6}}\n"
    told = quotas(loaded({pool: f"            per_zone: true\n{pool}"}).environment)
    most = {part["site"]: part["most"] for each in told for part in each["of"] if part["name"] == "main-general"}
    assert most == {"jakarta": 6, "batam": 6}, "3 on demand in each of two zones: half is bought on the spot market"
