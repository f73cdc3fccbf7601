"""The program that keeps floors, inside its pod: how it reaches the API server, goes round, and tells that it does."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from components.kubernetes import keep_floors
from components.kubernetes.keep_floors import Inside, RefusedError, UnknownError
from tests.support.autoscaler import MINUTE


class Wire:
    """A connection that notes what is asked, and answers."""

    asked: ClassVar[list[tuple[Any, ...]]] = []
    status, text, date = 200, b'{"items": []}', "Fri, 11 Dec 2026 16:00:00 GMT"

    def __init__(self, host: str, port: int, *, timeout: int, context: Any) -> None:
        self.asked.append((host, port, timeout, context))

    def request(self, *asked: Any) -> None:
        self.asked.append(asked)

    def getresponse(self) -> Any:
        headers = {"read": lambda _: self.text, "getheader": lambda _, name: {"Date": self.date}[name]}
        return type("Answer", (), {"status": self.status, **headers})()

    def close(self) -> None:
        self.asked.append(("closed",))


@pytest.fixture
def wire(monkeypatch):
    kind = type("Wire", (Wire,), {"asked": []})
    monkeypatch.setattr(http.client, "HTTPSConnection", kind)
    monkeypatch.setattr(ssl, "create_default_context", lambda cafile: f"trusts {cafile}")
    return kind


@pytest.fixture
def inside(tmp_path):
    (tmp_path / "token").write_text("secret")
    return Inside({"KUBERNETES_SERVICE_HOST": "172.20.0.1", "KUBERNETES_SERVICE_PORT": "443"}, tmp_path)


def test_it_reaches_the_server_of_its_cluster_with_its_own_token(wire, inside, tmp_path):
    assert inside.get("/apis") == {"items": []}
    headers = {"Authorization": "Bearer secret", "Accept": "application/json"}
    assert wire.asked == [
        ("172.20.0.1", 443, 10, f"trusts {tmp_path / 'ca.crt'}"),
        ("GET", "/apis", None, headers),
        ("closed",),
    ]


def test_a_change_is_a_merge_patch_under_its_own_name(wire, inside):
    inside.patch("/scale", {"spec": {"replicas": 3}})
    method, path, body, headers = wire.asked[1]
    assert (method, path, json.loads(body)) == ("PATCH", "/scale?fieldManager=event-floors", {"spec": {"replicas": 3}})
    assert headers["Content-Type"] == "application/merge-patch+json"


def test_an_answer_that_is_not_the_hoped_for_is_an_error(wire, inside):
    wire.status, wire.text = 403, b"forbidden"
    with pytest.raises(RefusedError, match="GET /apis: 403 forbidden"):
        inside.get("/apis")


def test_what_time_it_is_the_server_says(wire, inside):
    """So that two pods agree on it, whatever their nodes think."""
    inside.get("/apis")
    assert inside.now == datetime(2026, 12, 11, 16, tzinfo=UTC)
    wire.date = None
    inside.get("/apis")
    assert abs(inside.now - datetime.now(UTC)) < MINUTE, "by the node's own clock, for want of a better one"


def test_what_is_not_there_is_told_from_what_is_refused(wire, inside):
    wire.status = 404
    with pytest.raises(UnknownError):
        inside.get("/apis")


def test_it_is_ready_while_a_whole_round_is_young(monkeypatch, tmp_path):
    done = tmp_path / "kept"
    monkeypatch.setattr(keep_floors, "DONE", done)
    assert keep_floors.main(["check"]) == 1
    done.touch()
    assert keep_floors.main(["check"]) == 0
    assert keep_floors.is_kept(done.stat().st_mtime + 119)
    assert not keep_floors.is_kept(done.stat().st_mtime + 120)


def test_it_goes_round_until_it_is_told_to_end(monkeypatch, tmp_path, capsys):
    done, rounds = tmp_path / "kept", iter([["a fault"], [], []])
    monkeypatch.setattr(keep_floors, "DONE", done)
    monkeypatch.setattr(keep_floors, "keep", lambda *_: next(rounds))
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "172.20.0.1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "443")
    monkeypatch.setattr(keep_floors.signal, "signal", lambda *_: None)
    seen = []

    def slept(seconds: float) -> None:
        seen.append((seconds, done.exists()))
        if len(seen) == 2:
            sys.exit(0)

    monkeypatch.setattr(keep_floors.time, "sleep", slept)
    with pytest.raises(SystemExit):
        keep_floors.main([])
    assert seen == [(15, False), (15, True)], "a round with a fault is not a whole one"
    assert capsys.readouterr().err == "a fault\n"


def test_it_needs_the_standard_library_alone():
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", keep_floors.__file__, "check"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode in (0, 1), ran.stderr) == (True, "")
