"""Ask a real API server of the Kubernetes objects of every environment; exit code 1 if it refuses one, or makes another of it than
the simulated cluster does.

python -m tests.kubeapi [STACK …]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from .agreement import agreement
from .asking import Asker, Told
from .building import Programs, SkippedError, built
from .defaulting import compared, kinds, record
from .serving import api_server, etcd

_ENVIRONMENTS: Final = ("development", "staging", "production")
_ROOT: Final = Path(__file__).parents[2]


def main(stacks: Sequence[str] = _ENVIRONMENTS) -> int:
    """Ask of the objects of some stacks, and say what came of it; the exit code."""
    try:
        programs = built()
    except SkippedError as error:
        print(f"skipped: {error}")
        return 0
    refused = 0
    with etcd(programs) as store:
        for stack in stacks:
            for cluster in _clusters(stack):
                refused += _ask(programs, store, stack, cluster)
        refused += _agree(programs, store) + _default(programs, store)
    return 1 if refused else 0


def _clusters(stack: str) -> Sequence[Mapping[str, Any]]:
    command = [sys.executable, "-m", "cli", "manifests", "--stack", stack, "--json"]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        sys.exit(done.returncode)
    return json.loads(done.stdout)["clusters"]


def _ask(programs: Programs, store: str, stack: str, cluster: Mapping[str, Any]) -> int:
    """Ask of one cluster's objects in an API server that has no others; how many it refuses."""
    name, objects = f"{stack} {cluster['name']}", cluster["objects"]
    if cluster["version"] != programs.minor:
        print(f"{name}: skipped: {len(objects)} objects of Kubernetes {cluster['version']}; this API server is {programs.version}")
        return 0
    with api_server(programs, store, name.replace(" ", "-")) as server:
        started = time.perf_counter()
        told = Asker(server).ask(objects)
        seconds = time.perf_counter() - started
    _print(name, programs, told, seconds)
    for what in ("releases", "patches"):
        if cluster[what]:
            print(f"    not asked: {len(cluster[what])} {what}")
    return len(told.errors) + _compare(name, told)


def _agree(programs: Programs, store: str) -> int:
    """Hold the offline check to the API server, one broken object a case; in how many the two do not agree."""
    with api_server(programs, store, "agreement") as server:
        found = agreement(Asker(server))
    both = f"{found.refused} refused offline and by the API server, {found.taken} by neither"
    alone = f"{found.here} by the offline check alone, {found.there} by the API server alone"
    print(f"{found.cases} objects with one thing otherwise: {both}, {alone}, {len(found.strange)} told otherwise")
    for strange in found.strange:
        print(f"    {strange}")
    return len(found.strange)


def _default(programs: Programs, store: str) -> int:
    """Hold what the simulated cluster fills in to what the API server does, in objects of every kind, and keep its answers."""
    with api_server(programs, store, "kinds") as server:
        told = Asker(server).ask({"urn": each["metadata"]["name"], "object": each} for each in kinds())
    for urn, message in told.errors:
        print(f"    error {urn}: {message}")
    record(answer for _, answer in told.answers)
    return len(told.errors) + _compare("every kind", told)


def _compare(name: str, told: Told) -> int:
    """Hold the simulated cluster to what the API server made of objects; how many fields it has otherwise."""
    found = compared(told.answers)
    print(f"{name}: {found.fields} fields of {found.objects} objects: {len(found.differing)} otherwise in the simulated cluster")
    for said in found.differing:
        print(f"    {said}")
    return len(found.differing)


def _print(name: str, programs: Programs, told: Told, seconds: float) -> None:
    asked = told.objects + told.pods
    each = f"{seconds * 1000 / asked:.1f} ms each" if asked else "none"
    pods, errors = f"{told.pods} pods of theirs", f"{len(told.errors)} errors"
    print(f"{name}: Kubernetes {programs.version}: {told.objects} objects, {pods}, {errors} ({each})", flush=True)
    for urn, message in told.errors:
        print(f"    error {urn}: {message}")
    for urn, message in dict.fromkeys(told.warnings):
        print(f"    warning {urn}: {message}")
    for urn, kind in told.left_out:
        print(f"    not asked: {urn}: it serves no {kind}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or _ENVIRONMENTS))
