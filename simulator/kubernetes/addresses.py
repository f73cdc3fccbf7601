"""The addresses and ports of nodes that Services get, and keep; no two of a cluster have the same.

Source: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..values import UNKNOWN, Properties
from .filling import at, each

if TYPE_CHECKING:
    from ..call import Call, Object

SERVICE: Final = "kubernetes:core/v1:Service"
NODE_PORTS: Final = range(30000, 32768)


def cluster_ip(call: Call) -> str | None:
    """The address that a Service gets that names none."""
    if call.get("spec.type", "ClusterIP") == "ExternalName":
        return None
    taken = {at(other.outputs, "spec", "clusterIP") for other in call.find(SERVICE)}
    number = int(call.hex(8, "clusterIP"), 16)
    places = (f"172.20.{(number + step) // 253 % 256}.{(number + step) % 253 + 2}" for step in range(253 * 256))
    return next(place for place in places if place not in taken)


def cluster_ips(call: Call) -> list[str] | None:
    """The same as a list, of which a Service with two families has two."""
    address = call.get("spec.clusterIP") or cluster_ip(call)
    return None if address is None else [address]


def node_ports(call: Call, outputs: Properties) -> None:
    """Give each port a port of the nodes where the Service has them: the one that it has, or a free one."""
    spec: Any = outputs.get("spec")
    kind = at(spec, "type")
    if kind not in ("NodePort", "LoadBalancer") or at(spec, "allocateLoadBalancerNodePorts") is False:
        return
    had = {_called(port): port.get("nodePort") for port in each(call.old.get("spec"), "ports")}
    others = _others(call) if call.cloud is not None else ()
    for port in each(spec, "ports"):
        if port.get("nodePort") is None and had.get(_called(port)) is not None:
            port["nodePort"] = had[_called(port)]
    taken: set[Any] = {*_ports(outputs), *(port for found in others for port in _ports(found.outputs))}
    for port in each(spec, "ports"):
        if port.get("nodePort") is None:
            number = _free(call, f"nodePort {_called(port)}", taken) if call.cloud is not None else UNKNOWN
            taken.add(number)
            port["nodePort"] = number


def already_taken(call: Call) -> Iterator[str]:
    """What a Service asks for that another one of the cluster has."""
    name, address = call.get("metadata.name"), call.get("spec.clusterIP")
    others = _others(call)
    if address and address != "None" and any(at(found.outputs, "spec", "clusterIP") == address for found in others):
        said = f"failed to allocate IP {address}: provided IP is already allocated"
        yield f'Service "{name}" is invalid: spec.clusterIPs: Invalid value: ["{address}"]: {said}'
    held = {port for found in others for port in _ports(found.outputs)}
    for index, port in enumerate(call.get("spec.ports") or ()):
        if port.get("nodePort") in held:
            path = f"spec.ports[{index}].nodePort"
            yield f'Service "{name}" is invalid: {path}: Invalid value: {port["nodePort"]}: provided port is already allocated'


def _others(call: Call) -> list[Object]:
    """The Services of the cluster, without the one that is made or changed."""
    uid = at(call.old, "metadata", "uid")
    return [found for found in call.find(SERVICE) if uid is None or at(found.outputs, "metadata", "uid") != uid]


def _ports(outputs: Any) -> list[int]:
    return [port["nodePort"] for port in each(at(outputs, "spec"), "ports") if port.get("nodePort") is not None]


def _free(call: Call, stream: str, taken: set[Any]) -> int:
    first = int(call.hex(8, stream), 16)
    every = (NODE_PORTS[(first + step) % len(NODE_PORTS)] for step in range(len(NODE_PORTS)))
    return next(port for port in every if port not in taken)


def _called(port: Any) -> str:
    return str(port.get("name") or f"{port.get('port')}/{port.get('protocol') or 'TCP'}")
