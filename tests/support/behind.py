"""Fleets behind a load balancer, as the components' tests have them."""

from __future__ import annotations

from typing import Any

from components.aws.load_balancer import LoadBalancer, LoadBalancerArgs
from components.contracts import HealthCheck, Listener, TargetGroup
from tests.support.clouds import AWS, TAGS
from tests.support.mocks import Recording, record

CERTIFICATE = "arn:aws:acm:ap-southeast-3:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"

LABELS = {
    "aws:lb/loadBalancer:LoadBalancer": {"arnSuffix": "app/web/50dc6c495c0c9188"},
    "aws:lb/targetGroup:TargetGroup": {"arnSuffix": "targetgroup/web/6d0ecf831eec9f09"},
}
"""What the two name themselves in metrics."""


def args(network: Any, **changes: Any) -> LoadBalancerArgs:
    """An application load balancer that answers with HTTPS, unless told otherwise."""
    usual: dict[str, Any] = {
        "network": network,
        "listeners": {"https": Listener(port=443, protocol="https", to="web", certificate=CERTIFICATE)},
        "targets": {"web": TargetGroup(port=8080)},
        "tags": TAGS,
    }
    return LoadBalancerArgs(**{**usual, **changes})


def network_kind(**changes: Any) -> dict[str, Any]:
    """What makes it a network load balancer."""
    group = TargetGroup(port=5432, protocol="tcp", health=HealthCheck(path=None))
    return {
        "kind": "network",
        "listeners": {"tcp": Listener(port=5432, protocol="tcp", to="db")},
        "targets": {"db": group},
        **changes,
    }


def balancer(**changes: Any) -> Recording:
    """A load balancer on its own."""
    return record(lambda: LoadBalancer("web", args(AWS.make_network(), **changes)))


def fleet_behind(balancer: dict[str, Any] | None = None, **changes: Any) -> Recording:
    """A load balancer, and a fleet that joins every target group of it."""

    def program() -> None:
        network = AWS.make_network()
        front = LoadBalancer("web", args(network, **(balancer or {})))
        AWS.fleet.Fleet("transcoder", AWS.fleet_args(network, targets=front.targets, **changes))

    return record(program, outputs=lambda type_, _name, _inputs: LABELS.get(type_, {}))
