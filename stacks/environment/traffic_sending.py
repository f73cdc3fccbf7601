"""What sends requests to a workload or a fleet, read from raw data that may be wrong anywhere: what floors of events go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from components.choices import Policy
from components.traffic.sending import Name
from components.traffic.weights import WHOLE

from .migration_rules import sent
from .problems import Cursor
from .traffic_rules import sites_of
from .values import NONE


def sending(environment: Cursor, to: str) -> Iterator[Name]:
    """The public names that lead to a workload or a fleet, as far as they can be read; of one that cannot its own rules tell."""
    for name, told in environment["traffic"].items():
        policy = next((each for each in get_args(Policy) if each == (told["policy"].text or "weighted")), None)
        weights = sent(environment, name, told)
        if told["to"].text == to and policy is not None and (policy != "weighted" or sum(weights.values()) == WHOLE):
            yield Name(
                sites=tuple(sites_of(environment, told)),
                policy=policy,
                weights=weights,
                primary=told["primary"].text,
                fallback=told["fallback"].text,
                drained=frozenset(each.text for each in told["drained"].each() if each.text is not None),
                watched=told["check"].text != NONE and told["failover"].text != "manual",
            )
