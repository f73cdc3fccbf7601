"""Load balancers on Alibaba Cloud: ALB and NLB, who reaches them, and what they need of a network."""

from __future__ import annotations

from typing import Any

import pytest

from components.alicloud.load_balancer import LoadBalancer, LoadBalancerArgs
from components.contracts import HealthCheck, Listener, TargetGroup, TargetTracking
from components.errors import ArgumentsError
from tests.support.clouds import ALICLOUD, CIDR, PODS, TAGS
from tests.support.mocks import ID_PREFIX, Recording, changes, record

ALB, NLB = "alicloud:alb/loadBalancer:LoadBalancer", "alicloud:nlb/loadBalancer:LoadBalancer"
ALB_GROUP, NLB_GROUP = "alicloud:alb/serverGroup:ServerGroup", "alicloud:nlb/serverGroup:ServerGroup"
ALB_LISTENER, NLB_LISTENER = "alicloud:alb/listener:Listener", "alicloud:nlb/listener:Listener"
RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
HTTPS = Listener(port=443, protocol="https", to="web", certificate="123-ap-southeast-5")
TCP: dict[str, Any] = {
    "kind": "network",
    "listeners": {"tcp": Listener(port=5432, protocol="tcp", to="db")},
    "targets": {"db": TargetGroup(port=5432, protocol="tcp", health=HealthCheck(path=None))},
}
WHOLE_ZONES = [{"zoneId": f"ap-southeast-5{zone}", "vswitchId": f"{ID_PREFIX}net-private-{zone}"} for zone in "abc"]


def make(**options: Any) -> LoadBalancer:
    zones = options.pop("zones", ("a", "b", "c"))
    usual: dict[str, Any] = {"listeners": {"https": HTTPS}, "targets": {"web": TargetGroup(port=8080)}, "tags": TAGS}
    return LoadBalancer("front", LoadBalancerArgs(network=ALICLOUD.make_network(zones=zones), **{**usual, **options}))


def balancer(**options: Any) -> Recording:
    return record(lambda: make(**options) and None)


def faults(**options: Any) -> dict[str, str]:
    found: list[ArgumentsError] = []

    def program():
        with pytest.raises(ArgumentsError) as raised:
            make(**options)
        found.append(raised.value)

    record(program)
    return {fault.field: str(fault) for fault in found[0].faults}


def test_an_application_load_balancer_consists_of_exactly_this():
    found = balancer()
    assert sorted((child.type.split(":")[-1], child.name) for child in found.children(found.one(LoadBalancer.TYPE))) == [
        ("Listener", "front-listener-https"),
        ("LoadBalancer", "front-balancer"),
        ("LoadBalancerSecurityGroupAttachment", "front-clients"),
        ("SecurityGroup", "front-clients"),
        ("SecurityGroupRule", "front-443-tcp-from-cidr"),
        ("SecurityGroupRule", "front-443-tcp-from-pods"),
        ("SecurityGroupRule", "front-no-other-clients"),
        ("ServerGroup", "front-targets-web"),
    ]
    assert found.one(ALB).inputs == {
        "loadBalancerName": "front",
        "loadBalancerEdition": "Standard",
        "loadBalancerBillingConfig": {"payType": "PayAsYouGo"},
        "addressType": "Intranet",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "zoneMappings": WHOLE_ZONES,
        "deletionProtectionConfig": {"enabled": False},
        "tags": TAGS,
    }


def test_a_listener_shows_its_certificate_and_strict_ciphers():
    assert balancer(idle_timeout=120).one(ALB_LISTENER).inputs == {
        "loadBalancerId": f"{ID_PREFIX}front-balancer",
        "listenerPort": 443,
        "listenerProtocol": "HTTPS",
        "listenerDescription": "https",
        "defaultActions": [
            {
                "type": "ForwardGroup",
                "forwardGroupConfig": {"serverGroupTuples": [{"serverGroupId": f"{ID_PREFIX}front-targets-web"}]},
            }
        ],
        "certificates": {"certificateId": "123-ap-southeast-5"},
        "securityPolicyId": "tls_cipher_policy_1_2_strict_with_1_3",
        "idleTimeout": 120,
        "xForwardedForConfig": {"xForwardedForEnabled": True, "xForwardedForProtoEnabled": True},
        "tags": TAGS,
    }


