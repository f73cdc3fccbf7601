"""What an environment says of a workload, as its component is given it; and what of it is refused, at its line."""

from __future__ import annotations

import pytest

from components import contracts
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from stacks.arguments import SiteArguments
from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import RELEASES

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
EVERYTHING = {
    LINE: """storefront:
        cluster: main
        sites: all
        replicas: {min: 2, max: 4}
        kind: StatefulSet
        volume: {size: 20Gi, path: /var/lib/shop, storage_class: encrypted}
        command: [/bin/serve]
        arguments: [--quiet]
        cpu: 300m
        memory: 768Mi
        cpu_limit: "2"
        target_memory: 75
        target_rps: 80
        health_path: /live
        probes: {startup: 5m, readiness: {path: /ready, period: 3s, timeout: 1s}, liveness: {failures: 9}}
        drain: 20s
        grace: 90s
        disruptions: 2
        user: 1000
        environment: {CURRENCY: idr}
        config: {app.yaml: "currency: idr"}
        pool: general
"""
}


def said(loaded, edits=None):
    """The arguments of the workload in the first site."""
    return SiteArguments(loaded(edits), "jakarta").workload("storefront", "default", None)


def test_everything_that_is_said_reaches_the_component(loaded):
    args = said(loaded, EVERYTHING)
    assert args.kind == "StatefulSet"
    assert args.volume == contracts.Volume(size="20Gi", path="/var/lib/shop", storage_class="encrypted")
    assert (args.command, args.arguments) == (("/bin/serve",), ("--quiet",))
    assert (args.cpu, args.memory, args.cpu_limit) == ("300m", "768Mi", "2")
    assert (args.target_cpu, args.target_memory, args.target_rps) == (60, 75, 80)
    assert args.probes == contracts.Probes(
        startup=300,
        readiness=contracts.Probe(path="/ready", period=3, timeout=1, failures=2),
        liveness=contracts.Probe(period=10, timeout=5, failures=9),
    )
    assert (args.drain, args.grace, args.disruptions, args.user) == (20, 90, 2, 1000)
    assert (args.environment, args.config, args.pool) == ({"CURRENCY": "idr"}, {"app.yaml": "currency: idr"}, "general")


def test_what_is_left_out_is_as_the_component_has_it(loaded):
    image, replicas = loaded().images["storefront"], contracts.Capacity(min=2, max=4)
    assert said(loaded) == contracts.WorkloadArgs(image=image, replicas=replicas, app="storefront")


FAULTS = {
    "disruptions that block every drain": (
        "disruptions: 0%",
        (
            '37:75 workloads.storefront.disruptions: "0%", expected 1 or more, or 1% to 100%, so that a node can always be drained; '
            "fix: write 25% or 1, say"
        ),
    ),
    "disruptions of nothing": (
        "disruptions: 0",
        (
            "37:75 workloads.storefront.disruptions: 0, expected 1 or more, or 1% to 100%, so that a node can always be drained; "
            "fix: write 25% or 1, say"
        ),
    ),
    "a pool that the cluster lacks": (
        "pool: genral",
        '37:75 workloads.storefront.pool: "genral", expected a pool of its cluster: general; fix: write general',
    ),
    "a number with a sign": (
        "target_cpu: 70%",
        '37:75 workloads.storefront.target_cpu: "70%", expected a whole number; fix: write 70',
    ),
    "a kind that there is not": (
        "kind: DaemonSet",
        '37:75 workloads.storefront.kind: "DaemonSet", expected Deployment or StatefulSet; fix: choose one of them',
    ),
    "no variable": (
        "environment: {2ND: x}",
        (
            '37:89 workloads.storefront.environment.2ND: the name "2ND", expected letters, digits and underscores, no digit first; '
            "fix: rename the variable"
        ),
    ),
}


