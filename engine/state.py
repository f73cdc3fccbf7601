"""One stack's state, open for a run or for a look.

The state file is written whole; what a run does in between is in the journal, which the next run folds in.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import deployment, integrity, journal
from .backups import Backups
from .checksums import checksum_of, sealed
from .deployment import PendingOperation, Snapshot, StateError
from .files import write_whole
from .ledger import Edit, Ledger
from .lock import Lock
from .normalizing import normalize
from .resource import Resource
from .sealing import Sealed
from .secrets import Keyring


class StackState:
    """One stack's state, open for a run; close it, or use it as a context manager.

    Every change is in the journal before the call returns, so that a run may be killed at any moment: the next one finds what had
    been done, and what had begun (`snapshot.pending_operations`, with the operation ids that the providers were told). A power cut
    takes nothing of it once `sync` has returned.

    Args:
        path: the files' path, without a suffix.
        keyring: opens and seals what is secret.
        backups: where the state goes before it is overwritten.
        config_salt: the `encryptionsalt` of the stack's file.
        read_only: take no lock and write nothing.
        verified: refuse a state that was changed by hand or does not hold together; what is saved has to hold together anyway.
    """

    def __init__(
        self,
        path: Path,
        keyring: Keyring | Sealed,
        *,
        backups: Backups,
        config_salt: str,
        read_only: bool,
        verified: bool = True,
    ) -> None:
        self._path = path.with_name(f"{path.name}.json")
        self._journal_path = path.with_name(f"{path.name}.journal")
        self._keyring = keyring
        self._backups = backups
        self._backed_up = False
        self._config_salt = config_salt
        self._verified = verified
        self._lock = None if read_only else Lock(path.with_name(f"{path.name}.lock"))
        self.notices: list[str] = []
        """What a person should know: a lock that a dead run had left, operations that were cut off."""
        if self._lock is not None and (dead := self._lock.acquire()) is not None:
            held = f"{dead.owner} (pid {dead.pid}), held since {dead.time}"
            self.notices.append(f"took over the lock of {held}: that process has ended without giving it back")
        try:
            self.snapshot = self._load()
        except BaseException:  # whatever it is: nobody has the state yet that could give the lock back
            self.close()
            raise

    def _load(self) -> Snapshot:
        written = self._path.exists()
        source = self._path.read_bytes() if written else b""
        told, base = checksum_of(source)
        if self._verified and told and told != base:
            raise StateError(self._edited(source, told, base))
        try:
            data = _parse(source) if written else {}
            prior = deployment.from_json(data, self._decrypter) if written else Snapshot()
            replayed = journal.replay(self._journal_path, base, data.get("after", ""), prior, self._decrypter)
            snapshot = prior if replayed is None else replace(replayed, resources=normalize(replayed.resources))
            if self._verified:
                integrity.verify(snapshot.resources)
        except StateError as error:
            raise StateError(f"{self._path}: {error}{self._last_backup()}") from error
        self._rebase(base, snapshot)
        if replayed is not None:
            self.notices.append("an earlier run was cut off; what it had done is kept")
        if self._verified and self._lock is not None and self._journal_path.exists():
            self.save()
        return snapshot

    def _edited(self, source: bytes, told: str, found: str) -> str:
        given = f"the state {self._path} is not as it was written: its checksum is sha256:{found}, expected sha256:{told}"
        try:
            json.loads(source)
        except ValueError as error:
            return f"{given}, and it is no JSON: {error}{self._last_backup()}"
        way = f"fix: if it was edited on purpose, take it as it is with `nusa stack import --file {self._path}`"
        return f"{given}\n{way}{self._last_backup()}"

    def _last_backup(self) -> str:
        last = next(iter(self._backups.all()), None)
        if last is None:
            return "\nfix: give `nusa stack import` a deployment that was exported; there is no backup yet"
        return f"\nfix: go back to the last backup with `nusa stack import --file {last}`"

    def _decrypter(self, salt: str) -> deployment.Crypt:
        return self._keyring.reader(salt).decrypt

    def _rebase(self, base: str, snapshot: Snapshot) -> None:
        self._base = base
        self._ledger = Ledger(snapshot)
        self._crypter = self._keyring.writer(config_salt=self._config_salt, state_salt=snapshot.salt)
        self._journal = journal.Journal(self._journal_path, base, self._ledger, self._crypter)

    def begin(self, type_: str, resource: Resource, operation_id: str = "") -> str:
        """Write down that an operation begins; `sync` before its provider is called.

        Args:
            type_: creating, updating, deleting, reading or importing.
            resource: what the provider is given.
            operation_id: that of a pending operation which is now tried again; a new one by default.

        Returns:
            The operation's id, which the provider is told.

        Raises:
            StateError: the journal cannot be written; so it is with `end`, `record` and `sync`.
        """
        operation_id = operation_id or uuid.uuid4().hex
        self._journal.begin(PendingOperation(resource, type_, operation_id))
        return operation_id

    def end(self, operation_id: str, *edits: Edit) -> None:
        """Write down what an operation has done; nothing where it has failed without a trace."""
        self._journal.end(operation_id, edits)

    def record(self, *edits: Edit) -> None:
        """Write down edits that no provider was called for."""
        self._journal.record(edits)

    def sync(self) -> None:
        """Make everything that was written down so far durable."""
        self._journal.sync()

    def holds(self, resource: Resource) -> bool:
        """Whether a resource, this very object, is an entry of the state as it now stands."""
        return resource in self._ledger

    def current(self) -> Snapshot:
        """The state as it now stands."""
        return self._ledger.snapshot()

    def save(self, snapshot: Snapshot | None = None) -> None:
        """Write the state whole, and begin the journal anew.

        Args:
            snapshot: what to write; by default the state as it now stands.

        Raises:
            StateError: it does not hold together; the state and the journal so far stay as they are.
        """
        snapshot = replace(self.current() if snapshot is None else snapshot, written=deployment.now())
        integrity.verify(snapshot.resources)
        data = deployment.to_json(snapshot, self._crypter)
        begin, rest, checksum = sealed(deployment.text_of({"after": self._base, **data}))
        if not self._backed_up:
            self._backups.keep(self._path)
            self._backed_up = True
        write_whole(self._path, begin, rest)
        self._journal.close()
        self._journal_path.unlink(missing_ok=True)
        if "secrets_providers" in data["deployment"]:
            snapshot.salt = self._crypter.salt
        self._rebase(checksum, snapshot)
        self.snapshot = snapshot

    def close(self) -> None:
        """Give the lock back. What was not saved stays in the journal."""
        if hasattr(self, "_journal"):
            self._journal.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _parse(source: bytes) -> Any:
    try:
        return json.loads(source)
    except (ValueError, RecursionError) as error:
        raise StateError(f"the state is no JSON: {error}") from error
