"""Whatever an environment says of a load balancer reaches it, and whatever it can be told an environment can say."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import cast

import pytest

from components import contracts
from components.contracts import HealthCheck, Listener, TargetGroup
from stacks.arguments import Place, SiteArguments
from stacks.environment import load_balancer as written
from stacks.load_balancers import FRONT, stand_in
from stacks.topology import build
from tests.stacks.conftest import edited, source
from tests.support.mocks import ID_PREFIX, record

FIXED = "        capacity: {fixed: 2}\n"
ON_AWS = "        aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.large]}\n"
IN_BOTH = {
    "        sites: [jakarta]\n": "        sites: all\n",
    ON_AWS: f"{ON_AWS}        alicloud: {{images: {{ap-southeast-5: m-1}}, types: [ecs.c7.large]}}\n",
}
ARN, OTHER = (f"arn:aws:acm:ap-southeast-3:111122223333:certificate/{number}" for number in "12")
SHORT = f"""        capacity: {{autoscaled: {{min: 2, max: 20}}}}
        load_balancer:
          listen:
            http: {{redirect: https}}
            https: {{certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}
          port: 8080
        scaling: {{requests: {{track: {{metric: requests, value: 120}}}}}}
"""
LONG = f"""        capacity: {{autoscaled: {{min: 2, max: 20}}}}
        load_balancer:
          public: true
          listen:
            https:
              certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}
              more_certificates: {{pay: {{jakarta: "{OTHER}", batam: 2-ap-southeast-1}}}}
            admin: {{protocol: https, port: 8443, certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}
          port: 8080
          protocol: https
          health: {{path: /ok, port: 9000, interval: 20s, timeout: 4s, healthy: 4, unhealthy: 5, codes: [2xx, 3xx]}}
          allowed: [203.0.113.0/24]
          drain: 2m
          slow_start: 1m
          sticky: 10m
          idle_timeout: 2m
          access_logs: {{jakarta: shop-logs, batam: shop/alb}}
          aws: {{ssl_policy: ELBSecurityPolicy-TLS13-1-3-2021-06, zonal_shift: false, capacity_units: 500}}
          alicloud: {{edition: waf, tls_policy: tls_cipher_policy_1_2, request_timeout: 2m, shifted_zones: {{batam: [a]}}}}
"""
APART = LONG.replace("          sticky: 10m\n", "          cross_zone: false\n").replace(
    "slow_start: 1m", "distribution: least_requests"
)
PASSING = f"""        capacity: {{autoscaled: {{min: 2, max: 20}}}}
        load_balancer:
          kind: network
          listen: {{tcp: {{port: 5432}}, tls: {{certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}}}
          port: 5432
          alicloud: {{proxy_protocol: true}}
"""
BY_OTHERS = {"network", "asks", "deletion_protection", "tags", "resource_group"}


def args(loaded, told, site="jakarta"):
    place = Place("ap-southeast-3", ("a", "b"), "10.32.0.0/16", "10.33.0.0/16")
    found = SiteArguments(loaded({FIXED: told, **IN_BOTH}), site).load_balancer("transcoder", cast("contracts.Network", place))
    assert found is not None
    return found


def default(field):
    return field.default if field.default_factory is MISSING else field.default_factory()


@pytest.mark.parametrize("site", ["jakarta", "batam"])
def test_every_field_can_be_said_and_is_passed_on(loaded, site):
    ways = [args(loaded, told, site) for told in (LONG, APART, PASSING)]
    own = [field for field in fields(ways[0]) if field.name not in BY_OTHERS]
    assert [field.name for field in own if all(getattr(way, field.name) == default(field) for way in ways)] == []


def test_what_is_said_is_what_the_component_is_told(loaded):
    told = args(loaded, LONG)
    https = Listener(port=443, protocol="https", to=FRONT, certificate=ARN, more_certificates={"pay": OTHER})
    assert told.listeners == {"https": https, "admin": Listener(port=8443, protocol="https", to=FRONT, certificate=ARN)}
    health = HealthCheck(path="/ok", port=9000, interval=20, timeout=4, healthy=4, unhealthy=5, codes=("2xx", "3xx"))
    assert told.targets == {FRONT: TargetGroup(port=8080, protocol="https", health=health, drain=120, slow_start=60, sticky=600)}
    assert (told.access_logs, told.capacity_units, told.zonal_shift, told.public) == ("shop-logs", 500, False, True)
    there = args(loaded, LONG, "batam")
    assert there.listeners["https"].more_certificates == {"pay": "2-ap-southeast-1"}
    assert (there.access_logs, there.edition, there.shifted_zones, there.request_timeout) == ("shop/alb", "waf", ("a",), 120)


def test_little_is_needed(loaded):
    told = args(loaded, SHORT)
    assert told.listeners["http"] == Listener(port=80, protocol="http", redirect=443)
    assert told.targets == {FRONT: TargetGroup(port=8080, health=HealthCheck(path="/healthz"))}
    said = {"network", "listeners", "targets", "tags"}
    assert [each.name for each in fields(told) if each.name not in said and getattr(told, each.name) != default(each)] == []


@pytest.mark.parametrize(("listen", "speaks"), [("tcp: {port: 53}", "tcp"), ("udp: {port: 53}", "udp")])
def test_behind_a_network_one_machines_are_spoken_to_as_it_listens_and_merely_connected_to(loaded, listen, speaks):
    front = f"          kind: network\n          listen: {{{listen}}}\n          port: 53\n"
    told = args(loaded, f"{FIXED}        load_balancer:\n{front}")
    assert told.targets == {FRONT: TargetGroup(port=53, protocol=speaks, health=HealthCheck(path=None))}


def test_protection_follows_the_environment(loaded):
    protected = {"tier: staging": "tier: production"}
    place = Place("ap-southeast-3", ("a", "b"), "10.32.0.0/16", "10.33.0.0/16")
    found = SiteArguments(loaded({FIXED: SHORT, **IN_BOTH, **protected}), "jakarta")
    made = found.load_balancer("transcoder", cast("contracts.Network", place))
    assert made is not None
    assert made.deletion_protection is True


def test_what_stands_for_its_targets_before_there_are_any_says_the_same(loaded):
    told = loaded({FIXED: LONG, **IN_BOTH}).environment.fleets["transcoder"].load_balancer
    (target,) = stand_in(told).values()
    assert (target.port, target.health_port, target.protocol, target.kind) == (8080, 9000, "https", "application")


@pytest.mark.parametrize("part", [contracts.HealthCheck])
def test_an_environment_has_every_field_of_a_part(part):
    assert {field.name for field in fields(part)} == set(written.Health.model_fields)


def test_a_fleet_stands_behind_it_in_each_of_its_sites():
    found = record(lambda: build(source(edited({FIXED: SHORT, **IN_BOTH})).loaded()), stack="test")
    fronts = [each for each in found.values() if each.type.endswith(":LoadBalancer") and not each.custom]
    assert {(each.type.split(":")[1], each.name) for each in fronts} == {
        ("aws", "jakarta-transcoder"),
        ("alicloud", "batam-transcoder"),
    }
    group = found.one("aws:autoscaling/group:Group").inputs
    assert (group["targetGroupArns"], group["healthCheckType"]) == (["jakarta-transcoder-front.arn"], "ELB")
    joined = found.one("alicloud:ess/serverGroupAttachment:ServerGroupAttachment").inputs
    assert (joined["serverGroupId"], joined["port"]) == (f"{ID_PREFIX}batam-transcoder-targets-front", 8080)
    assert found.one("alicloud:alb/loadBalancer:LoadBalancer").inputs["resourceGroupId"] == "rg-one"


def test_requests_scale_it_by_exactly_what_its_load_balancer_counts():
    suffixes = {"loadBalancer": "app/web/0a1b", "targetGroup": "targetgroup/web/2c3d"}
    labels = {f"aws:lb/{name}:{name[0].upper()}{name[1:]}": {"arnSuffix": suffix} for name, suffix in suffixes.items()}
    environment = source(edited({FIXED: SHORT, **IN_BOTH})).loaded()
    found = record(lambda: build(environment), stack="test", outputs=lambda type_, _name, _inputs: labels.get(type_, {}))
    assert found.one("aws:autoscaling/policy:Policy", "jakarta-transcoder-requests").inputs == {
        "autoscalingGroupName": "jakarta-transcoder-group.name",
        "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": {
            "targetValue": 7200,  # a minute
            "predefinedMetricSpecification": {
                "predefinedMetricType": "ALBRequestCountPerTarget",
                "resourceLabel": "app/web/0a1b/targetgroup/web/2c3d",
            },
        },
    }
    assert found.one("alicloud:ess/scalingRule:ScalingRule", "batam-transcoder-requests").inputs == {
        "scalingGroupId": f"{ID_PREFIX}batam-transcoder-group",
        "scalingRuleName": "nusantara-test-batam-transcoder-requests",
        "scalingRuleType": "TargetTrackingScalingRule",
        "metricName": "LoadBalancerRealServerAverageQps",
        "alarmDimension": {"dimensionKey": "rulePool", "dimensionValue": f"{ID_PREFIX}batam-transcoder-targets-front"},
        "targetValue": 120,
        "estimatedInstanceWarmup": 300,
    }


def test_a_site_tells_where_it_is_reached():
    def program():
        topology = build(source(edited({FIXED: SHORT, **IN_BOTH})).loaded())
        sites = topology.outputs["sites"]
        assert sites["jakarta"]["load_balancers"]["transcoder"].keys() == {"id", "dns_name", "zone_id"}
        assert sites["batam"]["load_balancers"]["transcoder"].keys() == {"id", "dns_name"}

    record(program, stack="test")


def test_without_one_a_site_tells_of_none():
    def program():
        assert "load_balancers" not in build(source().loaded()).outputs["sites"]["jakarta"]

    record(program, stack="test")
