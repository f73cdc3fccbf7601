"""What must hold between the secrets of a workload or job and the rest of its environment, read from raw data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from components.naming import Cloud
from components.secret_names import reader_name

from ..regions import CLOUDS, NAMES
from .placement import placed, selection
from .problems import Cursor, Problem, shown
from .values import NONE

_ISSUED: Final[Mapping[Cloud, str]] = {
    "aws": "External Secrets reads them as an account that the issuer vouches for, which Pod Identity cannot",
    "alicloud": "ack-secret-manager reads them as an account that the issuer vouches for",
}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that one of them breaks."""
    for kind in ("workloads", "jobs"):
        for name, owner in environment[kind].items():
            clouds = list(dict.fromkeys(cloud for _, cloud, _ in placed(environment, selection(environment, owner))))
            for called, secret in owner["secrets"].items():
                yield from _named(owner, called, secret)
                yield from _stored(secret, clouds)
            if owner["secrets"].value:
                yield from _issued(environment, owner, clouds)
                yield from _read(environment, name, owner)


def _named(owner: Cursor, called: str, secret: Cursor) -> Iterator[Problem]:
    """A file or a variable that something else is called too."""
    if secret["variable"].value is True:
        if not _VARIABLE.fullmatch(called):
            expected = "a variable's name: letters, digits and underscores, no digit first"
            yield secret.problem(f"the name {shown(called)}", expected, "rename it, or leave variable out")
        if called in dict(owner["environment"].items()):
            expected = "a variable that environment does not set"
            yield secret.problem(f"the variable {called}", expected, "take it out of one of the two")
    elif called in dict(owner["config"].items()):
        yield secret.problem(f"the file {called}", "a file that config does not have", "rename one of the two")


def _stored(secret: Cursor, clouds: list[Cloud]) -> Iterator[Problem]:
    """A secret without a name in the store of a cloud where it is needed, and names for clouds where nobody asks for it."""
    if not isinstance(secret.value, dict) or not clouds:
        return
    for cloud in CLOUDS:
        if cloud not in clouds and secret[cloud].value is not None:
            expected = f"none, since it does not run on {NAMES[cloud]}"
            yield secret[cloud].problem(f"what is for {NAMES[cloud]} alone", expected, "remove it")
    lacking = [cloud for cloud in clouds if secret[cloud].value is None and secret["key"].value is None]
    for cloud in lacking:
        fix = f"write key: for both, or {cloud}: its name there, or {cloud}: none"
        yield secret.problem("no name", f"one in the store of {NAMES[cloud]}, where it runs", fix)
    if all(secret[cloud].value == NONE for cloud in clouds):
        yield secret.problem("no name", "one in the store of a cloud where it runs", "remove it")
    elif not lacking and secret["key"].value is not None and all(secret[cloud].value is not None for cloud in clouds):
        expected = "none, since every cloud where it runs is told its own"
        yield secret["key"].problem("a name for both", expected, "remove it")


def _issued(environment: Cursor, owner: Cursor, clouds: list[Cloud]) -> Iterator[Problem]:
    """Secrets in a cluster without an issuer, whose accounts nobody can read as."""
    cluster = owner["cluster"].text or ""
    if environment["clusters"][cluster]["issuer"].value is False:
        for cloud in clouds:
            expected = f"none in {cluster}, which has no OIDC issuer: {_ISSUED[cloud]}"
            yield owner["secrets"].problem("secrets", expected, f"write issuer: true for {cluster}")


def _read(environment: Cursor, name: str, owner: Cursor) -> Iterator[Problem]:
    """Something else that is called as the account that reads them."""
    for kind in ("workloads", "jobs"):
        other = environment[kind][reader_name(name)]
        if other.value is not None and other["cluster"].text == owner["cluster"].text:
            expected = f"another name: the account that reads the secrets of {name} has this one"
            yield other.problem(f"the name {shown(reader_name(name))}", expected, "rename it")
