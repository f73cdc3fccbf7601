"""Amounts in Kubernetes' spelling."""

from __future__ import annotations

from fractions import Fraction

import pytest

from components.quantities import quantity


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2", 2),
        ("250m", Fraction(1, 4)),
        ("1.5", Fraction(3, 2)),
        ("512Mi", 2**29),
        ("1Gi", 2**30),
        ("1G", 10**9),
        ("3k", 3000),
        ("1e3", 1000),
        ("-.5", Fraction(-1, 2)),
        (2, 2),
    ],
)
def test_amounts_in_kubernetes_spelling(text, amount):
    assert quantity(text) == amount


@pytest.mark.parametrize("text", ["", "lots", "1 Gi", "1gi", "1.2.3", "m", "1Kib"])
def test_what_is_none(text):
    assert quantity(text) is None
