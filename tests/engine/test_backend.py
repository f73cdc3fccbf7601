"""States on disk: what a run does is there after it, however it ended."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.backend import Backend
from engine.deployment import StateError
from engine.ledger import Add, Drop, Put
from engine.lock import LockHeld
from engine.resource import Resource
from engine.values import Secret

ROOT = Path(__file__).parents[2]
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "pw"}


def resource(name, **changes):
    return Resource(urn=f"urn:pulumi:dev::p::t:i:R::{name}", type="t:i:R", custom=True, id=name, **changes)


@pytest.fixture
def backend(tmp_path):
    return Backend(tmp_path, "p", environment=PASSPHRASE)


def names(snapshot):
    return [entry.urn.rpartition("::")[2] + ("!" if entry.delete else "") for entry in snapshot.resources]


def test_a_new_stack_has_an_empty_state_and_a_preview_writes_nothing(backend, tmp_path):
    with backend.open("dev", read_only=True) as state:
        assert state.snapshot.resources == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_saved_is_there_again(backend):
    with backend.open("dev") as state:
        state.record(Add(resource("a", inputs={"s": Secret("hush")})))
        state.save()
    with backend.open("dev", read_only=True) as state:
        assert state.snapshot.resources == [resource("a", inputs={"s": Secret("hush")})]
        assert state.notices == []
    assert backend.stacks() == ["dev"]


def test_every_edit_is_replayed_when_the_run_was_cut_off(backend):
    with backend.open("dev") as state:
        for name in ("kept", "changed", "replaced", "gone"):
            state.record(Add(resource(name)))
        state.save()
        kept, changed, replaced, gone = state.snapshot.resources
        state.record(Add(kept))
        newer = resource("changed", outputs={"x": 1})
        operation = state.begin("updating", newer)
        state.end(operation, Drop(changed), Add(newer))
        operation = state.begin("creating", resource("replaced"))
        state.end(operation, Add(resource("replaced")), Put(replaced, resource("replaced", delete=True)))
        operation = state.begin("deleting", gone)
        state.end(operation, Drop(gone))
        pending = state.begin("creating", resource("begun", inputs={"s": Secret("hush")}))
        now = state.current()
    assert names(now) == ["kept", "changed", "replaced", "replaced!"]
    for read_only in (True, False):
        with backend.open("dev", read_only=read_only) as state:
            assert state.snapshot.resources == now.resources
            assert [(op.type, op.operation_id) for op in state.snapshot.pending_operations] == [("creating", pending)]
            assert state.snapshot.pending_operations[0].resource.inputs == {"s": Secret("hush")}
            assert state.notices == ["an earlier run was cut off; what it had done is kept"]


def test_an_operation_that_is_tried_again_keeps_its_id_and_is_then_done(backend):
    with backend.open("dev") as state:
        first = state.begin("creating", resource("a"))
    with backend.open("dev") as state:
        again = state.begin("creating", resource("a"), first)
        state.end(again, Add(resource("a")))
        state.save()
        assert again == first
    with backend.open("dev") as state:
        assert (names(state.snapshot), state.snapshot.pending_operations) == (["a"], [])


def test_a_torn_last_line_is_as_if_it_had_not_been_begun(backend, tmp_path):
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        state.record(Add(resource("b")))
    journal = tmp_path / ".nusa/stacks/p/dev.journal"
    journal.write_bytes(journal.read_bytes()[:-5])
    with backend.open("dev") as state:
        assert names(state.snapshot) == ["a"]


def test_a_journal_that_was_folded_in_already_is_not_replayed(backend, tmp_path):
    journal = tmp_path / ".nusa/stacks/p/dev.journal"
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        left = journal.read_bytes()
        state.save()
    journal.write_bytes(left)
    with backend.open("dev") as state:
        assert (names(state.snapshot), state.notices) == (["a"], [])


def test_a_damaged_journal_and_a_damaged_state_are_refused_and_left_alone(backend, tmp_path):
    folder = tmp_path / ".nusa/stacks/p"
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        state.save()
        state.record(Add(resource("b")))
    journal = folder / "dev.journal"
    damaged = journal.read_bytes().replace(b'"add"', b'"odd"')
    journal.write_bytes(damaged)
    with pytest.raises(StateError, match=r"dev\.journal is not as it was written: line 2 does not fit its checksum"):
        backend.open("dev")
    assert journal.read_bytes() == damaged
    journal.unlink()
    (folder / "dev.json").write_text('{"version": 3, ')
    with pytest.raises(StateError, match=r"dev\.json: the state is no JSON"):
        backend.open("dev")
    with pytest.raises(StateError, match=r"dev\.json: the state is no JSON"), backend.open("dev"):
        pass


def test_an_emptied_state_is_not_taken_for_a_stack_without_resources(backend, tmp_path):
    with backend.open("dev") as state:
        state.save()
    (state_file,) = tmp_path.rglob("dev.json")
    state_file.write_bytes(b"")
    with pytest.raises(StateError, match=r"dev\.json: the state is no JSON"):
        backend.open("dev")
    assert state_file.read_bytes() == b""


def test_a_state_that_does_not_hold_together_is_not_written(backend, tmp_path):
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
        state.save()
        before = (tmp_path / ".nusa/stacks/p/dev.json").read_bytes()
        state.record(Add(resource("b", parent="gone")))
        with pytest.raises(StateError, match="its parent gone is missing"):
            state.save()
    assert (tmp_path / ".nusa/stacks/p/dev.json").read_bytes() == before


def test_files_are_the_owners_alone_and_hold_no_secret_in_clear(backend, tmp_path, monkeypatch):
    os.umask(os.umask(0o022))
    kept = Backend(tmp_path, "p", environment={})
    with kept.open("dev") as state:
        operation = state.begin("creating", resource("a", inputs={"s": Secret("hush-hush")}))
        state.end(operation, Add(resource("a", outputs={"s": Secret({"deep": "hush-hush"})})))
        _assert_closed(tmp_path)
        state.save()
        state.record(Put(state.snapshot.resources[0], resource("a", inputs={"s": Secret("hush-hush")})))
        _assert_closed(tmp_path)


def _assert_closed(directory):
    files = [path for path in (directory / ".nusa").rglob("*") if path.is_file()]
    assert {"passphrase", "dev.lock", ".gitignore"} <= {file.name for file in files}
    for folder in [directory / ".nusa", *(path for path in (directory / ".nusa").rglob("*") if path.is_dir())]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert b"hush-hush" not in file.read_bytes(), file


def test_directories_that_others_could_enter_are_closed(backend, tmp_path):
    (tmp_path / ".nusa" / "stacks").mkdir(parents=True, mode=0o755)
    with backend.open("dev"):
        pass
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / ".nusa").rglob("*") if path.is_dir()} == {0o700}


def test_names_that_would_leave_the_directory_are_refused(backend):
    for name in ("../dev", "", "a/b", "x" * 101):
        with pytest.raises(StateError, match="expected letters, digits"):
            backend.open(name)


def test_a_second_run_is_refused_with_the_holders_name(backend):
    with backend.open("dev"):
        with pytest.raises(LockHeld, match=rf"currently locked by 1 lock(.|\n)*created by .*@.* \(pid {os.getpid()}\) at 2"):
            backend.open("dev")
        with backend.open("dev", read_only=True):
            pass
        with backend.open("staging"):
            pass
    with backend.open("dev") as state:
        assert state.notices == []


def test_the_lock_of_a_dead_run_is_taken_over_with_a_word(backend, tmp_path):
    code = f"""
