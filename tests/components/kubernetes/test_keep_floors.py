"""The program that keeps floors inside a cluster: played against an API server in memory, through every window and its end."""

from __future__ import annotations

import copy
import http.client
import json
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kubernetes import keep_floors
from components.kubernetes.keep_floors import Inside, RefusedError, Schedule, UnknownError, keep
from components.schedule import Event, Timeline, floor_schedule, schedule_size
from tests.components.schedule.test_compiled import BASE, CEILING, looked_at, thousand, timelines

MINUTE = timedelta(minutes=1)
LEAD = timedelta(minutes=15)
END = datetime(2035, 1, 1, tzinfo=UTC)
NAMED = "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/storefront"
SCALED = "/apis/keda.sh/v1alpha1/scaledobjects"
SCALE = "/apis/apps/v1/namespaces/shop/deployments/storefront-placeholders/scale"


def annotated(schedule: dict[str, str]) -> dict[str, str]:
    return {f"nusantara/floor.{key}": value for key, value in schedule.items()}


class Server:
    """An API server with one autoscaler, whose pods follow its lower bound at once, and the scale of its placeholders."""

    def __init__(self, schedule: dict[str, str] | None, *, floor: int = BASE, ceiling: int = CEILING) -> None:
        given = annotated(schedule or {}) | {"nusantara/placeholders": "storefront-placeholders", "nusantara/lead": "900"}
        self.autoscaler: dict[str, Any] = {
            "metadata": {
                "name": "storefront",
                "namespace": "shop",
                "resourceVersion": "1",
                "annotations": given if schedule else {},
            },
            "spec": {"minReplicas": floor, "maxReplicas": ceiling},
            "status": {"currentReplicas": floor},
        }
        self.placeholders = 0
        self.patches: list[str] = []
        self.refused: set[str] = set()
        self.now = END

    @property
    def floor(self) -> int:
        return self.autoscaler["spec"]["minReplicas"]

    def get(self, path: str) -> Any:
        if path in self.refused:
            raise RefusedError(path)
        if path == SCALE:
            return {"spec": {"replicas": self.placeholders} if self.placeholders else {}}
        if path == SCALED:
            raise UnknownError(path)
        assert path == "/apis/autoscaling/v2/horizontalpodautoscalers"
        return {"items": [copy.deepcopy(self.autoscaler)]}

    def patch(self, path: str, change: Any) -> None:
        if path in self.refused:
            raise RefusedError(path)
        self.patches.append(path)
        if path == SCALE:
            self.placeholders = change["spec"]["replicas"]
            return
        assert path == NAMED
        assert set(change) == {"metadata", "spec"}
        if change["metadata"] != {"resourceVersion": self.autoscaler["metadata"]["resourceVersion"]}:
            raise RefusedError("409")
        floor = change["spec"]["minReplicas"]
        assert 1 <= floor <= self.autoscaler["spec"]["maxReplicas"]
        self.autoscaler["spec"]["minReplicas"] = floor
        self.autoscaler["status"]["currentReplicas"] = max(floor, 0)


def kept(server: Server, now: datetime) -> list[str]:
    server.now = now
    return keep(server)


def sale(floor: int = 12) -> Timeline:
    event = Event(name="sale", time_zone="Asia/Jakarta", start="2026-12-12 00:00", end="2026-12-12 03:00", warm_up=3600)
    return Timeline(BASE, CEILING, [(event, floor)])


def test_the_schedule_is_read_by_people_too():
    assert floor_schedule(sale()) == {
        "base": "3",
        "20261211T1600Z": "12 sale begins: 2026-12-11 23:00 Asia/Jakarta",
        "20261211T2000Z": "3 sale ends: 2026-12-12 03:00 Asia/Jakarta",
    }
    assert schedule_size(floor_schedule(sale())) == sum(
        len(f"{key}{value}") for key, value in annotated(floor_schedule(sale())).items()
    )


