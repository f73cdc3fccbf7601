"""The store of the simulated clouds: one SQLite file that every provider process shares.

The real engine starts a process for each provider instance, so the clouds cannot live in memory. Each operation is one short
transaction; a writer takes the lock when it begins (BEGIN IMMEDIATE), so what it checked still holds when it writes.

A secret is never stored in clear. Where an input or output is secret, the store holds a digest of it, under a key that is random in
each store: good for comparing, useless for reading back. The file is readable by its owner alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from .values import Properties, Secret, plain

SEAL: Final = "1b47061264138c4ac30d75fd1eb44270:"
"""What a sealed secret begins with: Pulumi's own mark of a secret, so no value of a program looks like it."""

WAIT: Final = 60.0
"""Seconds to wait for another process's transaction."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    cloud TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
    urn TEXT NOT NULL, inputs TEXT NOT NULL, outputs TEXT NOT NULL,
    UNIQUE (cloud, account, region, type, id));
CREATE TABLE IF NOT EXISTS pointers (
    source INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    path TEXT NOT NULL, holds INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS pointers_by_target ON pointers (target, path);
CREATE INDEX IF NOT EXISTS pointers_by_source ON pointers (source);
CREATE TABLE IF NOT EXISTS blocks (
    object INTEGER PRIMARY KEY REFERENCES objects ON DELETE CASCADE,
    owner INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    type TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS blocks_by_owner ON blocks (owner, type, first);
CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS faults (cloud TEXT NOT NULL, region TEXT NOT NULL, PRIMARY KEY (cloud, region));
CREATE TABLE IF NOT EXISTS chances (
    cloud TEXT NOT NULL, region TEXT NOT NULL, rate REAL NOT NULL, seed TEXT NOT NULL, drawn INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cloud, region));
"""


class Store:
    """The file, and this process's connection to it; made when it is first needed, so that a preview leaves nothing behind.

    Args:
        path: of the SQLite file; its folder is made with the first write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._key = b""

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """A transaction that may write; it is undone when the block raises."""
        with self._lock:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:  # a cancellation too: the next transaction would find this one open
                if connection.in_transaction:  # SQLite itself has ended it where the disk is full
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """A transaction that only reads; where there is no file yet, the clouds are empty and none is made."""
        with self._lock:
            if not self.path.exists():
                with _open(":memory:") as empty:
                    yield empty
                empty.close()
                return
            connection = self._connect()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    def seal(self, value: Any) -> Any:
        """The value as it may be stored: each secret inside it as a digest."""
        if isinstance(value, Secret):
            text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"))
            return SEAL + hashlib.blake2b(text.encode(), key=self._key, digest_size=24).hexdigest()
        if isinstance(value, dict):
            return {key: self.seal(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.seal(item) for item in value]
        return value

    def close(self) -> None:
        """End this process's connection; the next use opens another."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _connect(self) -> sqlite3.Connection:
        # A connection must not be used on both sides of a fork: the child opens its own.
        if self._connection is None or self._process != os.getpid() or not self.path.exists():
            self.close()
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):  # closing it would take the locks of this process's other connections
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._connection, self._process = _open(str(self.path)), os.getpid()
            self._key = _key(self._connection)
        return self._connection


@lru_cache(maxsize=64)
def store_at(path: Path) -> Store:
    """The process's one store at an absolute path, so that its providers share a connection instead of waiting for each other."""
    return Store(path)


def unseal(stored: Any, known: Any) -> Any:
    """What is stored, its secrets taken from `known`; those it lacks are left out, for a cloud tells no secret either."""
    if isinstance(stored, str) and stored.startswith(SEAL):
        return known if known is None or isinstance(known, Secret) else Secret(known)
    known = known.value if isinstance(known, Secret) else known
    if isinstance(stored, dict):
        there = known if isinstance(known, dict) else {}
        opened = {key: unseal(item, there.get(key)) for key, item in stored.items()}
        return {key: item for key, item in opened.items() if item is not None or stored[key] is None}
    if isinstance(stored, list):
        there_list = known if isinstance(known, list) and len(known) == len(stored) else [None] * len(stored)
        return [unseal(item, other) for item, other in zip(stored, there_list, strict=True)]
    return stored


def dumps(properties: Properties) -> str:
    """Properties, sealed already, as the text a row holds."""
    return json.dumps(properties, separators=(",", ":"))


def _open(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=WAIT, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.executescript(_SCHEMA)
    return connection


def _key(connection: sqlite3.Connection) -> bytes:
    connection.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", (secrets.token_hex(32),))
    ((key,),) = connection.execute("SELECT value FROM meta WHERE name = 'key'")
    return bytes.fromhex(key)
