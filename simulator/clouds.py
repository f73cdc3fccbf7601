"""The simulated clouds from outside: what they hold, faults by script, and what is done to their objects by hand."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from . import drift
from .store import Store
from .transaction import Transaction, hosts_of


@dataclass(frozen=True, slots=True)
class CloudObject:
    """One object that a simulated cloud holds.

    Args:
        cloud: `aws`, `alicloud` or `kubernetes`.
        account: its number; empty for Kubernetes.
        region: empty for a global service; for Kubernetes, what identifies the cluster.
        type: its token.
        id: as the cloud knows it.
        urn: of the resource that made it.
        cluster: for Kubernetes, the name of the cluster it runs in, where a simulated cloud holds that.
    """

    cloud: str
    account: str
    region: str
    type: str
    id: str
    urn: str
    cluster: str = ""

    @property
    def name(self) -> str:
        """The name that the program gave the resource."""
        return self.urn.rsplit("::", 1)[-1]


def regions_of(cloud: str) -> tuple[str, ...]:
    """The regions that a simulated cloud knows; none for Kubernetes, whose clusters come and go."""
    if cloud == "aws":
        from .aws.regions import ZONES

        return tuple(ZONES)
    if cloud == "alicloud":
        from .alicloud.regions import REGIONS

        return tuple(REGIONS)
    return ()


def zones_of(cloud: str, region: str) -> tuple[str, ...]:
    """The zones of a region, by the cloud's own names; none where the cloud, or it, has no such region."""
    if cloud == "aws":
        from .aws.regions import zones

        return tuple(zones(region))
    if cloud == "alicloud":
        from .alicloud.regions import REGIONS

        return REGIONS[region].zones if region in REGIONS else ()
    return ()


class Clouds:
    """What the simulated clouds hold, and how to make them fail.

    Args:
        store: path of the SQLite file that the providers share; where there is none, the clouds are empty.
    """

    def __init__(self, store: Path) -> None:
        self._path = store
        self._store = Store(store)

    def list(self) -> tuple[CloudObject, ...]:
        """Every object, by cloud, account, region and type, in the order they were made."""
        query = "SELECT cloud, account, region, type, id, urn FROM objects ORDER BY cloud, account, region, type, number"
        with self._store.reading() as connection:
            found = [CloudObject(*row) for row in connection.execute(query)]
            clusters = _clusters(connection, {item.region for item in found if item.cloud == "kubernetes"})
        return tuple(replace(item, cluster=clusters.get(item.region, "")) if item.cloud == "kubernetes" else item for item in found)

    def fail(self, cloud: str, region: str | None = None) -> None:
        """Make every call of a cloud, or of one region of it, fail until it is healed; Check, Diff and previews need no call.

        A region of Kubernetes is a cluster, by its name or by what identifies it. In place of a region one zone of it may fail, by
        the cloud's name for it: then only calls about what lies in that zone alone do, such as its subnets and NAT gateways.
        """
        with self._store.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO faults VALUES (?, ?)", (cloud, region or ""))

    def unsettle(self, cloud: str, region: str | None = None, *, rate: float, seed: str) -> None:
        """Make a share of the calls of a cloud, or of one region of it, fail until it is healed.

        Args:
            cloud: `aws`, `alicloud` or `kubernetes`.
            region: all of them without.
            rate: the share, from 0 to 1.
            seed: decides which calls those are.
        """
        with self._store.writing() as connection:
            row = (cloud, region or "", rate, seed)
            connection.execute("INSERT OR REPLACE INTO chances (cloud, region, rate, seed) VALUES (?, ?, ?, ?)", row)

    def heal(self, cloud: str | None = None, region: str | None = None) -> int:
        """End the faults of one region, of a whole cloud with its regions, or, without a cloud, all of them; their number."""
        ended = 0
        with self._store.writing() as connection:
            for table in ("faults", "chances"):
                where, arguments = ("", ()) if cloud is None else (" WHERE cloud = ?", (cloud,))
                if cloud is not None and region is not None:
                    where, arguments = " WHERE cloud = ? AND region = ?", (cloud, region)
                ended += connection.execute(f"DELETE FROM {table}{where}", arguments).rowcount  # noqa: S608 - all of it stands above
        return ended

    def restore(self, cloud: str, where: str | None) -> None:
        """End one fault alone: of a region or a zone, or of a whole cloud, whose regions may have faults of their own."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM faults WHERE cloud = ? AND region = ?", (cloud, where or ""))

    def out_of_reach(self) -> Counter[str]:
        """How many objects no call reaches while the faults by script are in force, by the URNs of what made them."""
        found: Counter[str] = Counter()
        with self._store.reading() as connection:
            for (package,) in connection.execute("SELECT DISTINCT cloud FROM objects").fetchall():
                cloud = import_module(f"{__package__}.{package}.cloud").CLOUD
                found.update(Transaction(connection, self._store, cloud).out_of_reach())
        return found

    def failures(self) -> tuple[tuple[str, str | None], ...]:
        """The faults in force, as (cloud, region); a region of None is the whole cloud."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT cloud, region FROM faults ORDER BY cloud, region").fetchall()
        return tuple((cloud, region or None) for cloud, region in rows)

    def chances(self) -> tuple[tuple[str, str | None, float], ...]:
        """The faults at random, as (cloud, region, rate); a region of None is the whole cloud."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT cloud, region, rate FROM chances ORDER BY cloud, region").fetchall()
        return tuple((cloud, region or None, rate) for cloud, region, rate in rows)

    def change(self, which: str, values: Mapping[str, Any]) -> CloudObject:
        """Set properties of an object behind every program's back; None removes one.

        Args:
            which: its id, or the URN or the name of the resource that made it.
            values: what to set, by path.

        Raises:
            DriftError: there is not exactly one such object, or it has no such property.
        """
        return _told(drift.change(self._store, which, values))

    def delete(self, which: str) -> CloudObject:
        """Delete an object behind every program's back; `which` as for `change`.

        Raises:
            DriftError: there is not exactly one such object, or its cloud refuses.
        """
        return _told(drift.delete(self._store, which))

    def reset(self) -> None:
        """Empty the clouds and end every fault."""
        if not self._path.exists():
            return
        with self._store.writing() as connection:
            for name in ("pointers", "operations", "objects", "faults", "chances"):
                connection.execute(f"DELETE FROM {name}")  # noqa: S608 - the names stand above


def _told(found: drift.Found) -> CloudObject:
    return CloudObject(found.cloud, found.account, found.region, found.type, found.id, found.urn)


def _clusters(connection: sqlite3.Connection, places: set[str]) -> dict[str, str]:
    """The names of the clusters that places of Kubernetes are, as far as the simulated clouds hold them."""
    if not places:
        return {}
    from .kubernetes.cloud import CLOUD

    hosts = {place: hosts_of(connection, CLOUD.hosts, place) for place in places}
    return {place: found[0][2] for place, found in hosts.items() if found}
