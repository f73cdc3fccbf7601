"""Where states are kept: `.nusa/` beside Pulumi.yaml, or the directory that NUSANTARA_BACKEND names, which projects may share.

```
.nusa/passphrase                            the project's own passphrase, where the environment gives none
.nusa/stacks/<project>/<stack>.json         the state, as `pulumi stack import` reads it
.nusa/stacks/<project>/<stack>.journal      what a run has done since; gone when the run ends in order
.nusa/stacks/<project>/<stack>.lock         who is at work
.nusa/backups/<project>/<stack>/            what the state was before the last runs
.nusa/history/<project>/<stack>/            what was done, a record each
```
Every file is readable by its owner alone, and a state is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Final

from . import deployment, integrity
from .backups import Backups
from .cancelling import cancel
from .checksums import sealed
from .deployment import Crypter, Snapshot, StateError
from .files import make_private, rename_all, write_whole
from .history import History
from .journal import base_of
from .lock import Lock
from .resource import Resource
from .sealing import Sealed
from .secrets import Keyring
from .state import StackState

DIRECTORY: Final = ".nusa"
VARIABLE: Final = "NUSANTARA_BACKEND"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def directory_of(root: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Where a project keeps its states, and its simulated clouds beside them.

    Args:
        root: the directory of Pulumi.yaml.
        environment: where the variable is looked up; the process's own by default.
    """
    named = (os.environ if environment is None else environment).get(VARIABLE)
    return Path(named).expanduser().absolute() if named else root / DIRECTORY


