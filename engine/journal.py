"""What a run has done since the state was last written: an append-only file of JSON lines, replayed by the next run.

The first line names the state file that the journal continues, by its hash: one that names another was folded in already. Then a
line for each operation that begins, each that ends with its edits, and each batch of edits without an operation. The last line may
be torn; nothing that it would have said had been relied upon.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from .deployment import Crypter, PendingOperation, Snapshot, StateError, resource_from_json, resource_to_json
from .encoding import Crypt
from .ledger import Add, Drop, Edit, Ledger, Put

_FORMAT: Final = 1


class Journal:
    """Writes the journal of one run; the file is made with the first line.

    Args:
        path: the file; beside the state.
        base: the hash of the state file that it continues.
        ledger: the state that the edits change; kept in step with the file.
        crypter: encrypts secrets; its salt is written before the first of them.
    """

    def __init__(self, path: Path, base: str, ledger: Ledger, crypter: Crypter) -> None:
        self._path = path
        self._base = base
        self._ledger = ledger
        self._crypter = crypter
        self._fd: int | None = None
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
        if self._fd is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
            self._fd = os.open(self._path, flags, 0o600)
            self._write({"journal": _FORMAT, "base": self._base})
        os.write(self._fd, json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n")


def replay(path: Path, base: str, prior: Snapshot, decrypter: Callable[[str], Crypt]) -> Snapshot | None:
    """The state that a journal leads to; None where there is no journal for this state.

    Args:
        path: the journal's file.
        base: the hash of the state file.
        prior: what the state file holds.
        decrypter: gives, for a salt, what decrypts.

    Raises:
        StateError: the journal is damaged.
        SecretsError: a secret in it cannot be decrypted.
    """
    try:
        lines = list(_lines(path))
        if not lines or lines[0] != {"journal": _FORMAT, "base": base}:
            return None
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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StateError(f"the journal {path} is damaged: {error!r}; fix: move it away, and bring the stack up again") from error
    snapshot = ledger.snapshot()
    snapshot.salt = salt
    return snapshot


def _lines(path: Path) -> Iterator[Any]:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    *whole, _torn = text.split(b"\n")
    yield from map(json.loads, whole)


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
