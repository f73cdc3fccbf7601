"""What somebody does to the objects of the simulated clouds by hand, behind the back of every program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

from . import paths
from .call import Call, RefusedError
from .generic import rule_of
from .lifecycle import message
from .paths import Path, Step
from .rules import Cloud, Place, Rule
from .store import SEAL, Store, dumps
from .transaction import Transaction

_COLUMNS = "number, cloud, account, region, type, id, urn, inputs, outputs"


class DriftError(Exception):
    """It cannot be done to the object; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the store."""

    number: int
    cloud: str
    account: str
    region: str
    type: str
    id: str
    urn: str
    inputs: str
    outputs: str

    @property
    def rule(self) -> Rule:
        """How its type behaves: by the cloud's table, or by what the SDK says of it."""
        cloud = _cloud_of(self.cloud)
        known = cloud.rules.get(self.type) or (cloud.rule_of(self.type) if cloud.rule_of else None) if cloud else None
        return known or rule_of(self.type)


def change(store: Store, which: str, values: Mapping[str, Any]) -> Found:
    """Set properties of an object, as its cloud's console would.

    A property is set where the cloud keeps it: among the outputs, and among the inputs unless the cloud alone makes it.

    Args:
        store: where the objects are kept.
        which: the object's id, or the URN or the name of the resource that made it.
        values: what to set by path; None removes it.

    Returns:
        The object as it was.

    Raises:
        DriftError: there is not exactly one such object; a path leads nowhere, points to another object, or ends at a secret.
    """
    with store.writing() as connection:
        found = _only(connection, which)
        rule = found.rule
        made = {paths.parse(path)[0] for path in rule.computed}
        held = {paths.parse(path)[0] for path in rule.references}
        inputs, outputs = json.loads(found.inputs), json.loads(found.outputs)
        for text, value in values.items():
            path = _path(text)
            if path[0] in held:
                raise DriftError(f"{text} points to another object; expected a property of {found.id} itself")
            if path[0] not in made or path[0] in inputs:
                _put(inputs, path, value, text)
            _put(outputs, path, value, text)
        if rule.drifted is not None and (cloud := _cloud_of(found.cloud)) is not None:
            transaction, place = Transaction(connection, store, cloud), Place(found.account, found.region)
            call = Call(rule, found.urn, inputs, place, id=found.id, old=outputs, cloud=transaction)
            outputs = rule.drifted(call, outputs, [_path(text) for text in values])
        connection.execute(
            "UPDATE objects SET inputs = ?, outputs = ? WHERE number = ?", (dumps(inputs), dumps(outputs), found.number)
        )
    return found


def delete(store: Store, which: str) -> Found:
    """Delete an object, with whatever goes along with it.

    Args:
        store: where the objects are kept.
        which: as for `change`.

    Returns:
        The object as it was.

    Raises:
        DriftError: there is not exactly one such object, or its cloud would refuse: it is in use, or protected.
    """
    with store.writing() as connection:
        found = _only(connection, which)
        cloud, rule, inputs = _cloud_of(found.cloud), found.rule, json.loads(found.inputs)
        going = {found.number}
        if cloud is not None:
            place, transaction = Place(found.account, found.region), Transaction(connection, store, cloud)
            call = Call(rule, found.urn, inputs, place, id=found.id, old=json.loads(found.outputs), cloud=transaction)
            try:
                reasons = list(rule.keeps(call)) if rule.keeps else []
            except RefusedError as refusal:
                reasons = [str(refusal)]
            taken = [transaction.get(place, kind, id_) for kind, id_ in (rule.takes(call) if rule.takes else ())]
            going |= {stored.number for stored in taken if stored is not None}
            users = [user for user in transaction.users(place, found.type, found.id, holding=True) if user.number not in going]
            if users:
                shown = ", ".join(f"{user.type} {user.id}" for user in users[:3])
                reasons.append(f"{message(rule.in_use, rule, found.id, inputs)} (in use by {shown})")
            if reasons:
                raise DriftError("; ".join(reasons))
        connection.executemany("DELETE FROM objects WHERE number = ?", [(number,) for number in going])
    return found


def _cloud_of(package: str) -> Cloud | None:
    from . import PACKAGES

    return import_module(f".{package}.cloud", __package__).CLOUD if package in PACKAGES else None


def _only(connection: sqlite3.Connection, which: str) -> Found:
    query = f"SELECT {_COLUMNS} FROM objects WHERE id = ? OR urn = ? OR urn LIKE ? ESCAPE '!' ORDER BY number"  # noqa: S608 - this module's own text
    name = "".join(f"!{letter}" if letter in "!%_" else letter for letter in which)
    found = [Found(*row) for row in connection.execute(query, (which, which, f"%::{name}"))]
    exact = [row for row in found if which in (row.id, row.urn)] or found
    if len(exact) == 1:
        return exact[0]
    if not exact:
        raise DriftError(f"no object {which!r} in the simulated clouds, expected an id, a URN or a name; nusa clouds lists them")
    listed = "".join(f"\n  {row.type} {row.id}" for row in exact)
    raise DriftError(f"{which!r} may be any of these; name one by its id:{listed}")


def _path(text: str) -> Path:
    try:
        path = paths.parse(text)
    except ValueError as error:
        raise DriftError(str(error)) from error
    if not path or paths.EVERY in path or isinstance(path[0], int):
        raise DriftError(f"{text!r} is no single property, expected a path such as tags.owner or ports[0]")
    return path


def _put(root: dict[str, Any], path: Path, value: Any, text: str) -> None:
    """Set or remove the value at a path; objects on the way are made, lists are not made longer but by one."""
    node: Any = root
    for step, following in pairwise(path):
        node = _child(node, step, [] if isinstance(following, int) else {}, text)
    last = path[-1]
    if isinstance(node, dict) and isinstance(last, str):
        _refuse_secret(node.get(last), text)
        if value is None:
            node.pop(last, None)
        else:
            node[last] = value
    elif isinstance(node, list) and isinstance(last, int) and last <= len(node):
        _refuse_secret(node[last] if last < len(node) else None, text)
        node[last : last + 1] = [] if value is None else [value]
    else:
        raise DriftError(f"{text} leads nowhere in the object")


def _child(node: Any, step: Step, empty: Any, text: str) -> Any:
    if isinstance(node, dict) and isinstance(step, str):
        return node.setdefault(step, empty)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    raise DriftError(f"{text} leads nowhere in the object")


def _refuse_secret(value: Any, text: str) -> None:
    if isinstance(value, str) and value.startswith(SEAL):
        raise DriftError(f"{text} is secret: the simulated clouds keep a digest of it alone, which nobody could read back")
