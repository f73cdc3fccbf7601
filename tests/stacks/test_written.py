"""Scalars that YAML 1.1 bends: the fix is what the field can hold, not the bent text in quotes."""

from __future__ import annotations

import pytest

ALIKE = "expected a value that every YAML reads alike"
PROTECTION = "    tier: staging"
MOST = "min: 2, max: 6"
AT = "28:45 clusters.main.pools.general.capacity.autoscaled.max"


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", "true"), ("On", "true"), ("y", "true"), ("no", "false"), ("OFF", "false"), ("N", "false")]
)
def test_a_boolean_of_yaml_1_1_where_a_boolean_belongs(faults, text, meant):
    assert faults({PROTECTION: f"{PROTECTION}\n    deletion_protection: {text}"}) == [
        f"4:5 deletion_protection: {text} without quotes, {ALIKE}; fix: write {meant}"
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1_2", "12"),
        ("012", "10"),
        ("0x10", "16"),
        ("08", "8"),
        ("1e1", "10"),
        (".inf", "a whole number"),
        ("1e23", "a whole number"),
    ],
)
def test_a_number_that_yaml_1_1_reads_otherwise_where_a_whole_number_belongs(faults, text, meant):
    assert faults({MOST: f"min: 2, max: {text}"}) == [f"{AT}: {text} without quotes, {ALIKE}; fix: write {meant}"]


@pytest.mark.parametrize("text", ["yes", "1:30", "2_x"])
def test_what_is_no_number_where_a_whole_number_belongs(faults, text):
    assert faults({MOST: f"min: 2, max: {text}"}) == [f'{AT}: "{text}", expected a whole number; fix: write a number']


def test_what_is_no_boolean_where_a_boolean_belongs(faults):
    assert faults({PROTECTION: f"{PROTECTION}\n    deletion_protection: 1_2"}) == [
        "4:5 deletion_protection: 12, expected true or false; fix: write true or false"
    ]