@thousand
@given(timelines())
def test_whatever_the_events_the_schedule_gives_every_floor_and_the_base_beside_them(timeline):
    read = Schedule.read(annotated(floor_schedule(timeline)))
    assert (read.base, list(zip(read.moments, read.floors, strict=True))) == (
        BASE,
        [(at, floor) for at, floor, *_ in timeline.steps],
    )
    for moment in looked_at(timeline):
        promised = timeline.at(moment)
        assert read.at(moment) == promised.floor
        assert promised.events or read.at(moment) == BASE
        assert read.within(moment - LEAD, LEAD) >= promised.floor, "room is asked for before"
    assert read.at(END) == BASE


@settings(max_examples=60, deadline=None)
@given(timelines(), st.integers(1, CEILING), st.randoms(use_true_random=False))
def test_played_through_it_holds_every_floor_and_comes_back(timeline, floor, chance):
    """Rounds may be missed: what one sets is what holds at its time, whatever came before."""
    server = Server(floor_schedule(timeline), floor=floor)
    moments = looked_at(timeline)
    for moment in sorted({*moments, *(each - LEAD for each in moments), END}):
        if moment != END and chance.random() < 0.1:
            continue
        assert kept(server, moment) == []
        assert server.floor == timeline.at(moment).floor
        assert kept(server, moment) == [], "the next round sees which pods came and went"
        assert max(server.floor, timeline.at(moment + LEAD).floor) <= server.floor + server.placeholders <= CEILING
    assert (server.floor, server.placeholders) == (BASE, 0)


def test_minute_by_minute_room_comes_first_then_the_floor_then_neither():
    server, timeline = Server(floor_schedule(sale())), sale()
    at, found = datetime(2026, 12, 11, 15, tzinfo=UTC), {}
    while at < datetime(2026, 12, 11, 21, tzinfo=UTC):
        assert kept(server, at) == []
        assert server.floor == timeline.at(at).floor
        found.setdefault((server.floor, server.placeholders), f"{at:%H:%M}")
        at += MINUTE
    assert found == {(3, 0): "15:00", (3, 9): "15:45", (12, 0): "16:00"}
    assert (server.floor, server.placeholders) == (3, 0)
    assert server.patches == [SCALE, NAMED, SCALE, NAMED], "and nothing twice"


def test_room_is_held_for_what_does_not_run_yet():
    server = Server(floor_schedule(sale()))
    server.autoscaler["status"]["currentReplicas"] = 10
    kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC))
    assert server.placeholders == 2
    del server.autoscaler["status"]
    kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC))
    assert server.placeholders == 9, "an autoscaler that has not begun says nothing of pods"


def test_an_autoscaler_without_a_schedule_is_left_alone():
    server = Server(None, floor=7)
    assert kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC)) == []
    assert (server.floor, server.patches) == (7, [])


def test_whoever_takes_the_schedule_away_meanwhile_has_the_last_word():
    server = Server(floor_schedule(sale()))
    listed = server.get

    def listed_before_the_update(path: str) -> Any:
        answer = listed(path)
        server.autoscaler["metadata"] |= {"resourceVersion": "2", "annotations": {}}
        return answer

    server.get = listed_before_the_update
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert "409" in fault
    assert server.floor == BASE


def test_an_upper_bound_that_comes_later_holds_the_floor_below_it():
    server = Server(floor_schedule(sale()), ceiling=8)
    assert kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC)) == []
    assert server.floor == 8


@pytest.mark.parametrize(
    "schedule", [{"base": ""}, {"base": "many"}, {"base": "3", "20261211": "12"}, {"base": "3", "20261211T1600Z": "x 12"}]
)
def test_a_schedule_that_cannot_be_read_is_told_and_changes_nothing(schedule):
    server = Server(schedule)
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert fault.startswith("shop/storefront: ")
    assert server.patches == []


