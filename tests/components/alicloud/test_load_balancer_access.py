"""Who reaches load balancers on Alibaba Cloud, ALB and NLB alike, what they need of a network, and what they refuse."""

from __future__ import annotations

import pytest

from components.alicloud.load_balancer import LoadBalancer
from components.contracts import HealthCheck, TargetGroup
from tests.support.balancers import ALICLOUD_BALANCERS, passing
from tests.support.clouds import ALICLOUD, CIDR, PODS
from tests.support.mocks import ID_PREFIX, Recording, record

RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
ALB, NLB = (ALICLOUD_BALANCERS.types[kind]["balancer"] for kind in ("application", "network"))


def openings(found: Recording) -> set[tuple[str, str, str, int]]:
    inputs = [rule.inputs for rule in found.of(RULE)]
    return {(each["policy"], each["portRange"], each["cidrIp"], each["priority"]) for each in inputs}


@pytest.mark.parametrize(("options", "port"), [({}, 443), (passing(), 5432)], ids=["application", "network"])
class TestClients:
    def test_its_own_network_alone_reaches_it(self, options, port):
        assert openings(ALICLOUD_BALANCERS.recorded(**options)) == {
            ("accept", f"{port}/{port}", CIDR, 1),
            ("accept", f"{port}/{port}", PODS, 1),
            ("drop", "-1/-1", "0.0.0.0/0", 100),
        }

    def test_or_who_is_named(self, options, port):
        assert openings(ALICLOUD_BALANCERS.recorded(public=True, allowed=("203.0.113.0/24",), **options)) == {
            ("accept", f"{port}/{port}", "203.0.113.0/24", 1),
            ("drop", "-1/-1", "0.0.0.0/0", 100),
        }

    def test_or_everyone_where_it_is_public(self, options, port):
        found = ALICLOUD_BALANCERS.recorded(public=True, **options)
        assert openings(found) == set()
        assert found.of("alicloud:ecs/securityGroup:SecurityGroup") == []
        (made,) = [*found.of(ALB), *found.of(NLB)]
        assert made.inputs["addressType"] == "Internet"
        assert {each["vswitchId"] for each in made.inputs["zoneMappings"]} == {f"{ID_PREFIX}net-public-{zone}" for zone in "abc"}

    def test_a_zone_is_shifted_away_by_the_program(self, options, port):
        found = ALICLOUD_BALANCERS.recorded(shifted_zones=("b",), **options)
        (shifted,) = [each for each in found.values() if each.type.endswith("LoadBalancerZoneShiftedAttachment")]
        assert (shifted.name, shifted.inputs["zoneId"]) == ("front-shifted-b", "ap-southeast-5b")
        assert shifted.inputs["vswitchId"] == f"{ID_PREFIX}net-private-b"

    def test_a_resource_group_reaches_all_that_can_belong_to_one(self, options, port):
        found = ALICLOUD_BALANCERS.recorded(resource_group="rg-prod", **options)
        grouped = [each.name for each in found.values() if each.inputs.get("resourceGroupId") == "rg-prod"]
        assert sorted(grouped) == ["front-balancer", "front-clients", "front-targets-web"]


def test_a_fleet_behind_it_joins_its_server_group_and_opens_its_ports_to_the_network():
    def program():
        network = ALICLOUD.make_network()
        group = TargetGroup(port=8080, health=HealthCheck(port=9000))
        front = LoadBalancer("front", ALICLOUD_BALANCERS.args(network, targets={"web": group}))
        ALICLOUD.fleet.Fleet("shop", ALICLOUD.fleet_args(network, targets=front.targets))

    found = record(program)
    joined = found.one("alicloud:ess/serverGroupAttachment:ServerGroupAttachment").inputs
    assert (joined["serverGroupId"], joined["type"], joined["port"]) == (f"{ID_PREFIX}front-targets-web", "ALB", 8080)
    opened = {rule.name for rule in found.of(RULE) if rule.name.startswith("shop-")}
    assert opened == {f"shop-{port}-from-{block}" for port in (8080, 9000) for block in ("cidr", "pods")}


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        (passing(zones=("a",)), "network.zones", "2 zones at least"),
        ({"edition": "large"}, "edition", "one of basic, standard, waf"),
        ({"tls_policy": ""}, "tls_policy", "one that stays what it is"),
        ({"request_timeout": 601}, "request_timeout", "1 to 600"),
        (passing(request_timeout=60), "request_timeout", "nothing for a network load balancer"),
        ({"proxy_protocol": True}, "proxy_protocol", "kind network beside it"),
        ({"shifted_zones": ("d",)}, "shifted_zones.0", "one of a, b, c"),
        ({"shifted_zones": ("a", "b", "c")}, "shifted_zones", "a zone that is left"),
        (passing(targets={"web": TargetGroup(port=1, protocol="tcp", drain=5)}), "targets.web.drain", "0, or 10 to 900"),
        ({"edition": "basic", "cross_zone": False}, "cross_zone", "true in edition basic"),
        ({"access_logs": "shop"}, "access_logs", "a project and a store of its, say shop/alb"),
    ],
)
def test_what_it_refuses(options, field, expected):
    assert expected in ALICLOUD_BALANCERS.faults(**options)[field]
