"""What lies on disk: it is noticed when it was changed, it outlives a power cut, and what was there before is kept."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from pathlib import Path

import pytest

from engine import journal
from engine.backend import Backend
from engine.backups import KEPT
from engine.checksums import DamagedLineError, line_of, lines_in
from engine.commit import GroupCommit
from engine.deployment import StateError
from engine.importing import import_deployment
from engine.ledger import Add
from engine.project import Project
from engine.resource import Resource

PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "pw"}


def resource(name, **changes):
    return Resource(urn=f"urn:pulumi:dev::p::t:i:R::{name}", type="t:i:R", custom=True, id=name, **changes)


@pytest.fixture
def backend(tmp_path: Path) -> Backend:
    return Backend(tmp_path, "p", environment=PASSPHRASE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".nusa/stacks/p"


def saved(backend: Backend, *names: str) -> None:
    with backend.open("dev") as state:
        for name in names:
            state.record(Add(resource(name)))
        state.save()


def names(backend: Backend) -> list[str]:
    with backend.open("dev", read_only=True) as state:
        return [entry.id for entry in state.snapshot.resources]


def test_a_state_that_was_edited_is_refused_with_both_ways_out_and_left_alone(backend, folder, tmp_path):
    saved(backend, "a")
    saved(backend, "b")
    edited = (folder / "dev.json").read_bytes().replace(b'"id":"a"', b'"id":"x"')
    (folder / "dev.json").write_bytes(edited)
    with pytest.raises(StateError) as refused:
        backend.open("dev")
    text = str(refused.value)
    assert "is not as it was written: its checksum is sha256:" in text
    assert f"nusa stack import --file {folder / 'dev.json'}" in text
    [backup] = (tmp_path / ".nusa/backups/p/dev").iterdir()
    assert f"nusa stack import --file {backup}" in text
    assert (folder / "dev.json").read_bytes() == edited


@pytest.mark.parametrize("way", ["edit", "backup"])
def test_both_ways_out_of_an_edited_state_lead_out(backend, folder, tmp_path, way, monkeypatch):
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "pw")
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    saved(backend, "a")
    saved(backend, "b")
    file = folder / "dev.json"
    file.write_bytes(file.read_bytes().replace(b'"id":"b"', b'"id":"x"'))
    source = file if way == "edit" else next((tmp_path / ".nusa/backups/p/dev").iterdir())
    import_deployment(Project.load(tmp_path), "dev", source.read_bytes(), name=str(source), force=False)
    assert names(backend) == (["x", "a"] if way == "edit" else ["a"])


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.99])
def test_a_truncated_state_is_refused(backend, folder, keep):
    saved(backend, "a", "b")
    file = folder / "dev.json"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(StateError, match=r"(?s)is not as it was written.*fix:"):
        backend.open("dev")


def test_a_state_without_a_checksum_is_taken_as_it_is(backend, folder):
    saved(backend, "a")
    file = folder / "dev.json"
    data = json.loads(file.read_text())
    del data["checksum"]
    file.write_text(json.dumps(data, indent=4))
    assert names(backend) == ["a"]


def test_every_line_of_a_journal_that_was_changed_lost_or_moved_is_noticed():
    lines, checksum = [], 0
    for text in (b'{"a":1}', b'{"b":2}', b'{"c":3}'):
        line, checksum = line_of(text, checksum)
        lines.append(line)
    assert list(lines_in(b"".join(lines))) == [b'{"a":1}', b'{"b":2}', b'{"c":3}']
    assert list(lines_in(b"".join(lines)[:-4])) == [b'{"a":1}', b'{"b":2}'], "a crash cuts the last line off"
    assert list(lines_in(b"".join(lines[:2]) + bytes(4096))) == [b'{"a":1}', b'{"b":2}'], "so does a power cut"
    for wrong in ([lines[0], lines[2]], [lines[1], lines[0]], [lines[0].replace(b"1", b"9"), *lines[1:]], [b"\n", *lines]):
        with pytest.raises(DamagedLineError, match=r"line [12] does not fit its checksum"):
            list(lines_in(b"".join(wrong)))


def test_a_journal_of_another_state_is_not_passed_over(backend, folder):
    saved(backend, "a")
    old = (folder / "dev.json").read_bytes()
    saved(backend, "b")
    with backend.open("dev") as state:
        state.record(Add(resource("c")))
    (folder / "dev.json").write_bytes(old)
    with pytest.raises(StateError, match="continues another state than the one beside it"):
        backend.open("dev")
    (folder / "dev.json").unlink()
    with pytest.raises(StateError, match="continues another state"):
        backend.open("dev")


def test_a_journal_whose_state_was_written_is_passed_over(backend, folder, monkeypatch):
    """As when the run is killed between the two."""
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
        state.save()
        monkeypatch.undo()
    assert (folder / "dev.journal").exists()
    with backend.open("dev") as state:
        assert ([entry.id for entry in state.snapshot.resources], state.notices) == (["a"], [])
    assert not (folder / "dev.journal").exists()


def test_the_last_states_are_kept_and_no_more(backend, tmp_path):
    for number in range(KEPT + 3):
        saved(backend, f"r{number}")
    backups = sorted((tmp_path / ".nusa/backups/p/dev").iterdir())
    assert len(backups) == KEPT
    newest = json.loads(backups[-1].read_text())["deployment"]["resources"]
    assert [entry["id"] for entry in newest][:1] == [f"r{KEPT + 1}"], "what was there before the last run"


def test_an_import_keeps_the_journal_that_it_gives_up(backend, folder, tmp_path, monkeypatch):
    saved(backend, "a")
    with backend.open("dev") as state:
        state.record(Add(resource("b")))
        given_up = (folder / "dev.journal").read_bytes()
        snapshot = state.snapshot
    backend.replace("dev", snapshot)
    assert names(backend) == ["a"]
    [kept] = (tmp_path / ".nusa/backups/p/dev").glob("*.journal")
    assert kept.read_bytes() == given_up


def test_an_operation_is_durable_before_sync_returns(backend, folder, monkeypatch):
    synced: list[int] = []
    real = os.fdatasync

    def fdatasync(fd: int) -> None:
        real(fd)
        synced.append(os.fstat(fd).st_size)

    monkeypatch.setattr(os, "fdatasync", fdatasync)
    with backend.open("dev") as state:
        state.begin("creating", resource("a"))
        assert synced == []
        state.sync()
        assert synced == [(folder / "dev.journal").stat().st_size]
        state.sync()
        assert len(synced) == 1, "nothing was written since"


def test_operations_that_begin_together_share_one_sync():
    async def run() -> list[str]:
        told: list[str] = []
        commit = GroupCommit(lambda: told.append("sync"))

        async def one(name: str) -> None:
            told.append(f"begin {name}")
            await commit.now()
            told.append(f"call {name}")

        await asyncio.gather(one("a"), one("b"), one("c"))
        await one("d")
        return told

    told = asyncio.run(run())
    assert told == [*(f"begin {n}" for n in "abc"), "sync", *(f"call {n}" for n in "abc"), "begin d", "sync", "call d"]


def test_a_full_disk_leaves_whole_lines_and_is_told(backend, folder, monkeypatch):
    real = os.write
    full = False

    def write(fd: int, data: bytes) -> int:
        if not full or len(data) < 100:
            return real(fd, data)
        if len(data) > 200:
            return real(fd, data[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        monkeypatch.setattr(journal.os, "write", write)
        full = True
        with pytest.raises(StateError, match=r"cannot be written: No space left on device; fix: make room"):
            state.record(Add(resource("b", inputs={"text": "x" * 300})))
        full = False
        with pytest.raises(StateError, match="No space left"):
            state.record(Add(resource("c")))
    assert names(backend) == ["a"], "half a line would make the journal unreadable"


def test_after_a_sync_that_failed_nothing_begins(backend, monkeypatch):
    def fdatasync(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with backend.open("dev") as state:
        state.begin("creating", resource("a"))
        monkeypatch.setattr(os, "fdatasync", fdatasync)
        with pytest.raises(StateError, match="Input/output error"):
            state.sync()
        monkeypatch.undo()
        with pytest.raises(StateError, match="Input/output error"):
            state.begin("creating", resource("b"))
