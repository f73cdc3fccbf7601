"""What one operation sees of the store and does to it, within one SQLite transaction."""

# ruff: noqa: A002  columns are named in the field's own words
from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import paths
from .rules import Cloud, Place, Reference
from .store import Store, dumps
from .values import Properties, Secret, plain

_ZONES = ("availabilityZone", "zoneId")
_SUBNETS = ("subnetId", "vswitchId")
"""Inputs that name one zone, and one subnet, which lies in a zone."""
_COLUMNS = "number, type, id, urn, inputs, outputs"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object's row; secrets in `inputs` and `outputs` are sealed."""

    number: int
    type: str
    id: str
    urn: str
    inputs: Properties
    outputs: Properties


@dataclass(frozen=True, slots=True)
class Made:
    """What names a new object."""

    type: str
    id: str
    urn: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """That an object points to another through one of its inputs; while it `holds`, the other cannot be deleted."""

    target: int
    path: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The addresses, from the first to the last, that an object takes out of another."""

    owner: int
    type: str
    first: int
    last: int


class Transaction:
    """The rows of one cloud, within an open transaction of a `Store`."""

    def __init__(self, connection: sqlite3.Connection, store: Store, cloud: Cloud) -> None:
        self._connection, self._store, self._cloud = connection, store, cloud

    def region_of(self, type: str, place: Place) -> str:
        """The region column of an object of this type: empty for a global service."""
        rule = self._cloud.rules.get(type)
        return "" if rule is not None and rule.everywhere else place.region

    def _select(self, where: str, arguments: Iterable[Any]) -> list[Stored]:
        query = f"SELECT {_COLUMNS} FROM objects WHERE {where} ORDER BY number"  # noqa: S608 - `where` is this module's own text
        rows = self._connection.execute(query, tuple(arguments))
        return [Stored(*row, _loaded(inputs), _loaded(outputs)) for *row, inputs, outputs in rows]

    def get(self, place: Place, type: str, id: str) -> Stored | None:
        """The object with this id, if the place holds it."""
        where = "cloud = ? AND account = ? AND region = ? AND type = ? AND id = ?"
        found = self._select(where, (self._cloud.package, place.account, self.region_of(type, place), type, id))
        return found[0] if found else None

    def find(
        self, place: Place, type: str, equal: Mapping[str, Any], *, anywhere: bool = False, abroad: bool = False
    ) -> list[Stored]:
        """The objects of a type, or of every type for "", whose outputs at the given paths have the given values."""
        where = "cloud = ?"
        arguments: list[Any] = [self._cloud.package]
        if not abroad:
            where += " AND account = ?"
            arguments.append(place.account)
        if not anywhere and not abroad:
            where += " AND region = ?"
            arguments.append(self.region_of(type, place))
        if type:
            where += " AND type = ?"
            arguments.append(type)
        for path, value in equal.items():
            if path == "id":
                where += " AND id = ?"
                arguments.append(value)
                continue
            clear = int(value) if isinstance(value, bool) else value
            where += " AND json_extract(outputs, ?) IN (?, ?)"
            arguments += [_json_path(path), clear, self._store.seal(Secret(value))]
        return self._select(where, arguments)

    def target(self, place: Place, reference: Reference, value: Any) -> Stored | None:
        """The object that a reference with this value points to."""
        for type_, path in reference.targets:
            found = self.find(place, type_, {path: value}, anywhere=reference.anywhere, abroad=reference.abroad)
            if found:
                return found[0]
        return None

    def missing(self, reference: Reference, shown: str) -> str:
        """What the cloud says of a reference to an object that it does not hold."""
        type_, _ = reference.targets[0]
        rule = self._cloud.rules.get(type_) or (self._cloud.rule_of(type_) if self._cloud.rule_of else None)
        template = rule.not_found if rule is not None else "NotFound: {type} '{id}' does not exist"
        return template.replace("{id}", shown).replace("{type}", type_)

    def users(self, place: Place, type: str, id: str, *, by: str = "", path: str = "", holding: bool = False) -> list[Stored]:
        """The objects that point to this one: of the type `by` and through `path` where given, those that hold it where asked."""
        target = self.get(place, type, id)
        return [] if target is None else self.pointing(target.number, by=by, path=path, holding=holding)

    def pointing(self, number: int, *, by: str = "", path: str = "", holding: bool = False) -> list[Stored]:
        """As `users`, of the object in this row, wherever it lives."""
        where = "number IN (SELECT source FROM pointers WHERE target = ?"
        arguments: list[Any] = [number]
        if path:
            where += " AND path = ?"
            arguments.append(path)
        if holding:
            where += " AND holds"
        where += ") AND number != ?"
        arguments.append(number)
        if by:
            where += " AND type = ?"
            arguments.append(by)
        return self._select(where, arguments)

    def hosting(self, place: Place) -> list[Stored]:
        """The objects of other clouds that a place of this one runs in."""
        found = hosts_of(self._connection, self._cloud.hosts, place.region)
        return [
            each
            for host in found
            for each in self._select("cloud = ? AND region = ? AND id = ?", host)
            if each.type in self._cloud.hosts
        ]

    def beside(self, place: Place) -> list[Stored]:
        """The objects that point to what a place runs in."""
        query = "number IN (SELECT source FROM pointers WHERE target = ?)"
        return [each for host in self.hosting(place) for each in self._select(query, (host.number,))]

    def count(self, target: int, type: str, path: str) -> int:
        """How many objects of a type point to the object of this number through `path`."""
        query = "SELECT count(*) FROM pointers JOIN objects ON number = source WHERE target = ? AND path = ? AND type = ?"
        ((found,),) = self._connection.execute(query, (target, path, type))
        return found

    def overlapped(self, taken: Taken, number: int) -> str | None:
        """The id of another object that took some of these addresses; `number` is the row of the one that takes them."""
        # Those that are there do not overlap, so only the one that begins last before the end of these can.
        query = """
            SELECT id, last FROM blocks JOIN objects ON number = object
            WHERE owner = ? AND blocks.type = ? AND first <= ? AND object != ? ORDER BY first DESC LIMIT 1
        """
        found = self._connection.execute(query, (taken.owner, taken.type, taken.last, number)).fetchone()
        return found[0] if found is not None and found[1] >= taken.first else None

    def take(self, number: int, taken: Taken | None) -> None:
        """Keep what addresses an object takes, which may be none."""
        self._connection.execute("DELETE FROM blocks WHERE object = ?", (number,))
        if taken is not None:
            row = (number, taken.owner, taken.type, taken.first, taken.last)
            self._connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?)", row)

    def made_by(self, operation: str) -> Stored | None:
        """The object that an operation made, if it did and the object still exists."""
        found = self._select("number = (SELECT object FROM operations WHERE id = ?)", (operation,))
        return found[0] if found else None

    def add(self, place: Place, made: Made, inputs: Properties, outputs: Properties, operation: str) -> int:
        """Keep a new object, and the operation that made it; the number of its row."""
        sealed = dumps(self._store.seal(inputs)), dumps(self._store.seal(outputs))
        names = (self.region_of(made.type, place), made.type, made.id, made.urn)
        cursor = self._connection.execute(
            "INSERT INTO objects (cloud, account, region, type, id, urn, inputs, outputs) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._cloud.package, place.account, *names, *sealed),
        )
        number = cursor.lastrowid
        if number is None:
            raise sqlite3.IntegrityError("the row of a new object has no number")
        if operation:
            self._connection.execute("INSERT OR REPLACE INTO operations VALUES (?, ?)", (operation, number))
        return number

    def change(self, number: int, id: str, inputs: Properties, outputs: Properties) -> None:
        """Keep what an update made of an object."""
        sealed = dumps(self._store.seal(inputs)), dumps(self._store.seal(outputs))
        self._connection.execute("UPDATE objects SET id = ?, inputs = ?, outputs = ? WHERE number = ?", (id, *sealed, number))

    def point(self, number: int, pointers: Iterable[Pointer]) -> None:
        """Make the object point to these, and to nothing else."""
        self._connection.execute("DELETE FROM pointers WHERE source = ?", (number,))
        rows = [(number, p.target, p.path, p.holds) for p in pointers]
        self._connection.executemany("INSERT INTO pointers VALUES (?, ?, ?, ?)", rows)

    def remove(self, number: int) -> None:
        """Forget an object."""
        self._connection.execute("DELETE FROM objects WHERE number = ?", (number,))

    def failing(self, place: Place, properties: Properties | None = None) -> str | None:
        """What a fault by script makes fail of a place: its region, or the zone that an object lies in; None where it answers.

        This cloud may fail, this region of it, or a cloud that hosts it.

        Args:
            place: where a call goes.
            properties: the inputs or outputs of the object that it is about; nothing is asked of zones without.
        """
        faults = self._faults()
        if not faults:
            return None
        if self._down(place.region, faults):
            return place.region
        return next((zone for zone in self._zones(place, properties or {}) if (self._cloud.package, zone) in faults), None)

    def out_of_reach(self) -> Iterator[str]:
        """For each object that no call reaches, the URN of what made it."""
        faults = self._faults()
        if not faults:
            return
        package, down = self._cloud.package, dict[str, bool]()
        rows = self._connection.execute("SELECT account, region, urn, outputs FROM objects WHERE cloud = ?", (package,)).fetchall()
        for account, region, urn, outputs in rows:
            if region not in down:
                down[region] = self._down(region, faults)
            zones = () if down[region] else self._zones(Place(account, region), _loaded(outputs))
            if down[region] or any((package, zone) in faults for zone in zones):
                yield urn

    def _faults(self) -> set[tuple[str, str]]:
        return {(cloud, where) for cloud, where in self._connection.execute("SELECT cloud, region FROM faults")}

    def _down(self, region: str, faults: set[tuple[str, str]]) -> bool:
        package = self._cloud.package
        places = {(package, ""), (package, region)}
        for cloud, where, name in hosts_of(self._connection, self._cloud.hosts, region):
            places |= {(cloud, ""), (cloud, where), (package, name)}
        return bool(faults & places)

    def _zones(self, place: Place, properties: Properties) -> Iterator[str]:
        """The zone that an object lies in, as it says itself or as its subnet does; none of one that spans several."""
        yield from _named_in(properties)
        for path in _SUBNETS:
            if isinstance(identity := plain(properties.get(path)), str):
                for subnet in self.find(place, "", {"id": identity}):
                    yield from _named_in(subnet.outputs)


def hosts_of(connection: sqlite3.Connection, types: tuple[str, ...], place: str) -> list[tuple[str, str, str]]:
    """(cloud, region, id) of the objects that host a place, as clusters do: it is named as one of them, or as an output of one."""
    query = f"""
        SELECT cloud, region, id FROM objects
        WHERE type IN ({", ".join("?" * len(types))}) AND (id = ? OR instr(outputs, ?)) ORDER BY number
    """  # noqa: S608 - question marks alone are put in
    return connection.execute(query, (*types, place, json.dumps(place))).fetchall() if types else []


@lru_cache(maxsize=16384)
def _loaded(text: str) -> Properties:
    """A row's properties, which nobody changes; a network's subnets are read again for each of them."""
    return json.loads(text)


def _named_in(properties: Properties) -> Iterator[str]:
    yield from (zone for path in _ZONES if isinstance(zone := plain(properties.get(path)), str))


def _json_path(path: str) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f'."{re.sub(chr(34), "", step)}"' for step in paths.parse(path))
