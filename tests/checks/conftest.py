"""Plans made by hand: a site with a network on AWS, told something before and something now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from checks.plan import ENVIRONMENT, SITE, Cause, Change, Component, Kind, Plan

PREFIX = "urn:pulumi:dev::shop::"
ROOT, SITE_URN = f"{PREFIX}{ENVIRONMENT}::dev", f"{PREFIX}{ENVIRONMENT}${SITE}::jakarta"
NETWORK = "nusantara:aws:Network"
NETWORK_URN = f"{PREFIX}{ENVIRONMENT}${SITE}${NETWORK}::jakarta"
TOLD = {"zones": ["a", "b", "c"], "nat": "per_zone", "tiers": {"cache": {"like": "data", "slot": 1}}, "nat_addresses": {}}


def urn_of(type_: str, name: str) -> str:
    return f"{PREFIX}{ENVIRONMENT}${SITE}${NETWORK}${type_}::{name}"


def lost(type_: str, name: str, *causes: Cause, known_as: str = "") -> Change:
    """An object of the network that is replaced, if an input forces it, or else deleted."""
    kind = Kind.REPLACED if causes else Kind.DELETED
    return Change(kind=kind, urn=urn_of(type_, name), parent=NETWORK_URN, causes=causes, id=known_as)


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """Makes a plan of changes and of what the network is told now; None for a site that is gone."""

    def made(
        *changes: Change, now: dict[str, Any] | None = TOLD, before: dict[str, Any] = TOLD, beside: Iterable[Component] = ()
    ) -> Plan:
        old = {"sites": {"jakarta": {"network": before}}}
        new = {"sites": {} if now is None else {"jakarta": {"network": now}}}
        components = (
            Component(urn=ROOT, old=old, new=new),
            Component(urn=SITE_URN, parent=ROOT, old={"network": before}, new=None if now is None else {"network": now}),
            Component(urn=NETWORK_URN, parent=SITE_URN, old=before, new=now),
            *beside,
        )
        return Plan(changes, {component.urn: component for component in components})

    return made