def test_a_server_group_says_how_its_machines_are_known_and_let_go():
    group = TargetGroup(
        port=8080,
        protocol="https",
        health=HealthCheck(path="/ok", port=9000, interval=20, timeout=3, healthy=4, unhealthy=5, codes=("2xx", "3xx")),
        drain=120,
        slow_start=90,
        sticky=600,
    )
    assert balancer(targets={"web": group}, cross_zone=False).one(ALB_GROUP).inputs == {
        "serverGroupName": "front-web",
        "serverGroupType": "Instance",
        "protocol": "HTTPS",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "scheduler": "Wrr",
        "crossZoneEnabled": False,
        "healthCheckConfig": {
            "healthCheckEnabled": True,
            "healthCheckProtocol": "HTTPS",
            "healthCheckMethod": "GET",
            "healthCheckPath": "/ok",
            "healthCheckConnectPort": 9000,
            "healthCheckCodes": ["http_2xx", "http_3xx"],
            "healthCheckInterval": 20,
            "healthCheckTimeout": 3,
            "healthyThreshold": 4,
            "unhealthyThreshold": 5,
        },
        "connectionDrainConfig": {"connectionDrainEnabled": True, "connectionDrainTimeout": 120},
        "slowStartConfig": {"slowStartEnabled": True, "slowStartDuration": 90},
        "stickySessionConfig": {"stickySessionEnabled": True, "stickySessionType": "Insert", "cookieTimeout": 600},
        "tags": TAGS,
    }


def test_what_a_server_group_is_not_told_is_off():
    inputs = balancer(targets={"web": TargetGroup(port=80, drain=0, distribution="least_requests")}).one(ALB_GROUP).inputs
    assert inputs["connectionDrainConfig"] == {"connectionDrainEnabled": False}
    assert inputs["stickySessionConfig"] == {"stickySessionEnabled": False}
    assert (inputs["scheduler"], inputs["healthCheckConfig"]["healthCheckConnectPort"]) == ("Wlc", 0)
    assert "slowStartConfig" not in inputs


def test_http_is_sent_to_https_by_a_rule():
    found = balancer(listeners={"http": Listener(port=80, protocol="http", redirect=443), "https": HTTPS})
    plain = found.one(ALB_LISTENER, "front-listener-http").inputs
    assert plain["defaultActions"] == found.one(ALB_LISTENER, "front-listener-https").inputs["defaultActions"]
    assert not {"certificates", "securityPolicyId"} & plain.keys()
    assert found.one("alicloud:alb/rule:Rule").inputs == {
        "listenerId": f"{ID_PREFIX}front-listener-http",
        "ruleName": "front-redirect-http",
        "priority": 1,
        "ruleConditions": [{"type": "Path", "pathConfig": {"values": ["/*"]}}],
        "ruleActions": [
            {
                "order": 1,
                "type": "Redirect",
                "redirectConfig": {
                    "protocol": "HTTPS",
                    "port": "443",
                    "host": "${host}",
                    "path": "${path}",
                    "query": "${query}",
                    "httpCode": "301",
                },
            }
        ],
    }


def further(listener: Listener, **options: Any) -> Recording:
    return balancer(listeners={"tls": listener}, **options)


