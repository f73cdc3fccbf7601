"""A state that is looked at without its secrets, and one that is replaced whole."""

from __future__ import annotations

import pytest

from engine.backend import Backend
from engine.deployment import Snapshot, StateError
from engine.ledger import Add
from engine.lock import LockHeld
from engine.resource import Resource
from engine.values import Secret


def resource(name, **changes):
    return Resource(urn=f"urn:pulumi:dev::p::t:i:R::{name}", type="t:i:R", custom=True, id=name, **changes)


@pytest.fixture
def backend(tmp_path):
    return Backend(tmp_path, "p", environment={"PULUMI_CONFIG_PASSPHRASE": "pw"})


def test_a_look_sees_what_a_cut_off_run_had_done_and_opens_no_secret(backend, tmp_path):
    with backend.open("dev") as state:
        state.record(Add(resource("a", inputs={"s": Secret("hush")})))
    snapshot, sealed = Backend(tmp_path, "p", environment={}).look("dev")
    assert [entry.id for entry in snapshot.resources] == ["a"]
    assert snapshot.resources[0].inputs["s"].value.startswith("v1:")
    assert sealed.salt.startswith("v1:")


def test_a_replaced_state_forgets_the_journal_of_the_one_before(backend):
    with backend.open("dev") as state:
        state.record(Add(resource("a")))
    backend.replace("dev", Snapshot(resources=[resource("b")]))
    with backend.open("dev", read_only=True) as state:
        assert [entry.id for entry in state.snapshot.resources] == ["b"]
        assert state.notices == []


def test_a_state_is_not_replaced_under_a_run(backend):
    with backend.open("dev"), pytest.raises(LockHeld):
        backend.replace("dev", Snapshot())


def test_a_state_that_does_not_hold_together_replaces_nothing(backend):
    backend.replace("dev", Snapshot(resources=[resource("a")]))
    with pytest.raises(StateError, match="stands twice"):
        backend.replace("dev", Snapshot(resources=[resource("b"), resource("b")]))
    assert [entry.id for entry in backend.look("dev")[0].resources] == ["a"]
    backend.replace("dev", Snapshot())  # the lock was given back