def test_what_is_refused_is_told_and_tried_again():
    server, now = Server(floor_schedule(sale())), datetime(2026, 12, 11, 17, tzinfo=UTC)
    server.refused = {NAMED}
    (fault,) = kept(server, now)
    assert "shop/storefront" in fault
    server.refused = {"/apis/autoscaling/v2/horizontalpodautoscalers"}
    (fault,) = kept(server, now)
    assert "cannot be listed" in fault
    server.refused = set()
    assert kept(server, now) == []
    assert server.floor == 12


class Shared(Server):
    """The same beside autoscalers of others, and beside what KEDA scales where it is installed."""

    def __init__(self, *others: dict[str, Any], scaled: list[dict[str, Any]] | None = None) -> None:
        super().__init__(floor_schedule(sale()))
        self.others, self.scaled = others, scaled

    def get(self, path: str) -> Any:
        if path == SCALED and self.scaled is not None:
            return {"items": copy.deepcopy(self.scaled)}
        answer = super().get(path)
        return {"items": [*self.others, *answer["items"]]} if "items" in answer else answer


def other(annotations: dict[str, str], **spec: Any) -> dict[str, Any]:
    metadata = {"name": "x", "namespace": "elsewhere", "resourceVersion": "1", "annotations": annotations}
    return {"metadata": metadata, "spec": {"minReplicas": 1, "maxReplicas": 9, **spec}}


@pytest.mark.parametrize(
    "annotations",
    [
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x"},
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x", "nusantara/lead": "9" * 30},
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x", "nusantara/lead": "soon"},
        {
            "nusantara/floor.base": "1",
            "nusantara/placeholders": "../../shop/deployments/storefront-placeholders",
            "nusantara/lead": "1",
        },
        {"nusantara/floor.base": "\N{SUPERSCRIPT TWO}"},
    ],
    ids=["no lead", "an endless lead", "a word for a lead", "another's placeholders", "no number"],
)
def test_whatever_others_write_keeps_no_floor_from_rising(annotations):
    server = Shared(other(annotations))
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert fault.startswith("elsewhere/x: ")
    assert (server.floor, server.patches) == (12, [NAMED])


def scaled_object(**spec: Any) -> dict[str, Any]:
    return {
        "metadata": {
            "name": "feed",
            "namespace": "shop",
            "resourceVersion": "7",
            "annotations": annotated(floor_schedule(sale())) | {"nusantara/placeholders": "feed-room", "nusantara/lead": "900"},
        },
        "spec": {"scaleTargetRef": {"name": "feed"}, "triggers": [], **spec},
        "status": {"hpaName": "keda-hpa-feed"},
    }


def test_what_keda_scales_has_its_floor_set_where_keda_reads_it():
    of_keda = {"metadata": {"name": "keda-hpa-feed", "namespace": "shop"}, "spec": {}, "status": {"currentReplicas": 5}}
    server, asked = Shared(of_keda, scaled=[scaled_object()]), []
    scale, feed = (
        "/apis/apps/v1/namespaces/shop/deployments/feed-room/scale",
        f"{SCALED.replace('/scaled', '/namespaces/shop/scaled')}/feed",
    )
    listed = server.get
    server.get = lambda path: {"spec": {"replicas": 2}} if path == scale else listed(path)
    server.patch = lambda path, change: asked.append((path, change))
    assert kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC)) == []
    floor = {"metadata": {"resourceVersion": "7"}, "spec": {"minReplicaCount": 3}}
    assert asked[-2:] == [(feed, floor), (scale, {"spec": {"replicas": 7}})], "room for 12 beside the 5 that run"
    server.scaled = [scaled_object(minReplicaCount=3, maxReplicaCount=10)]
    asked.clear()
    assert kept(server, datetime(2026, 12, 11, 16, tzinfo=UTC)) == []
    assert (feed, {**floor, "spec": {"minReplicaCount": 10}}) in asked, "no higher than its max"


def test_a_cluster_whose_scaled_objects_cannot_be_read_is_told():
    server = Server(floor_schedule(sale()))
    server.refused = {SCALED}
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert "cannot be listed" in fault


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