def test_further_certificates_have_a_place_of_their_own():
    alb = further(Listener(port=443, protocol="https", to="web", certificate="1", more_certificates={"pay": "2"}))
    nlb = further(
        Listener(port=443, protocol="tls", to="db", certificate="1", more_certificates={"pay": "2"}),
        kind="network",
        targets=TCP["targets"],
    )
    for found, package in ((alb, "alb"), (nlb, "nlb")):
        type_ = f"alicloud:{package}/listenerAdditionalCertificateAttachment:ListenerAdditionalCertificateAttachment"
        shown = found.one(type_)
        assert shown.name == "front-listener-tls-pay"
        assert shown.inputs == {"listenerId": f"{ID_PREFIX}front-listener-tls", "certificateId": "2"}
    assert nlb.one(NLB_LISTENER).inputs["listenerProtocol"] == "TCPSSL"
    assert nlb.one(NLB_LISTENER).inputs["certificateIds"] == ["1"]


def test_a_network_load_balancer_passes_connections_from_its_own_addresses():
    found = balancer(**TCP, proxy_protocol=True)
    assert found.one(NLB).inputs == {
        "loadBalancerName": "front",
        "loadBalancerType": "Network",
        "paymentType": "PayAsYouGo",
        "addressType": "Intranet",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "zoneMappings": WHOLE_ZONES,
        "crossZoneEnabled": True,
        "deletionProtectionConfig": {"enabled": False},
        "tags": TAGS,
    }
    assert found.one(NLB_GROUP).inputs == {
        "serverGroupName": "front-db",
        "serverGroupType": "Instance",
        "protocol": "TCP",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "scheduler": "Wrr",
        "preserveClientIpEnabled": False,
        "connectionDrainEnabled": True,
        "connectionDrainTimeout": 60,
        "healthCheck": {
            "healthCheckEnabled": True,
            "healthCheckType": "TCP",
            "healthCheckConnectPort": 0,
            "healthCheckInterval": 10,
            "healthCheckConnectTimeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 3,
        },
        "tags": TAGS,
    }
    assert found.one(NLB_LISTENER).inputs == {
        "loadBalancerId": f"{ID_PREFIX}front-balancer",
        "listenerPort": 5432,
        "listenerProtocol": "TCP",
        "listenerDescription": "tcp",
        "serverGroupId": f"{ID_PREFIX}front-targets-db",
        "proxyProtocolEnabled": True,
        "tags": TAGS,
    }


def test_a_network_load_balancer_may_ask_for_a_path():
    group = TargetGroup(port=5432, protocol="tcp", health=HealthCheck(path="/ok", port=8008))
    health = balancer(**{**TCP, "targets": {"db": group}}).one(NLB_GROUP).inputs["healthCheck"]
    assert (health["healthCheckType"], health["healthCheckUrl"], health["httpCheckMethod"]) == ("HTTP", "/ok", "GET")
    assert (health["healthCheckConnectPort"], health["healthCheckHttpCodes"]) == (8008, ["http_2xx"])


def openings(found: Recording) -> set[tuple[str, str, str, int]]:
    inputs = [rule.inputs for rule in found.of(RULE)]
    return {(each["policy"], each["portRange"], each["cidrIp"], each["priority"]) for each in inputs}


