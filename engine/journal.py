"""What a run has done since the state was last written: an append-only file of JSON lines, replayed by the next run.

The first line names the state file that the journal continues, by its checksum. Then a line for each operation that begins, each
that ends with its edits, and each batch of edits without an operation. A state names the one that it comes after: a journal of
that one has gone into it. Every line has a checksum (`checksums.py`). The last line may be torn; nothing that it would have said
had been relied upon.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .checksums import DamagedLineError, line_of, lines_in
from .deployment import Crypter, PendingOperation, Snapshot, StateError
from .encoding import Crypt
from .entries import resource_from_json, resource_to_json
from .files import FILE_MODE, sync_directory
from .ledger import Add, Drop, Edit, Ledger, Put

_FORMAT: Final = 2
_WAY_OUT: Final = (
    "fix: bring back the state that it continues; or move the journal away, which forgets what it tells of, and run `nusa refresh`"
)


class Journal:
    """Writes the journal of one run; the file is made with the first line.

    Args:
        path: the file; beside the state.
        base: the checksum of the state file that it continues.
        ledger: the state that the edits change; kept in step with the file.
        crypter: encrypts secrets; its salt is written before the first of them.
    """

    def __init__(self, path: Path, base: str, ledger: Ledger, crypter: Crypter) -> None:
        self._path = path
        self._base = base
        self._ledger = ledger
        self._crypter = crypter
        self._fd: int | None = None
        self._size = 0
        self._checksum = 0
        self._unsynced = False
        self._fault: StateError | None = None
        self._salted = False

    def begin(self, operation: PendingOperation) -> None:
        self._ledger.pending[operation.operation_id] = operation
        entry = resource_to_json(operation.resource, self._encrypt)
        self._write({"begin": operation.operation_id, "type": operation.type, "resource": entry})

    def end(self, operation_id: str, edits: tuple[Edit, ...]) -> None:
        self._ledger.pending.pop(operation_id, None)
        self._write({"end": operation_id, "edits": self._apply(edits)})

    def record(self, edits: tuple[Edit, ...]) -> None:
        self._write({"edits": self._apply(edits)})

    def sync(self) -> None:
        """Make every line so far durable.

        Raises:
            StateError: the disk does not take it; nothing can be written from now on.
        """
        if self._fd is None or not self._unsynced:
            return
        try:
            os.fdatasync(self._fd)
        except OSError as error:
            self._fault = self._refused(error)  # nobody knows what of it is there
            raise self._fault from error
        self._unsynced = False

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _apply(self, edits: tuple[Edit, ...]) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        for edit in edits:
            match edit:
                case Add(resource) if resource in self._ledger:
                    lines.append({"keep": self._ledger.handle(resource)})
                case Add(resource):
                    lines.append({"add": resource_to_json(resource, self._encrypt)})
                case Drop(resource):
                    lines.append({"drop": self._ledger.handle(resource)})
                case Put(resource, by):
                    lines.append({"put": self._ledger.handle(resource), "resource": resource_to_json(by, self._encrypt)})
            self._ledger.apply(edit)
        return lines

    def _encrypt(self, text: str) -> str:
        if not self._salted:
            self._salted = True
            self._write({"salt": self._crypter.salt})
        return self._crypter.encrypt(text)

    def _write(self, line: dict[str, Any]) -> None:
        """Append a line, whole or not at all."""
        if self._fault is not None:
            raise self._fault
        text = json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode()
        try:
            fd = self._open() if self._fd is None else self._fd
            whole, checksum = line_of(text, self._checksum)
            self._append(fd, whole)
        except OSError as error:
            self._fault = self._refused(
                error
            )  # the ledger is ahead of the file now: lines to come would name what it does not know
            raise self._fault from error
        self._size += len(whole)
        self._checksum = checksum
        self._unsynced = True

    def _append(self, fd: int, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(fd, rest) :]
        except OSError:
            os.ftruncate(fd, self._size)  # half a line would make what follows unreadable
            raise

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
        self._fd = os.open(self._path, flags, FILE_MODE)
        sync_directory(self._path.parent)
        self._write({"journal": _FORMAT, "base": self._base})
        return self._fd

    def _refused(self, error: OSError) -> StateError:
        return StateError(
            f"the journal {self._path} cannot be written: {error.strerror}; "
            "fix: make room, or let this user write there, and run it again: what was done is written down"
        )


def replay(path: Path, base: str, after: str, prior: Snapshot, decrypter: Callable[[str], Crypt]) -> Snapshot | None:
    """The state that a journal leads to; None where there is no journal for this state.

    Args:
        path: the journal's file.
        base: the checksum of the state file.
        after: that of the state before it, whose journal has gone into it.
        prior: what the state file holds.
        decrypter: gives, for a salt, what decrypts.

    Raises:
        StateError: the journal is damaged, or continues another state.
        SecretsError: a secret in it cannot be decrypted.
    """
    try:
        lines = [json.loads(line) for line in lines_in(_read(path))]
        if not lines:
            return None
        if lines[0] == {"journal": _FORMAT, "base": after}:
            return None  # the run was cut off before it could remove it
        if lines[0] != {"journal": _FORMAT, "base": base}:
            raise StateError(f"the journal {path} continues another state than the one beside it; {_WAY_OUT}")
        ledger, salt = Ledger(prior), prior.salt
        crypt: Crypt | None = None

        def decrypt(text: str) -> str:
            nonlocal crypt
            crypt = crypt or decrypter(salt)
            return crypt(text)

        for line in lines[1:]:
            salt = line.get("salt", salt)
            if "begin" in line:
                resource = resource_from_json(line["resource"], decrypt)
                ledger.pending[line["begin"]] = PendingOperation(resource, line["type"], line["begin"])
            ledger.pending.pop(line.get("end", ""), None)
            for edit in line.get("edits", ()):
                ledger.apply(_edit(edit, ledger, decrypt))
    except DamagedLineError as error:
        raise StateError(f"the journal {path} is not as it was written: {error}; {_WAY_OUT}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"the journal {path} is damaged: {error!r}; {_WAY_OUT}") from error
    snapshot = ledger.snapshot()
    snapshot.salt = salt
    return snapshot


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def base_of(path: Path) -> str:
    """The checksum of the state that a journal continues; empty where it cannot be told."""
    try:
        first = json.loads(next(lines_in(_read(path)), b"{}"))
    except ValueError:
        return ""
    return str(first.get("base", "")) if isinstance(first, dict) else ""


def _edit(line: dict[str, Any], ledger: Ledger, decrypt: Crypt) -> Edit:
    match line:
        case {"keep": handle}:
            return Add(ledger[handle])
        case {"add": entry}:
            return Add(resource_from_json(entry, decrypt))
        case {"drop": handle}:
            return Drop(ledger[handle])
        case {"put": handle, "resource": entry}:
            return Put(ledger[handle], resource_from_json(entry, decrypt))
    raise ValueError(f"unknown edit {sorted(line)}")
