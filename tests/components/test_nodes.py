"""How much a node has by its type's name, and how much a pod asks for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from components.nodes import Amount, asked, largest


def test_memory_is_counted_in_gib():
    assert asked("250m", "512Mi") == Amount(Fraction(1, 4), Fraction(1, 2))


@pytest.mark.parametrize(
    ("cloud", "types", "cpu", "memory"),
    [
        ("aws", ["m7i.2xlarge"], 8, 32),
        ("aws", ["c7g.xlarge", "m7i-flex.large"], 4, 8),
        ("aws", ["r6a.4xlarge"], 16, 128),
        ("aws", ["c5n.2xlarge"], 8, 21),
        ("aws", ["t3.medium"], 2, 4),
        ("aws", ["m7i.large", "x2iedn.xlarge"], 4, 128),
        ("aws", ["m7i.large", "m99i.xlarge"], 4, None),
        ("aws", ["m7i.large", "m99i.metal"], None, None),
        ("aws", [], None, None),
        ("alicloud", ["ecs.g7.2xlarge"], 8, 32),
        ("alicloud", ["ecs.c7.large", "ecs.r7.large"], 2, 16),
        ("alicloud", ["ecs.gn7i-c8g1.2xlarge"], 8, None),
    ],
)
def test_the_largest_of_types(cloud, types, cpu, memory):
    assert largest(cloud, types) == (cpu, memory)
