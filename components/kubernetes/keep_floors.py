"""Keeps the lower bound of HorizontalPodAutoscalers at what their events ask for; the program that runs inside a cluster.

Every few seconds it looks at every autoscaler that bears a schedule, and sets what differs from it: the lower bound, and how many
placeholder pods hold room for pods to come. It remembers nothing, so a round that was missed is made up for by the next, and two
that run at once agree. An autoscaler that bears no schedule is never touched.

It needs Python's standard library alone, since the cluster is given this file as it is (see `floor_keeper`).
"""

from __future__ import annotations

import bisect
import http.client
import json
import os
import signal
import ssl
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

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
_AUTOSCALERS = "/apis/autoscaling/v2/horizontalpodautoscalers"


class RefusedError(Exception):
    """The API server's answer where it is not the one hoped for."""


class Api(Protocol):
    """The Kubernetes API, as far as it is needed."""

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


def keep(api: Api, now: datetime) -> list[str]:
    """Set whatever differs from its schedule; returns what went wrong, each autoscaler by itself."""
    try:
        found = api.get(_AUTOSCALERS)["items"]
    except (OSError, http.client.HTTPException, RefusedError, ValueError) as error:
        return [f"autoscalers cannot be listed: {error!r}"]
    faults: list[str] = []
    for autoscaler in found:
        metadata = autoscaler["metadata"]
        annotations = metadata.get("annotations") or {}
        if BASE not in annotations:
            continue
        try:
            for told in _kept(api, autoscaler, annotations, now):
                print(told, flush=True)
        except (OSError, http.client.HTTPException, RefusedError, ValueError) as error:
            faults.append(f"{metadata['namespace']}/{metadata['name']}: {error!r}")
    return faults


def _kept(api: Api, autoscaler: Mapping[str, Any], annotations: Mapping[str, str], now: datetime) -> Iterator[str]:
    metadata, spec = autoscaler["metadata"], autoscaler["spec"]
    namespace, name = metadata["namespace"], metadata["name"]
    schedule = Schedule.read(annotations)
    # An upper bound that an update has yet to raise must not keep the floor from rising as far as it may.
    floor = min(schedule.at(now), spec["maxReplicas"])
    if spec.get("minReplicas", 1) != floor:
        # Of this version only: whoever took the schedule away in between has set the bound too.
        change = {"metadata": {"resourceVersion": metadata["resourceVersion"]}, "spec": {"minReplicas": floor}}
        api.patch(f"/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers/{name}", change)
        yield f"{namespace}/{name}: floor {spec.get('minReplicas', 1)} -> {floor}"
    if PLACEHOLDERS not in annotations:
        return
    soon = schedule.within(now, timedelta(seconds=int(annotations[LEAD])))
    running = max(floor, (autoscaler.get("status") or {}).get("currentReplicas") or 0)
    room = max(0, min(soon, spec["maxReplicas"]) - running)
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments/{annotations[PLACEHOLDERS]}/scale"
    held = api.get(path)["spec"].get("replicas", 0)
    if held != room:
        api.patch(path, {"spec": {"replicas": room}})
        yield f"{namespace}/{name}: placeholders {held} -> {room}"


class Inside:
    """The API server as a pod reaches it, with the token of its service account.

    Source: kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api.
    """

    def __init__(self, environment: Mapping[str, str], mounted: Path = _MOUNTED) -> None:
        self._place = environment["KUBERNETES_SERVICE_HOST"], int(environment["KUBERNETES_SERVICE_PORT"])
        self._mounted = mounted

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
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise RefusedError(f"{method} {path}: {answer.status} {text.decode(errors='replace')[:300]}")
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
        faults = keep(api, datetime.now(UTC))
        for fault in faults:
            print(fault, file=sys.stderr, flush=True)
        if not faults:
            DONE.touch()
        time.sleep(PERIOD)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
