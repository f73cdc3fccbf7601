"""Keeps the lower bound of a cluster's autoscalers at what their events ask for; the program that runs inside a cluster.

Every few seconds it looks at every HorizontalPodAutoscaler that bears a schedule, and where there is KEDA at every ScaledObject,
and sets what differs from it: the lower bound, and how many placeholder pods hold room for pods to come. It remembers nothing, so
a round that was missed is made up for by the next. What time it is, the API server says: two that run at once agree, also where
the clock of a node is wrong. An autoscaler that bears no schedule is never touched.

It needs Python's standard library alone, since the cluster is given this file as it is (see `floor_keeper`).
"""

from __future__ import annotations

import bisect
import email.utils
import http.client
import json
import os
import signal
import ssl
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

FLOOR = "nusantara/floor."
"""What the annotations of a schedule begin with: the base, and the floor from each moment on."""
BASE = f"{FLOOR}base"
"""Without it there is no schedule: whoever removes it takes the lower bound over."""
PLACEHOLDERS = "nusantara/placeholders"
"""The annotation that names the Deployment of the placeholder pods."""
LEAD = "nusantara/lead"
"""The annotation that says, in seconds, how long before a rise they take its room."""
MANAGER = "event-floors"
"""By this name the API server notes who set a field."""

PERIOD = 15
LATEST = 120
DONE = Path("/tmp/kept")  # noqa: S108 - the container's own, not the host's
_MOMENT = "%Y%m%dT%H%MZ"
_MOUNTED = Path("/var/run/secrets/kubernetes.io/serviceaccount")


class RefusedError(Exception):
    """The API server's answer where it is not the one hoped for."""


class UnknownError(RefusedError):
    """There is no such thing."""


class Kind(NamedTuple):
    """A kind of autoscaler: where the API has it, and what its bounds are called and are where they are left out."""

    group: str
    plural: str
    least: str
    most: str
    least_default: int
    most_default: int


AUTOSCALERS = Kind("autoscaling/v2", "horizontalpodautoscalers", "minReplicas", "maxReplicas", 1, 1)
SCALED_OBJECTS = Kind("keda.sh/v1alpha1", "scaledobjects", "minReplicaCount", "maxReplicaCount", 0, 100)
"""KEDA's, which makes an autoscaler of its own from each and sets the bounds of that one itself.

Source: `GetHPAMinReplicas`, `GetHPAMaxReplicas` in github.com/kedacore/keda/blob/main/apis/keda/v1alpha1/scaledobject_types.go.
"""

KINDS: Mapping[str, Kind] = {"HorizontalPodAutoscaler": AUTOSCALERS, "ScaledObject": SCALED_OBJECTS}


class Api(Protocol):
    """The Kubernetes API, as far as it is needed."""

    @property
    def now(self) -> datetime:
        """What time it was there at its last answer."""
        ...

    def get(self, path: str) -> Any: ...

    def patch(self, path: str, change: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True)
class Schedule:
    """Floors over time: the base, then moments, rising, each with the floor from then on."""

    base: int
    moments: tuple[datetime, ...]
    floors: tuple[int, ...]

    @classmethod
    def read(cls, annotations: Mapping[str, str]) -> Schedule:
        """Read what `components.schedule.floor_schedule` wrote.

        Raises:
            ValueError: for anything else.
        """
        found = {key.removeprefix(FLOOR): value for key, value in annotations.items() if key.startswith(FLOOR) and key != BASE}
        changes = sorted((datetime.strptime(key, _MOMENT).replace(tzinfo=UTC), _number(value)) for key, value in found.items())
        return cls(_number(annotations[BASE]), tuple(at for at, _ in changes), tuple(floor for _, floor in changes))

    def at(self, now: datetime) -> int:
        """The floor that holds at a moment."""
        begun = bisect.bisect_right(self.moments, now)
        return self.floors[begun - 1] if begun else self.base

    def within(self, now: datetime, lead: timedelta) -> int:
        """The highest floor from a moment on for so long."""
        first, last = bisect.bisect_right(self.moments, now), bisect.bisect_right(self.moments, now + lead)
        return max((self.at(now), *self.floors[first:last]))


def _number(text: str) -> int:
    """The number that a text begins with."""
    return int(text.partition(" ")[0])


def keep(api: Api) -> list[str]:
    """Set whatever differs from its schedule; returns what went wrong, each autoscaler by itself."""
    try:
        autoscalers = api.get(_listed(AUTOSCALERS))["items"]
        scaled = _with_keda(api)
        now = api.now
    except (OSError, http.client.HTTPException, RefusedError, ValueError) as error:
        return [f"autoscalers cannot be listed: {error!r}"]
    running = {_place(each): (each.get("status") or {}).get("currentReplicas") or 0 for each in autoscalers}
    faults: list[str] = []
    for kind, found in ((AUTOSCALERS, autoscalers), (SCALED_OBJECTS, scaled)):
        for each in found:
            namespace, name = _place(each)
            try:
                for told in _kept(api, kind, each, running, now):
                    print(f"{namespace}/{name}: {told}", flush=True)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one keeps no other from its floor
                faults.append(f"{namespace}/{name}: {error!r}")
    return faults