@pytest.mark.parametrize(("more", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_the_file_refuses(faults, more, fault):
    assert faults({"max: 4}}": f"max: 4}}, {more}}}"}) == [fault]


REFUSED = {
    "a volume of a Deployment": (
        "volume: {}",
        (
            '37:75 workloads.storefront.volume: "a volume", expected none for a Deployment; fix: write kind: StatefulSet, or leave the '
            "volume out; pods of a Deployment would have to share it"
        ),
    ),
    "draining longer than the grace": (
        "drain: 2m",
        "37:75 workloads.storefront.drain: 120, expected less than the 60 s of grace, and 0 or more; fix: lower drain or raise grace",
    ),
    "a limit below the request": (
        'cpu_limit: "0.1"',
        (
            '37:75 workloads.storefront.cpu_limit: "0.1", expected no less than the request, 250m; '
            "fix: raise it to 250m or more, or leave it out"
        ),
    ),
    "memory in thousandths of a byte": (
        "memory: 512m",
        '37:75 workloads.storefront.memory: "512m", expected 1Mi or more, with its unit; m is a thousandth; fix: write 512Mi',
    ),
    "memory without its unit": (
        'memory: "512"',
        '37:75 workloads.storefront.memory: "512", expected 1Mi or more, with its unit; m is a thousandth; fix: write 512Mi',
    ),
    "a disk without its unit": (
        'kind: StatefulSet, volume: {size: "50"}',
        '37:103 workloads.storefront.volume.size: "50", expected 1Mi or more, with its unit; m is a thousandth; fix: write 50Mi',
    ),
    "a probe that outlasts its period": (
        "probes: {readiness: {timeout: 9s}}",
        (
            "37:96 workloads.storefront.probes.readiness.timeout: 9, expected a whole number, 1 to 5; "
            "fix: choose a number between them"
        ),
    ),
    "liveness less patient than readiness": (
        "probes: {liveness: {period: 5s, failures: 2}}",
        (
            '37:84 workloads.storefront.probes.liveness: "10 s", expected patience of more than 10 s, that of readiness (period times '
            "failures); fix: raise period or failures of liveness; a pod under load should leave the Service before it is restarted"
        ),
    ),
    "scratch space as a disk": (
        "kind: StatefulSet, volume: {path: /tmp}",
        (
            '37:103 workloads.storefront.volume.path: "/tmp", expected a directory of its own; '
            "fix: write /data, say; /tmp is scratch space"
        ),
    ),
}


@pytest.mark.parametrize(("more", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_the_component_refuses_is_told_at_its_place(loaded, more, fault):
    environment = loaded({"max: 4}}": f"max: 4}}, {more}}}"})
    with pytest.raises(EnvironmentFaults) as error:
        check(environment)
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == [fault]


EXPOSED = "expose: {host: www.shop.example, path: /shop}"


@pytest.mark.parametrize(
    ("more", "tier"), [("", "public"), (", public: false", "private")], ids=["to the internet", "to the network alone"]
)
def test_load_balancers_reach_what_is_exposed(loaded, more, tier):
    arguments = SiteArguments(loaded({"max: 4}}": f"max: 4}}, {EXPOSED[:-1]}{more}}}}}"}), "jakarta")
    args = arguments.workload("storefront", "default", None, contracts.Entrance(name="outside"))
    assert args.expose == contracts.Expose(host="www.shop.example", path="/shop", through=contracts.Entrance(name="outside"))
    assert isinstance(args.delivery, OnEks)
    assert {peer.cidr for peer in args.callers} == set(arguments.network().blocks[tier].values())
    assert isinstance(SiteArguments(arguments.loaded, "batam").workload("storefront", "default", None).delivery, OnAck)


UNEXPOSED = {
    "no name": (
        "expose: {host: Shop}",
        '37:84 workloads.storefront.expose.host: "Shop", expected a DNS name in lower case, say shop.example; fix: write labels of letters, digits and hyphens, joined by dots',
    ),
    "a path without its slash": (
        "expose: {host: shop.example, path: shop}",
        '37:104 workloads.storefront.expose.path: "shop", expected a path that begins with /; fix: write /shop',
    ),
}


@pytest.mark.parametrize(("more", "fault"), UNEXPOSED.values(), ids=UNEXPOSED)
def test_what_nothing_can_be_exposed_under(faults, more, fault):
    assert faults({"max: 4}}": f"max: 4}}, {more}}}"}) == [fault]


def test_two_workloads_have_two_names_and_load_balancers_two_zones(faults):
    both = (
        LINE.replace("max: 4}}", f"max: 4}}, {EXPOSED}}}")
        + f"\n      checkout: {{cluster: main, sites: [jakarta], replicas: {{min: 2, max: 4}}, {EXPOSED}}}"
    )
    found = faults(
        {
            LINE: both,
            'zones: [a, b]\n        country: id\n        account: {id: "1111': 'zones: [a]\n        country: id\n        account: {id: "1111',
        },
        releases=f"{RELEASES}checkout: shop/checkout@sha256:{'1' * 64}\n",
    )
    assert [fault for fault in found if "expose" in fault] == [
        (
            "37:75 workloads.storefront.expose: a workload exposed in jakarta, which has 1, expected 2 zones at least, which the clouds' "
            "load balancers stand in; fix: add a zone to the site"
        ),
        (
            "38:79 workloads.checkout.expose: a workload exposed in jakarta, which has 1, expected 2 zones at least, which the clouds' "
            "load balancers stand in; fix: add a zone to the site"
        ),
        (
            "38:88 workloads.checkout.expose.host: www.shop.example/shop, expected what storefront is not exposed under; "
            "fix: write another path, or another host"
        ),
    ]
