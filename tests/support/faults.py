"""What arguments that cannot be are refused with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from components.errors import ArgumentsError
from tests.support.clouds import Cloud
from tests.support.mocks import record


def faults_of(make: Callable[..., Any], **arguments: Any) -> list[str]:
    """Every fault, a line each."""
    with pytest.raises(ArgumentsError) as raised:
        make(**arguments)
    return str(raised.value).splitlines()


def fields_of(faults: Iterable[str]) -> list[str]:
    """The fields that faults are about, without the class."""
    return [fault.split(":")[0].partition(".")[2] for fault in faults]


def fleet_faults(cloud: Cloud, **changes: Any) -> list[str]:
    """The faults of a fleet's arguments, made inside a program since a fleet needs a network."""
    found: list[str] = []
    record(lambda: found.extend(faults_of(lambda: cloud.fleet_args(cloud.make_network(), **changes))))
    return found
