"""Shares of a name's traffic in percent, as the weights of records, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, TypeVar

from ..errors import ArgumentFault, shown

WHOLE: Final = 100
"""All of a name's answers, in percent: within what a record of Route 53 takes, 0 to 255, and an address of GTM, to 100.

Source: docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-weighted.html.
"""

K = TypeVar("K")


def weight_faults(weights: Mapping[str, int], field: str = "weights") -> Iterator[ArgumentFault]:
    """What is wrong with the shares of a name's sites.

    Args:
        weights: by site, in percent.
        field: the field that the faults name; one share is `weights.<site>`.
    """
    broken = False
    for site, weight in weights.items():
        if not 0 <= weight <= WHOLE:
            broken = True
            yield ArgumentFault(f"{field}.{site}", shown(weight), f"a share of 0 to {WHOLE}", "write the share in percent")
    total = sum(weights.values())
    if broken or total == WHOLE:
        return
    if total == 0:
        yield ArgumentFault(field, "shares of 0 in sum", f"shares that sum to {WHOLE}", "give one of them a share at least")
        return
    missing = WHOLE - total
    fix = f"raise one by {missing}" if missing > 0 else f"lower one by {-missing}"
    yield ArgumentFault(field, f"shares of {total} in sum", f"shares that sum to {WHOLE}", fix)


def shares(weights: Mapping[K, int]) -> dict[K, Fraction]:
    """What part of the answers each gets: none at a weight of 0 while another has more, each as many where all have 0."""
    total = sum(weights.values())
    if total == 0:
        return {each: Fraction(1, len(weights)) for each in weights}
    return {each: Fraction(weight, total) for each, weight in weights.items()}
