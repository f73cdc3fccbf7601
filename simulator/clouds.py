"""The simulated clouds from outside: what they hold, and faults by script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .store import Store


@dataclass(frozen=True, slots=True)
class CloudObject:
    """One object that a simulated cloud holds; `region` is empty for a global service."""

    cloud: str
    account: str
    region: str
    type: str
    id: str
    urn: str


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
            return tuple(CloudObject(*row) for row in connection.execute(query))

    def fail(self, cloud: str, region: str | None = None) -> None:
        """Make every call of a cloud, or of one region of it, fail until it is healed; Check, Diff and previews need no call."""
        with self._store.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO faults VALUES (?, ?)", (cloud, region or ""))

    def heal(self, cloud: str | None = None, region: str | None = None) -> None:
        """End the faults of one region, of a whole cloud with its regions, or, without a cloud, all of them."""
        with self._store.writing() as connection:
            if cloud is None:
                connection.execute("DELETE FROM faults")
            elif region is None:
                connection.execute("DELETE FROM faults WHERE cloud = ?", (cloud,))
            else:
                connection.execute("DELETE FROM faults WHERE cloud = ? AND region = ?", (cloud, region))

    def failures(self) -> tuple[tuple[str, str | None], ...]:
        """The faults in force, as (cloud, region); a region of None is the whole cloud."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT cloud, region FROM faults ORDER BY cloud, region").fetchall()
        return tuple((cloud, region or None) for cloud, region in rows)

    def reset(self) -> None:
        """Empty the clouds and end every fault."""
        if not self._path.exists():
            return
        with self._store.writing() as connection:
            for name in ("pointers", "operations", "objects", "faults"):
                connection.execute(f"DELETE FROM {name}")  # noqa: S608 - the names stand above