def _listed(kind: Kind) -> str:
    return f"/apis/{kind.group}/{kind.plural}"


def _with_keda(api: Api) -> Sequence[Mapping[str, Any]]:
    """What KEDA scales; nothing where it is not installed."""
    try:
        return api.get(_listed(SCALED_OBJECTS))["items"]
    except UnknownError:
        return ()


def _place(found: Mapping[str, Any]) -> tuple[str, str]:
    return found["metadata"]["namespace"], found["metadata"]["name"]


def _kept(api: Api, kind: Kind, found: Mapping[str, Any], running: Mapping[tuple[str, str], int], now: datetime) -> Iterator[str]:
    """Set what differs of one autoscaler; what was set."""
    annotations, spec = found["metadata"].get("annotations") or {}, found["spec"]
    if BASE not in annotations:
        return
    namespace, name = _place(found)
    schedule = Schedule.read(annotations)
    least, most = spec.get(kind.least, kind.least_default), spec.get(kind.most, kind.most_default)
    # An upper bound that an update has yet to raise must not keep the floor from rising as far as it may.
    floor = min(schedule.at(now), most)
    if least != floor:
        # Of this version only: whoever took the schedule away in between has set the bound too.
        change = {"metadata": {"resourceVersion": found["metadata"]["resourceVersion"]}, "spec": {kind.least: floor}}
        api.patch(f"/apis/{kind.group}/namespaces/{namespace}/{kind.plural}/{name}", change)
        yield f"floor {least} -> {floor}"
    if PLACEHOLDERS not in annotations:
        return
    soon = schedule.within(now, timedelta(seconds=int(annotations[LEAD])))
    scaler = name if kind is AUTOSCALERS else (found.get("status") or {}).get("hpaName", "")
    room = max(0, min(soon, most) - max(floor, running.get((namespace, scaler), 0)))
    # Quoted, since who may write an annotation in one namespace must not lead to an object of another.
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments/{urllib.parse.quote(annotations[PLACEHOLDERS], safe='')}/scale"
    held = api.get(path)["spec"].get("replicas", 0)
    if held != room:
        api.patch(path, {"spec": {"replicas": room}})
        yield f"placeholders {held} -> {room}"


class Inside:
    """The API server as a pod reaches it, with the token of its service account.

    Source: kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api.
    """

    def __init__(self, environment: Mapping[str, str], mounted: Path = _MOUNTED) -> None:
        self._place = environment["KUBERNETES_SERVICE_HOST"], int(environment["KUBERNETES_SERVICE_PORT"])
        self._mounted = mounted
        self._date: str | None = None

    @property
    def now(self) -> datetime:
        """By the API server's clock, which its cloud keeps; by the node's, should an answer bear no date."""
        return email.utils.parsedate_to_datetime(self._date) if self._date else datetime.now(UTC)

    def get(self, path: str) -> Any:
        return json.loads(self._asked("GET", path))

    def patch(self, path: str, change: Mapping[str, Any]) -> None:
        self._asked("PATCH", f"{path}?fieldManager={MANAGER}", json.dumps(change))

    def _asked(self, method: str, path: str, body: str | None = None) -> bytes:
        trusted = ssl.create_default_context(cafile=str(self._mounted / "ca.crt"))
        token = (self._mounted / "token").read_text()  # each time: the kubelet renews it
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/merge-patch+json"
        connection = http.client.HTTPSConnection(*self._place, timeout=10, context=trusted)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            self._date = answer.getheader("Date")
        finally:
            connection.close()
        if answer.status != http.client.OK:
            kind = UnknownError if answer.status == http.client.NOT_FOUND else RefusedError
            raise kind(f"{method} {path}: {answer.status} {text.decode(errors='replace')[:300]}")
        return text


def is_kept(now: float) -> bool:
    """Whether a whole round lies two minutes back at most."""
    return DONE.exists() and now - DONE.stat().st_mtime < LATEST


def main(arguments: list[str]) -> int:
    """Keep the floors until told to end; with "check", only say whether they are kept."""
    if arguments == ["check"]:
        return 0 if is_kept(time.time()) else 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # the first process of a container is spared what it does not handle
    api = Inside(os.environ)
    while True:
        faults = keep(api)
        for fault in faults:
            print(fault, file=sys.stderr, flush=True)
        if not faults:
            DONE.touch()
        time.sleep(PERIOD)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
