"""Where states are kept: `.nusa/` beside Pulumi.yaml.

```
.nusa/passphrase                    the project's own passphrase, where the environment gives none
.nusa/stacks/<project>/<stack>.json     the state, as `pulumi stack import` reads it
.nusa/stacks/<project>/<stack>.journal  what a run has done since; gone when the run ends in order
.nusa/stacks/<project>/<stack>.lock     who is at work
```
Every file is readable by its owner alone, and a state is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from . import deployment, integrity, journal
from .deployment import PendingOperation, Snapshot, StateError
from .ledger import Edit, Ledger
from .lock import Lock
from .normalizing import normalize
from .resource import Resource
from .sealing import Sealed
from .secrets import Keyring

DIRECTORY: Final = ".nusa"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class Backend:
    """The states of one project.

    Args:
        root: the directory of Pulumi.yaml.
        project: the project's name.
        environment: where the passphrase is looked up; the process's own by default.
    """

    def __init__(self, root: Path, project: str, *, environment: Mapping[str, str] | None = None) -> None:
        self.directory = root / DIRECTORY
        self._stacks = self.directory / "stacks" / project
        self.keyring = Keyring(self.directory / "passphrase", environment)

    def stacks(self) -> list[str]:
        """The names of the stacks that have a state."""
        return sorted({path.stem for path in self._stacks.glob("*.json")} | {path.stem for path in self._stacks.glob("*.journal")})

    def open(self, stack: str, *, config_salt: str = "", read_only: bool = False) -> StackState:
        """Open a stack's state, with what a run that was cut off had done.

        Args:
            stack: the stack's name; it need not have a state yet.
            config_salt: the `encryptionsalt` of the stack's file.
            read_only: take no lock and write nothing, as a preview does.

        Raises:
            LockHeld: another run is at work on the stack.
            StateError: the state or its journal cannot be read, or does not hold together.
            SecretsError: no passphrase at hand decrypts the state's secrets.
        """
        if not read_only:
            self._prepare()
        return StackState(self._path(stack), stack, self.keyring, config_salt=config_salt, read_only=read_only)

    def look(self, stack: str) -> tuple[Snapshot, Sealed]:
        """A stack's state with its secrets sealed, which needs no passphrase and no lock; and what they are sealed with.

        Raises:
            StateError: the state or its journal cannot be read, or does not hold together.
        """
        sealed = Sealed()
        with StackState(self._path(stack), stack, sealed, config_salt="", read_only=True) as state:
            return state.snapshot, sealed

    def replace(self, stack: str, snapshot: Snapshot, *, config_salt: str = "") -> None:
        """Put a state in the place of a stack's own, whatever that was: also of one that cannot be read, or was cut off.

        Args:
            stack: the stack's name; it need not have a state yet.
            snapshot: the state to come, written whole or not at all.
            config_salt: the `encryptionsalt` of the stack's file.

        Raises:
            LockHeld: another run is at work on the stack.
            StateError: the state to come does not hold together.
        """
        path = self._path(stack)
        self._prepare()
        lock = Lock(path.with_name(f"{stack}.lock"), stack)
        lock.acquire()
        try:
            integrity.verify(snapshot.resources)
            crypter = self.keyring.writer(config_salt=config_salt, state_salt=snapshot.salt)
            _write_whole(path.with_name(f"{stack}.json"), _text_of(deployment.to_json(snapshot, crypter)))
            path.with_name(f"{stack}.journal").unlink(missing_ok=True)  # it belongs to the state that is gone
        finally:
            lock.release()

    def _path(self, stack: str) -> Path:
        if not _NAME.fullmatch(stack):
            raise StateError(f"stack name {stack!r}: expected letters, digits, hyphens, underscores and periods, at most 100")
        return self._stacks / stack

    def _prepare(self) -> None:
        self._stacks.mkdir(parents=True, exist_ok=True, mode=0o700)
        ignore = self.directory / ".gitignore"
        if not ignore.exists():
            _write_whole(ignore, b"*\n")


class StackState:
    """One stack's state, open for a run; close it, or use it as a context manager.

    Every change is in the journal before the call returns, so that a run may be killed at any moment: the next one finds what had
    been done, and what had begun (`snapshot.pending_operations`, with the operation ids that the providers were told).
    """

    def __init__(self, path: Path, stack: str, keyring: Keyring | Sealed, *, config_salt: str, read_only: bool) -> None:
        self._path = path.with_name(f"{path.name}.json")
        self._journal_path = path.with_name(f"{path.name}.journal")
        self._keyring = keyring
        self._config_salt = config_salt
        self._lock = None if read_only else Lock(path.with_name(f"{path.name}.lock"), stack)
        self.notices: list[str] = []
        """What a person should know: a lock that a dead run had left, operations that were cut off."""
        if self._lock is not None and (dead := self._lock.acquire()) is not None:
            self.notices.append(f"took over the lock of {dead}, which has ended without giving it back")
        try:
            self.snapshot = self._load()
        except BaseException:
            self.close()
            raise

    def _load(self) -> Snapshot:
        written = self._path.exists()
        source = self._path.read_bytes() if written else b""
        base = hashlib.sha256(source).hexdigest()
        prior = deployment.from_json(_parse(source, self._path), self._decrypter) if written else Snapshot()
        replayed = journal.replay(self._journal_path, base, prior, self._decrypter)
        snapshot = prior if replayed is None else replace(replayed, resources=normalize(replayed.resources))
        integrity.verify(snapshot.resources)
        self._rebase(base, snapshot)
        if replayed is not None:
            self.notices.append("an earlier run was cut off; what it had done is kept")
        if self._lock is not None and self._journal_path.exists():
            self.save()
        return snapshot

    def _decrypter(self, salt: str) -> deployment.Crypt:
        return self._keyring.reader(salt).decrypt

    def _rebase(self, base: str, snapshot: Snapshot) -> None:
        self._ledger = Ledger(snapshot)
        self._crypter = self._keyring.writer(config_salt=self._config_salt, state_salt=snapshot.salt)
        self._journal = journal.Journal(self._journal_path, base, self._ledger, self._crypter)

    def begin(self, type_: str, resource: Resource, operation_id: str = "") -> str:
        """Write down that an operation begins, before its provider is called.

        Args:
            type_: creating, updating, deleting, reading or importing.
            resource: what the provider is given.
            operation_id: that of a pending operation which is now tried again; a new one by default.

        Returns:
            The operation's id, which the provider is told.
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
        source = _text_of(data)
        _write_whole(self._path, source)
        self._journal.close()
        self._journal_path.unlink(missing_ok=True)
        if _has_salt(data):
            snapshot.salt = self._crypter.salt
        self._rebase(hashlib.sha256(source).hexdigest(), snapshot)
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


def _has_salt(data: dict[str, Any]) -> bool:
    return "secrets_providers" in data["deployment"]


def _text_of(data: dict[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _parse(source: bytes, path: Path) -> Any:
    try:
        return json.loads(source)
    except ValueError as error:
        raise StateError(f"the state {path} is no JSON: {error}; fix: restore it from a backup") from error


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone: a reader sees the old content or the new."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
