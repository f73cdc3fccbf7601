"""What only holds between the fields of an account, or between it and its cloud."""

from __future__ import annotations

from collections.abc import Iterator

from faults import nearest
from stacks.environment.problems import Cursor, Problem
from stacks.regions import CLOUDS, NAMES, OPT_IN, ZONES

_DIGITS = {"aws": 12, "alicloud": 16}


def problems(account: Cursor) -> Iterator[Problem]:
    """Everything that the model cannot say."""
    cloud = next((each for each in CLOUDS if each == account["cloud"].text), None)
    if cloud is None:
        return
    identity = account["id"]
    if identity.text is not None and not (identity.text.isdecimal() and len(identity.text) == _DIGITS[cloud]):
        yield identity.refused(f"the {_DIGITS[cloud]} digits of an account of {NAMES[cloud]}")
    for region in (account["region"], *account["regions"].each()):
        if region.text is not None and region.text not in ZONES[cloud]:
            near = nearest(region.text, ZONES[cloud])
            yield region.refused(f"a region of {NAMES[cloud]}", f"write {near}" if near else "")
    yield from _taken_twice(account)
    if cloud == "aws":
        yield from _theirs(account)


def _taken_twice(account: Cursor) -> Iterator[Problem]:
    """Roles are of one environment; where it names none, it has the usual one."""
    taken: dict[str, str] = {}
    for name, deployed in account["environments"].items():
        role = deployed["role"].text or "nusantara-deploy"
        first = taken.setdefault(role, name)
        if first != name:
            expected = f"another role than that of {first}"
            fix = "name a role, here and in the environment's file"
            yield Problem((*deployed.path, "role"), f'"{role}"', expected, fix)


def _theirs(account: Cursor) -> Iterator[Problem]:
    """A key takes administrators of its own account alone."""
    identity = account["id"].text
    if identity is None or len(identity) != _DIGITS["aws"]:
        return  # it is told of itself
    own = f"arn:aws:iam::{identity}:"
    for administrator in account["administrators"].each():
        arn = administrator.text
        if arn is not None and arn.startswith("arn:aws:iam::") and not arn.startswith(own):
            yield administrator.refused("a role or user of this account", f"write {own}role/…")
        elif arn is not None and (arn.endswith(":root") or "*" in arn):
            yield administrator.refused("one role or user by its whole ARN", f"write {own}role/…")


def opted(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Those regions that an account of AWS must ask for."""
    return tuple(region for region in regions if region in OPT_IN)
