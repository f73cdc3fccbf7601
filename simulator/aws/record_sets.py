"""What Route 53 refuses of several records that share a name and a type: what decides between them, and what they must have alike.

Messages: docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (SetIdentifier, Weight, Failover, Region,
GeoLocation, TTL).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..call import Call, Object

_POLICIES: Final = {
    "weightedRoutingPolicies": "weighted",
    "failoverRoutingPolicies": "failover",
    "latencyRoutingPolicies": "latency",
    "geolocationRoutingPolicies": "geolocation",
    "geoproximityRoutingPolicy": "geoproximity",
    "cidrRoutingPolicy": "CIDR",
    "multivalueAnswerRoutingPolicy": "multivalue answer",
}
_ONE_OF_A_KIND: Final = {"failover", "latency", "geolocation"}


def faults(call: Call) -> Iterator[tuple[str, str]]:
    """What is wrong with a record's policy by itself."""
    told = [name for name in _POLICIES if call.given(name)]
    if len(told) > 1:
        yield told[1], f'"{told[1]}": conflicts with {told[0]}'
    if told and not call.given("setIdentifier"):
        yield told[0], f'"{told[0]}": all of `set_identifier,{told[0]}` must be specified'
    if not told and call.given("setIdentifier"):
        yield "setIdentifier", '"set_identifier": a routing policy must be specified beside it'
    for policy in call.get("weightedRoutingPolicies") or ():
        weight = policy.get("weight")
        if weight is not None and not 0 <= weight <= 255:
            yield "weightedRoutingPolicies", f"expected weight to be in the range (0 - 255), got {weight}"


def refused(call: Call, name: str, others: Iterable[Object]) -> Iterator[str]:
    """What a record may not be beside others of its name and type."""
    mine, identifier, ttl = _policy(call), call.get("setIdentifier"), call.get("ttl")
    begin = f"InvalidChangeBatch: [RRSet with DNS name {name}., type {call['type']}, SetIdentifier {identifier}"
    for other in others:
        kind, other_id = _policy(other.outputs), other.outputs.get("setIdentifier")
        if identifier == other_id:
            continue  # the same record, of which others tell
        if kind[0] != mine[0]:
            yield f"{begin} cannot be created because a {kind[0] or 'simple'} rrset exists with the same name and type.]"
        elif kind[0] == "weighted" and ttl and other.outputs.get("ttl") and ttl != other.outputs["ttl"]:
            yield f"{begin} cannot be created as weighted sets must contain the same TTL.]"
        elif kind == mine and kind[0] in _ONE_OF_A_KIND:
            yield f"{begin} cannot be created because {other_id} has the same {kind[0]} setting.]"
    if mine[:2] == ("failover", "PRIMARY") and not call.get("aliases") and not call.given("healthCheckId"):
        yield f"{begin} cannot be created: a primary failover record that is no alias must have a health check.]"


def _policy(properties: Any) -> tuple[str, str]:
    """What decides between a record and others, and what it says there."""
    for name, kind in _POLICIES.items():
        found = properties.get(name)
        if found:
            told: Mapping[str, Any] = found[0] if isinstance(found, list) else found if isinstance(found, dict) else {}
            return kind, " ".join(str(told[key]) for key in sorted(told) if key != "weight" and told[key])
    return "", ""