import os, pathlib
from engine.backend import Backend
state = Backend(pathlib.Path({str(tmp_path)!r}), "p").open("dev")
print(os.getpid(), flush=True)
os.kill(os.getpid(), 9)
"""
    dead = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    with backend.open("dev") as state:
        assert len(state.notices) == 1
        assert state.notices[0].startswith("took over the lock of ")
        assert f"(pid {dead})" in state.notices[0]


def test_the_lock_of_another_host_is_not_taken_over(backend, tmp_path):
    with backend.open("dev"):
        pass
    elsewhere = {"owner": "someone@elsewhere", "host": "elsewhere", "pid": 1, "time": "2026-01-01T00:00:00Z"}
    (tmp_path / ".nusa/stacks/p/dev.lock").write_text(json.dumps(elsewhere))
    with pytest.raises(LockHeld, match="someone@elsewhere"):
        backend.open("dev")


RUN = """
import os, pathlib, sys
from engine.backend import Backend
from engine.ledger import Add, Drop
from engine.resource import Resource
from engine.values import Secret

directory = pathlib.Path(sys.argv[1])
cloud = directory / "cloud"          # one file an object, by operation id: asking twice makes one
with Backend(directory, "p", environment={"PULUMI_CONFIG_PASSPHRASE": "pw"}).open("dev") as state:
    pending = {op.resource.urn: op.operation_id for op in state.snapshot.pending_operations}
    old = {entry.urn: entry for entry in state.snapshot.resources}
    for number in range(40):
        urn = f"urn:pulumi:dev::p::t:i:R::{number}"
        if urn in old:
            state.record(Add(old[urn]))
            continue
        new = Resource(urn=urn, type="t:i:R", custom=True, inputs={"s": Secret(number)})
        operation = state.begin("creating", new, pending.get(urn, ""))
        (cloud / operation).touch()
        made = Resource(urn=urn, type="t:i:R", custom=True, id=operation, inputs={"s": Secret(number)})
        state.end(operation, Add(made))
    state.save()
print("saved", flush=True)
"""


KILLS = 8


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_at_any_moment_ends_with_the_state_of_an_undisturbed_run(tmp_path, seed):
    """Each run is killed at a random moment, until one gets through."""
    (tmp_path / "cloud").mkdir()
    moments = random.Random(seed)
    for attempt in range(100):
        with subprocess.Popen([sys.executable, "-c", RUN, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as process:
            if attempt < KILLS:
                _wait_for_lines(tmp_path / ".nusa/stacks/p/dev.journal", moments.randrange(80), process)
                time.sleep(moments.uniform(0, 0.001))
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(signal.SIGKILL)
            assert process.stdout is not None
            if process.stdout.read() == b"saved\n" and attempt >= KILLS:
                break
    with Backend(tmp_path, "p", environment=PASSPHRASE).open("dev") as state:
        snapshot = state.snapshot
    assert [(entry.urn.rpartition("::")[2], entry.inputs) for entry in snapshot.resources] == [
        (str(number), {"s": Secret(number)}) for number in range(40)
    ]
    assert snapshot.pending_operations == []
    assert {entry.id for entry in snapshot.resources} == {path.name for path in (tmp_path / "cloud").iterdir()}, "no orphan"


def _wait_for_lines(journal: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Until the run has written so many lines, or has ended."""
    while process.poll() is None:
        with contextlib.suppress(OSError):
            if journal.read_bytes().count(b"\n") >= count:
                return