class Backend:
    """The states of one project.

    Args:
        root: the directory of Pulumi.yaml.
        project: the project's name.
        environment: where the passphrase and the directory are looked up; the process's own by default.
    """

    def __init__(self, root: Path, project: str, *, environment: Mapping[str, str] | None = None) -> None:
        self.directory = directory_of(root, environment)
        self.shared = self.directory != root / DIRECTORY
        self.project = project
        self._root, self._environment = root, environment
        self._stacks = self.directory / "stacks" / project
        self.keyring = Keyring(self.directory / "passphrase", environment)

    def of(self, project: str) -> Backend:
        """The states of another project in the same place."""
        return Backend(self._root, project, environment=self._environment)

    def stacks(self) -> list[str]:
        """The names of the stacks that have a state."""
        return sorted({path.stem for path in self._stacks.glob("*.json")} | {path.stem for path in self._stacks.glob("*.journal")})

    def open(self, stack: str, *, config_salt: str = "", read_only: bool = False, verified: bool = True) -> StackState:
        """Open a stack's state, with what a run that was cut off had done.

        Args:
            stack: the stack's name; it need not have a state yet.
            config_salt: the `encryptionsalt` of the stack's file.
            read_only: take no lock and write nothing, as a preview does.
            verified: refuse a state that was changed by hand or does not hold together.

        Raises:
            LockHeld: another run is at work on the stack.
            StateError: the state or its journal cannot be read, or does not hold together.
            SecretsError: no passphrase at hand decrypts the state's secrets.
        """
        if not read_only:
            self._prepare()
        return self._state(stack, self.keyring, config_salt=config_salt, read_only=read_only, verified=verified)

    def look(self, stack: str) -> tuple[Snapshot, Sealed]:
        """A stack's state with its secrets sealed, which needs no passphrase and no lock; and what they are sealed with.

        Raises:
            StateError: the state or its journal cannot be read, or does not hold together.
        """
        unopened = Sealed()
        with self._state(stack, unopened, config_salt="", read_only=True) as state:
            return state.snapshot, unopened

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
        with self._locked(stack) as (file, journal):
            integrity.verify(snapshot.resources)
            crypter = self.keyring.writer(config_salt=config_salt, state_salt=snapshot.salt)
            self._keep(stack)
            _write(file, snapshot, crypter, after=base_of(journal))
            journal.unlink(missing_ok=True)  # it belongs to the state that is gone

    def rename(self, stack: str, new: str, change: Callable[[Sequence[Resource]], list[Resource]]) -> None:
        """Give a stack's state, its history and its backups another name.

        Args:
            stack: the stack's name.
            new: its name to come, which no stack has.
            change: what becomes of the resources, each at its place.

        Raises:
            LockHeld: another run is at work on the stack.
            StateError: the state cannot be read, or its secrets are under two passphrases.
        """
        with self._locked(stack) as (file, journal):
            snapshot, unopened = self.look(stack)
            if len(unopened.salts) > 1:
                raise StateError(f"the last run of {stack} was cut off, under another passphrase; fix: run `nusa up` first")
            begun = snapshot.pending_operations
            changed = change([*snapshot.resources, *(operation.resource for operation in begun)])
            count = len(snapshot.resources)
            pending = [dataclasses.replace(each, resource=new_one) for each, new_one in zip(begun, changed[count:], strict=True)]
            renamed = dataclasses.replace(snapshot, resources=changed[:count], pending_operations=pending)
            _write(self._path(new).with_name(f"{new}.json"), renamed, unopened)
            for kept in (self._backups(stack).directory, self.history(stack).directory):
                rename_all(kept, stack, new)
            file.unlink(missing_ok=True)
            journal.unlink(missing_ok=True)

    def remove(self, stack: str, *, backups: bool) -> None:
        """Remove a stack's state and its history; its backups, to which the state goes before, on request alone.

        Raises:
            LockHeld: another run is at work on the stack.
        """
        with self._locked(stack) as (file, journal):
            self._keep(stack)
            file.unlink(missing_ok=True)
            journal.unlink(missing_ok=True)
            shutil.rmtree(self.history(stack).directory, ignore_errors=True)
            if backups:
                shutil.rmtree(self._backups(stack).directory, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self, stack: str) -> Generator[tuple[Path, Path]]:
        """The files of a stack's state and of its journal, and nobody else at work on them."""
        path = self._path(stack)
        self._prepare()
        lock = Lock(path.with_name(f"{stack}.lock"))
        lock.acquire()
        try:
            yield path.with_name(f"{stack}.json"), path.with_name(f"{stack}.journal")
        finally:
            lock.release()

    def cancel(self, stack: str) -> None:
        """Interrupt the run that has a stack's lock and wait for its end, or take away a lock that was left.

        Raises:
            NotCancelledError: the lock is held still.
        """
        path = self._path(stack)
        if self._stacks.is_dir():
            cancel(path.with_name(f"{stack}.lock"))

    def _keep(self, stack: str) -> None:
        path, backups = self._path(stack), self._backups(stack)
        backups.keep(path.with_name(f"{stack}.json"))
        backups.keep(path.with_name(f"{stack}.journal"))

    def history(self, stack: str) -> History:
        """What was done to a stack."""
        self._path(stack)
        return History(self.directory / "history" / self.project / stack, self.directory, stack)

    def _path(self, stack: str) -> Path:
        if not _NAME.fullmatch(stack):
            raise StateError(f"stack name {stack!r}: expected letters, digits, hyphens, underscores and periods, at most 100")
        return self._stacks / stack

    def _state(
        self, stack: str, keyring: Keyring | Sealed, *, config_salt: str, read_only: bool, verified: bool = True
    ) -> StackState:
        backups = self._backups(stack)
        return StackState(
            self._path(stack), keyring, backups=backups, config_salt=config_salt, read_only=read_only, verified=verified
        )

    def _backups(self, stack: str) -> Backups:
        return Backups(self.directory / "backups" / self.project / stack, self.directory, stack)

    def _prepare(self) -> None:
        make_private(self._stacks, self.directory)
        ignore = self.directory / ".gitignore"
        if not ignore.exists():
            write_whole(ignore, b"*\n")


def _write(file: Path, snapshot: Snapshot, crypter: Crypter, *, after: str = "") -> None:
    """Write a state whole, with its checksum; `after` is the state that its journal continued."""
    data = {"after": after, **deployment.to_json(snapshot, crypter)}
    begin, rest, _ = sealed(deployment.text_of(data))
    write_whole(file, begin, rest)
