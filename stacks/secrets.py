"""From what an environment says of secrets to the arguments of components; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from components import contracts
from components.naming import Cloud

from .environment.problems import Steps
from .environment.secret import Reference, reference
from .environment.workload import Pods

READER = contracts.Reader(annotations={}, region="")
"""Stands for who reads secrets, before it is there."""


def secrets(told: Pods, cloud: Cloud) -> dict[str, contracts.Secret]:
    """What a workload or job reads of a cloud's store, by the names of files and variables."""
    return {name: _secret(told, name, found) for name, found in _found(told, cloud)}


def reads(told: Pods, cloud: Cloud) -> bool:
    """Whether a workload or job reads anything of a cloud's store."""
    return any(True for _ in _found(told, cloud))


def secret_parts(told: Pods, cloud: Cloud) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """Each secret as a call that makes it, with its place below the workload's or job's."""
    for name, found in _found(told, cloud):
        yield ("secrets", name, *found.told), lambda name=name, found=found: _secret(told, name, found)


def _found(told: Pods, cloud: Cloud) -> Iterator[tuple[str, Reference]]:
    for name, each in told.secrets.items():
        if (found := reference(each, cloud)) is not None:
            yield name, found


def _secret(told: Pods, name: str, found: Reference) -> contracts.Secret:
    each = told.secrets[name]
    variable = not isinstance(each, str) and each.variable
    return contracts.Secret(key=found.key, property=found.property, stage=found.stage, version=found.version, variable=variable)