@pytest.mark.parametrize(("options", "port"), [({}, 443), (TCP, 5432)], ids=["application", "network"])
class TestClients:
    def test_its_own_network_alone_reaches_it(self, options, port):
        assert openings(balancer(**options)) == {
            ("accept", f"{port}/{port}", CIDR, 1),
            ("accept", f"{port}/{port}", PODS, 1),
            ("drop", "-1/-1", "0.0.0.0/0", 100),
        }

    def test_or_who_is_named(self, options, port):
        assert openings(balancer(public=True, allowed=("203.0.113.0/24",), **options)) == {
            ("accept", f"{port}/{port}", "203.0.113.0/24", 1),
            ("drop", "-1/-1", "0.0.0.0/0", 100),
        }

    def test_or_everyone_where_it_is_public(self, options, port):
        found = balancer(public=True, **options)
        assert openings(found) == set()
        assert found.of("alicloud:ecs/securityGroup:SecurityGroup") == []
        (made,) = [*found.of(ALB), *found.of(NLB)]
        assert made.inputs["addressType"] == "Internet"
        assert {each["vswitchId"] for each in made.inputs["zoneMappings"]} == {f"{ID_PREFIX}net-public-{zone}" for zone in "abc"}

    def test_a_zone_is_shifted_away_by_the_program(self, options, port):
        found = balancer(shifted_zones=("b",), **options)
        (shifted,) = [each for each in found.values() if each.type.endswith("LoadBalancerZoneShiftedAttachment")]
        assert (shifted.name, shifted.inputs["zoneId"]) == ("front-shifted-b", "ap-southeast-5b")
        assert shifted.inputs["vswitchId"] == f"{ID_PREFIX}net-private-b"

    def test_deletion_is_protected_when_asked(self, options, port):
        found = balancer(deletion_protection=True, **options)
        (made,) = [*found.of(ALB), *found.of(NLB)]
        assert (made.protect, made.inputs["deletionProtectionConfig"]) == (True, {"enabled": True})

    def test_a_resource_group_reaches_all_that_can_belong_to_one(self, options, port):
        found = balancer(resource_group="rg-prod", **options)
        grouped = [each.name for each in found.values() if each.inputs.get("resourceGroupId") == "rg-prod"]
        (target,) = options.get("targets", {"web": None})
        assert sorted(grouped) == ["front-balancer", "front-clients", f"front-targets-{target}"]

    def test_another_zone_replaces_nothing(self, options, port):
        before, after = balancer(zones=("a", "b"), **options), balancer(**options)
        added, removed, changed = changes(before, after)
        assert {each for each in (*added, *removed) if " front" in each} == set()
        assert {each for each in changed if " front" in each} == {"LoadBalancer front-balancer"}


def test_a_fleet_behind_it_joins_its_server_group_and_counts_its_requests():
    def program():
        network = ALICLOUD.make_network()
        group = TargetGroup(port=8080, health=HealthCheck(port=9000))
        front = LoadBalancer("front", LoadBalancerArgs(network=network, listeners={"https": HTTPS}, targets={"web": group}))
        scaling = {"requests": TargetTracking(metric="requests", value=80)}
        ALICLOUD.fleet.Fleet("shop", ALICLOUD.fleet_args(network, targets=front.targets, scaling=scaling))

    found = record(program)
    joined = found.one("alicloud:ess/serverGroupAttachment:ServerGroupAttachment").inputs
    assert (joined["serverGroupId"], joined["type"], joined["port"]) == (f"{ID_PREFIX}front-targets-web", "ALB", 8080)
    counted = found.one("alicloud:ess/scalingRule:ScalingRule").inputs["alarmDimension"]
    assert counted == {"dimensionKey": "rulePool", "dimensionValue": f"{ID_PREFIX}front-targets-web"}
    opened = {rule.name for rule in found.of(RULE) if rule.name.startswith("shop-")}
    assert opened == {f"shop-{port}-from-{block}" for port in (8080, 9000) for block in ("cidr", "pods")}


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        ({"zones": ("a",)}, "network", "a network of 2 zones at least"),
        ({"edition": "large"}, "edition", "one of basic, standard, waf"),
        ({"tls_policy": ""}, "tls_policy", "one that stays what it is"),
        ({"request_timeout": 601}, "request_timeout", "1 to 600"),
        ({**TCP, "request_timeout": 60}, "request_timeout", "nothing for a network load balancer"),
        ({"proxy_protocol": True}, "proxy_protocol", "kind network beside it"),
        ({"shifted_zones": ("d",)}, "shifted_zones.0", "one of a, b, c"),
        ({"shifted_zones": ("a", "b", "c")}, "shifted_zones", "a zone that is left"),
        ({**TCP, "targets": {"db": TargetGroup(port=1, protocol="tcp", drain=5)}}, "targets.db.drain", "0, or 10 to 900"),
    ],
)
def test_what_it_refuses(options, field, expected):
    assert expected in faults(**options)[field]
