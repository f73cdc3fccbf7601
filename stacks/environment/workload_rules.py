"""What must hold between a workload or job and the rest of its environment, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from faults import nearest

from .placement import placed, selection
from .problems import Cursor, Problem, listed, shown


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that one of them breaks."""
    jobs, workloads = environment["jobs"], environment["workloads"]
    for owner in (*workloads.values(), *jobs.values()):
        yield from _pool(environment, owner)
        yield from _peers(environment, owner)
        yield from _identity(environment, owner)
    for name, job in jobs.items():
        if name in dict(workloads.items()):
            yield job.problem(f"the name {shown(name)}", "a name of its own, and a workload has this one", "rename the job")


def _pool(environment: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A pool that the cluster does not have; pods kept to it would wait forever."""
    cluster = environment["clusters"][owner["cluster"].text or ""]
    pools = [name for name, _ in cluster["pools"].items()]
    if owner["pool"].text is not None and pools and owner["pool"].text not in pools:
        near = nearest(owner["pool"].text, pools)
        yield owner["pool"].refused(f"a pool of its cluster: {listed(pools)}", f"write {near}" if near else "remove it")


def _identity(environment: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A role of its own in a cluster without an issuer, which IRSA and RRSA need; Pod Identity needs none."""
    cluster = environment["clusters"][owner["cluster"].text or ""]
    if cluster["issuer"].value is not False:
        return
    clouds = {cloud for _, cloud, _ in placed(environment, selection(environment, owner))}
    ways = {
        "aws": ("IRSA", "write issuer: true there, or aws: {identity: pod-identity}"),
        "alicloud": ("RRSA", "write issuer: true there"),
    }
    for cloud in sorted(clouds):
        way, fix = ways[cloud]
        if owner["identity"][cloud].value and (cloud == "alicloud" or cluster["aws"]["identity"].text != "pod-identity"):
            expected = f"none in {owner['cluster'].text}, which has no OIDC issuer for {way}"
            yield owner["identity"][cloud].problem("a role of its own", expected, fix)


def _peers(environment: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A peer by a name that no workload of the cluster has; what is called answers, so it is no job."""
    for field, kinds in (("calls", ("workloads",)), ("callers", ("workloads", "jobs"))):
        cluster = owner["cluster"].text
        there = [name for kind in kinds for name, each in environment[kind].items() if each["cluster"].text == cluster]
        for peer in owner[field].each():
            if peer.text is not None and peer.text not in there:
                near = nearest(peer.text, there)
                fix = f"write {near}" if near else "write {cidr: …, ports: […]} for what is no workload of the cluster"
                yield peer.refused(f"a workload of its cluster{f': {listed(there)}' if there else ''}", fix)
