"""Who calls whom inside a cluster: what a file says at one end of a connection holds at both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from components import contracts
from components.kubernetes.expose import SERVICE_PORT

from .environment import Environment
from .environment import workload as written
from .environment.problems import Steps


def callers(environment: Environment, name: str) -> tuple[contracts.Peer, ...]:
    """Who may reach a workload: those that it names, then those that say that they call it."""
    workload = environment.workloads[name]
    run = {**environment.workloads, **environment.jobs}
    named = [each for each in workload.callers if isinstance(each, str)]
    calling = [key for key, each in run.items() if each.cluster == workload.cluster and name in each.calls and key not in named]
    others = [_other(each) for each in workload.callers if not isinstance(each, str)]
    return (*(_named(run[each], each, workload.namespace, ()) for each in (*named, *calling)), *others)


def calls(environment: Environment, name: str) -> tuple[contracts.Peer, ...]:
    """Whom a workload or a job may reach: those that it names, then those that say that it calls them.

    Both the Service's port and that of the pods are let through: the agent of EKS looks at connections before Services are resolved
    (docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html), those of others after it.
    """
    workloads = environment.workloads
    caller = environment.jobs.get(name) or workloads[name]
    named = [each for each in caller.calls if isinstance(each, str)]
    called = [
        key for key, each in workloads.items() if each.cluster == caller.cluster and name in each.callers and key not in named
    ]
    others = [_other(each) for each in caller.calls if not isinstance(each, str)]
    ways = ((each, tuple(sorted({SERVICE_PORT, workloads[each].port}))) for each in (*named, *called))
    return (*(_named(workloads[each], each, caller.namespace, ports) for each, ports in ways), *others)


def peer_parts(told: written.Pods) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """Each peer that is no workload, as a call that makes it, with its place below the workload's or job's."""
    for field in ("callers", "calls"):
        for position, each in enumerate(getattr(told, field, ())):
            if not isinstance(each, str):
                yield (field, position), lambda each=each: _other(each)


def _named(other: written.Pods, name: str, namespace: str, ports: tuple[int, ...]) -> contracts.Peer:
    return contracts.Peer(app=name, namespace=other.namespace if other.namespace != namespace else None, ports=ports)


def _other(peer: written.Peer) -> contracts.Peer:
    return contracts.Peer(**peer.model_dump())
