"""What a load balancer promises, on every cloud alike."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.contracts import HealthCheck, Listener, Target, TargetGroup, TargetTracking
from tests.support.balancers import BALANCERS, Balancers, passing
from tests.support.clouds import CIDR, PODS, TAGS
from tests.support.mocks import ID_PREFIX, UNKNOWN, Recorded, Recording, changes, record

pytestmark = pytest.mark.parametrize("cloud", BALANCERS, ids=str)

KINDS = {"application": {}, "network": passing()}
each_kind = pytest.mark.parametrize(("kind", "told"), KINDS.items(), ids=KINDS)


def one(cloud: Balancers, found: Recording, word: str, kind: str = "application", name: str | None = None) -> Recorded:
    made = [each for each in found.of(cloud.types[kind][word]) if name is None or each.name.endswith(name)]
    assert len(made) == 1, [each.name for each in made]
    return made[0]


def root(cloud: Balancers, found: Recording) -> Recorded:
    return found.one(cloud.module.LoadBalancer.TYPE)


def subnets(balancer: Recorded) -> list[str]:
    switches = [each["vswitchId"] for each in balancer.inputs.get("zoneMappings", ())]
    return balancer.inputs.get("subnets") or switches


def clients(found: Recording) -> set[tuple[str, str]]:
    """The blocks that are let in, each with its port."""
    rules = [each.inputs for each in found.values() if each.type.endswith(("IngressRule", "SecurityGroupRule"))]
    opened = [each for each in rules if each.get("policy") != "drop"]
    return {
        (each.get("cidrIpv4", each.get("cidrIp")), str(each.get("fromPort", each.get("portRange"))).split("/")[0])
        for each in opened
    }


@each_kind
def test_it_satisfies_the_protocol(cloud: Balancers, kind, told):
    def program():
        assert isinstance(cloud.make(**told), contracts.LoadBalancer)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(cloud: Balancers):
    named = {name for name, hint in get_type_hints(contracts.LoadBalancer).items() if get_origin(hint) is not ClassVar}
    outputs = root(cloud, cloud.recorded()).outputs or {}
    assert outputs.keys() | {"zone_id"} == named
    assert ("zone_id" in outputs) == ("alias-records" in cloud.module.LoadBalancer.capabilities)
    assert outputs["targets"]["web"].keys() <= {field.name for field in fields(Target)}
    assert (outputs["targets"]["web"]["port"], outputs["targets"]["web"]["health_port"]) == (8080, 8080)


@each_kind
def test_every_child_stands_directly_under_it_and_begins_with_its_name(cloud: Balancers, kind, told):
    found = cloud.recorded(**told)
    component = root(cloud, found)
    children = found.children(component)
    assert len(children) >= 4
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("front") for child in children)


@each_kind
def test_it_stands_in_every_zone_of_its_tier(cloud: Balancers, kind, told):
    for public, tier in ((False, "private"), (True, "public")):
        balancer = one(cloud, cloud.recorded(public=public, **told), "balancer", kind)
        assert sorted(subnets(balancer)) == [f"{ID_PREFIX}net-{tier}-{zone}" for zone in "abc"]
        assert balancer.inputs.get("internal", balancer.inputs.get("addressType") == "Intranet") is not public


@each_kind
def test_its_own_network_alone_reaches_it_unless_others_are_named(cloud: Balancers, kind, told):
    port = "443" if kind == "application" else "5432"
    assert clients(cloud.recorded(**told)) == {(CIDR, port), (PODS, port)}
    assert clients(cloud.recorded(public=True, allowed=("203.0.113.0/24",), **told)) == {("203.0.113.0/24", port)}
    assert clients(cloud.recorded(public=True, **told)) <= {("0.0.0.0/0", port)}


@pytest.mark.parametrize("told", [{}, {"public": True}, {"allowed": ("203.0.113.0/24", "198.51.100.0/24")}], ids=repr)
def test_another_listener_changes_no_sibling(cloud: Balancers, told):
    before = cloud.recorded(**told)
    more = {"admin": Listener(port=8443, protocol="https", to="web", certificate=cloud.certificate), "https": cloud.https}
    added, removed, changed = changes(before, cloud.recorded(listeners=more, **told))
    assert (removed, changed) == (set(), set())
    assert any(each.endswith("8443") for each in added)


def test_another_certificate_changes_no_sibling(cloud: Balancers):
    more = Listener(
        port=443, protocol="https", to="web", certificate=cloud.certificate, more_certificates={"pay": cloud.certificate}
    )
    added, removed, changed = changes(cloud.recorded(), cloud.recorded(listeners={"https": more}))
    assert (len(added), removed, changed) == (1, set(), set())
    assert added.pop().endswith("443-pay")


@each_kind
def test_another_zone_changes_the_load_balancer_alone(cloud: Balancers, kind, told):
    added, removed, changed = changes(cloud.recorded(zones=("a", "b"), **told), cloud.recorded(**told))
    assert not {each for each in (*added, *removed) if " front" in each}
    assert len({each for each in changed if " front" in each}) == 1


@each_kind
def test_a_secure_listener_shows_its_certificate_and_no_old_protocol(cloud: Balancers, kind, told):
    protocol = "https" if kind == "application" else "tls"
    secure = Listener(port=443, protocol=protocol, to="web", certificate=cloud.certificate, more_certificates={"pay": "2"})
    found = cloud.recorded(**{**told, "listeners": {"safe": secure}})
    inputs = one(cloud, found, "listener", kind).inputs
    shown = inputs.get("certificateArn") or inputs.get("certificateIds") or inputs["certificates"]["certificateId"]
    assert shown in (cloud.certificate, [cloud.certificate])
    assert "1_2" in inputs.get("securityPolicyId", "").replace("-", "_") or "TLS13-1-2" in inputs.get("sslPolicy", "")
    more = one(cloud, found, "shown", kind).inputs
    assert more.get("certificateArn", more.get("certificateId")) == "2"


def test_http_may_send_clients_to_https(cloud: Balancers):
    found = cloud.recorded(listeners={"http": Listener(port=80, protocol="http", redirect=443), "https": cloud.https})
    sent = [
        each.inputs
        for each in found.values()
        if "edirect" in str(each.inputs.get("ruleActions", each.inputs.get("defaultActions")))
    ]
    assert len(sent) == 1
    assert "'port': '443'" in str(sent[0])
    assert "'protocol': 'HTTPS'" in str(sent[0])


WHOLE = TargetGroup(
    port=8080,
    health=HealthCheck(path="/ready", port=9000, interval=20, timeout=4, healthy=3, unhealthy=4, codes=("2xx", "3xx")),
    drain=90,
    slow_start=120,
    sticky=3600,
)


def switches(cloud: Balancers, group: TargetGroup, **told: Any) -> tuple[object, object, object]:
    """Whether clients are kept and newcomers spared, and how machines are chosen, as the cloud is told."""
    inputs = one(cloud, cloud.recorded(targets={"web": group}, **told), "group").inputs
    kept = inputs.get("stickySessionConfig", inputs.get("stickiness"))
    spared = inputs.get("slowStartConfig", {"slowStartEnabled": bool(inputs.get("slowStart"))})
    chosen = inputs.get("scheduler", inputs.get("loadBalancingAlgorithmType"))
    return kept.get("stickySessionEnabled", kept.get("enabled")), spared["slowStartEnabled"], chosen


def test_what_was_switched_on_is_switched_off_by_saying_so(cloud: Balancers):
    """A provider leaves alone what it is not told, so that silence would switch nothing off."""
    least, plain = TargetGroup(port=8080, distribution="least_requests"), TargetGroup(port=8080)
    assert switches(cloud, WHOLE)[:2] == (True, True)
    assert switches(cloud, plain)[:2] == (False, False)
    assert None not in {switches(cloud, plain)[2], switches(cloud, least)[2]}
    assert switches(cloud, plain)[2] != switches(cloud, least)[2]


@each_kind
def test_a_connection_may_be_silent_for_as_long_on_every_cloud(cloud: Balancers, kind, told):
    usual = 60 if kind == "application" else 350
    for given, expected in ((None, usual), (120, 120)):
        found = cloud.recorded(idle_timeout=given, **told)
        said = [one(cloud, found, word, kind).inputs for word in ("balancer", "listener")]
        names = ("idleTimeout", "tcpIdleTimeoutSeconds")
        assert [each[name] for each in said for name in names if name in each] == [expected]


@each_kind
def test_deletion_is_protected_when_asked(cloud: Balancers, kind, told):
    for asked in (True, False):
        made = one(cloud, cloud.recorded(deletion_protection=asked, **told), "balancer", kind)
        said = made.inputs.get("deletionProtectionConfig", {"enabled": made.inputs.get("enableDeletionProtection")})
        assert (said["enabled"], bool(made.protect)) == (asked, asked)


def test_tags_reach_what_can_carry_them(cloud: Balancers):
    found = cloud.recorded()
    for word in ("balancer", "group", "listener"):
        assert one(cloud, found, word).inputs["tags"].items() >= TAGS.items()


def test_options_reach_every_child(cloud: Balancers):
    def program():
        cloud.make(pulumi.ResourceOptions(provider=cloud.cloud.provider("jakarta"), protect=True))

    found = record(program)
    (provider,) = found.of(f"pulumi:providers:{cloud.cloud.name}")
    children = found.children(root(cloud, found))
    assert {child.provider for child in children} == {f"{provider.urn}::{provider.id}"}
    assert all(child.protect for child in children)


def test_the_first_preview_waits_for_what_the_cloud_computes(cloud: Balancers):
    outputs = root(cloud, record(cloud.make, preview=True)).outputs or {}
    assert (outputs["id"], outputs["dns_name"]) == (UNKNOWN, UNKNOWN)


def behind(cloud: Balancers, listeners: dict[str, Listener] | None = None) -> Recording:
    """A fleet behind it, which requests scale."""

    def program():
        network = cloud.cloud.make_network()
        front = cloud.module.LoadBalancer("front", cloud.args(network, listeners=listeners or {"https": cloud.https}))
        scaling = {"requests": TargetTracking(metric="requests", value=80)}
        cloud.cloud.fleet.Fleet("shop", cloud.cloud.fleet_args(network, targets=front.targets, scaling=scaling))

    suffixes = {"balancer": "app/front/0a1b", "group": "targetgroup/front/2c3d"}
    known = {cloud.types["application"][word]: {"arnSuffix": suffix} for word, suffix in suffixes.items()}
    return record(program, outputs=lambda type_, _name, _inputs: known.get(type_, {}) if "aws" in type_ else {})


def test_a_fleet_behind_it_is_scaled_by_requests_a_second_and_believes_it(cloud: Balancers):
    found = behind(cloud)
    rule = found.one(cloud.cloud.types["rule"]).inputs
    if cloud.cloud.name == "aws":
        tracked = rule["targetTrackingConfiguration"]
        assert tracked["targetValue"] == 80 * 60  # AWS counts by the minute
        assert tracked["predefinedMetricSpecification"] == {
            "predefinedMetricType": "ALBRequestCountPerTarget",
            "resourceLabel": "app/front/0a1b/targetgroup/front/2c3d",
        }
    else:
        assert (rule["metricName"], rule["targetValue"]) == ("LoadBalancerRealServerAverageQps", 80)
        assert rule["alarmDimension"] == {"dimensionKey": "rulePool", "dimensionValue": f"{ID_PREFIX}front-targets-web"}
    group = found.one(cloud.cloud.types["group"]).inputs
    assert group.get("healthCheckType") == "ELB" or "LOAD_BALANCER" in group["healthCheckTypes"]


def test_its_machines_are_open_to_it_and_to_nobody_beyond_the_network(cloud: Balancers):
    rules = [rule.inputs for rule in behind(cloud).of(cloud.cloud.types["ingress"]) if rule.name.startswith("shop-")]
    assert {str(rule.get("fromPort", rule.get("portRange"))).split("/")[0] for rule in rules} == {"8080"}
    sources = {rule.get("cidrIpv4", rule.get("cidrIp")) for rule in rules}
    assert sources == ({None} if "own-source" in cloud.module.LoadBalancer.capabilities else {CIDR, PODS})


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        ({"zones": ("a",)}, "network.zones", "2 zones at least, for a load balancer of kind application"),
        ({"listeners": {}}, "listeners", "one listener at least"),
        ({"targets": {"web": WHOLE, "api": TargetGroup(port=1)}}, "targets.api", "a listener that leads there"),
        ({"targets": {"web": WHOLE}, "cross_zone": False}, "targets.web.sticky", "0 without cross_zone"),
        ({"listeners": {"a": Listener(port=80, protocol="http", redirect=443)}}, "listeners.a.redirect", "the port of an https"),
        ({"idle_timeout": 601}, "idle_timeout", "1 to 600"),
        (passing(idle_timeout=59), "idle_timeout", "60 to 900"),
        (passing(listeners={"dns": Listener(port=53, protocol="udp", to="web")}), "listeners.dns.protocol", "tcp or tls"),
        (
            passing(targets={"web": TargetGroup(port=1, protocol="tcp", sticky=60)}),
            "targets.web.sticky",
            "nothing behind a network",
        ),
        ({"allowed": ("10.0.0.1/8",)}, "allowed.0", "an IPv4 block"),
    ],
)
def test_what_it_refuses(cloud: Balancers, told, field, expected):
    assert expected in cloud.faults(**told)[field]


LACKING = {
    "network-access-logs": (passing(access_logs="shop/nlb"), "access_logs"),
    "tls-idle-timeout": (
        passing(listeners={"tls": Listener(port=443, protocol="tls", to="web", certificate="1")}, idle_timeout=120),
        "idle_timeout",
    ),
    "same-port": (
        passing(
            listeners={"tcp": Listener(port=53, protocol="tcp", to="web"), "udp": Listener(port=53, protocol="udp", to="log")},
            targets={
                name: TargetGroup(port=53, protocol=speaks, health=HealthCheck(path=None))
                for name, speaks in (("web", "tcp"), ("log", "udp"))
            },
        ),
        "listeners.udp.port",
    ),
}


@pytest.mark.parametrize(("capability", "case"), LACKING.items(), ids=LACKING)
def test_what_a_cloud_lacks_is_refused_there_alone(cloud: Balancers, capability, case):
    told, field = case
    if capability in cloud.module.LoadBalancer.capabilities:
        cloud.recorded(**told)
    else:
        assert field in cloud.faults(**told)
