"""Load balancers on AWS, and fleets behind them."""

from __future__ import annotations

import pulumi

from components.aws.load_balancer import LoadBalancer
from components.contracts import HealthCheck, Listener, TargetGroup
from tests.support.balancers import AWS_BALANCERS
from tests.support.behind import CERTIFICATE, LABELS, args, balancer, fleet_behind, network_kind
from tests.support.clouds import AWS, CIDR, PODS
from tests.support.mocks import ID_PREFIX, Recorded, changes, record

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def front(**options) -> Recorded:
    return balancer(**options).one(BALANCER)


def test_exactly_these_resources_are_made():
    found = balancer()
    children = found.children(found.one(LoadBalancer.TYPE))
    assert sorted((child.type, child.name) for child in children) == [
        ("aws:ec2/securityGroup:SecurityGroup", "web-entry"),
        (LISTENER, "web-443"),
        (BALANCER, "web"),
        (GROUP, "web-web"),
        (EGRESS, "web-tcp-8080-to-cidr"),
        (EGRESS, "web-tcp-8080-to-pods"),
        (INGRESS, "web-tcp-443-from-cidr"),
        (INGRESS, "web-tcp-443-from-pods"),
    ]


def test_it_is_reached_from_its_own_network_alone_unless_it_is_public():
    inputs = front().inputs
    assert (inputs["internal"], inputs["subnets"]) == (True, [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"])
    assert {rule.inputs["cidrIpv4"] for rule in balancer().of(INGRESS)} == {CIDR, PODS}
    found = balancer(public=True)
    assert found.one(BALANCER).inputs["internal"] is False
    assert found.one(BALANCER).inputs["subnets"] == [f"{ID_PREFIX}net-public-{zone}" for zone in "abc"]
    assert [rule.inputs["cidrIpv4"] for rule in found.of(INGRESS)] == ["0.0.0.0/0"]


def test_who_may_reach_it_can_be_said():
    (rule,) = balancer(public=True, allowed=("203.0.113.0/24",)).of(INGRESS)
    assert (rule.name, rule.inputs["cidrIpv4"]) == ("web-tcp-443-from-203-0-113-0-24", "203.0.113.0/24")


def test_it_reaches_its_targets_and_nothing_else():
    found = balancer(targets={"web": TargetGroup(port=8080, health=HealthCheck(port=9000))})
    reached = {(rule.inputs["fromPort"], rule.inputs["cidrIpv4"]) for rule in found.of(EGRESS)}
    assert reached == {(port, block) for port in (8080, 9000) for block in (CIDR, PODS)}


def test_an_application_load_balancer_is_strict_and_can_be_shifted_away_from_a_zone():
    inputs = front(idle_timeout=120).inputs
    assert inputs["loadBalancerType"] == "application"
    assert (inputs["dropInvalidHeaderFields"], inputs["enableZonalShift"], inputs["idleTimeout"]) == (True, True, 120)
    assert front(zonal_shift=False).inputs["enableZonalShift"] is False


def test_certificates_are_shown_with_modern_tls():
    listener = Listener(port=443, protocol="https", to="web", certificate=CERTIFICATE, more_certificates={"pay": CERTIFICATE + "1"})
    found = balancer(listeners={"https": listener})
    assert found.one(LISTENER).inputs == {
        "loadBalancerArn": "web.arn",
        "port": 443,
        "protocol": "HTTPS",
        "certificateArn": CERTIFICATE,
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "defaultActions": [{"type": "forward", "targetGroupArn": "web-web.arn"}],
        "tags": {"owner": "platform", "Name": "web-443"},
    }
    more = found.one("aws:lb/listenerCertificate:ListenerCertificate")
    assert (more.name, more.inputs["certificateArn"]) == ("web-443-pay", CERTIFICATE + "1")


def test_plain_http_may_send_clients_to_https():
    https = Listener(port=443, protocol="https", to="web", certificate=CERTIFICATE)
    found = balancer(listeners={"http": Listener(port=80, protocol="http", redirect=443), "https": https})
    made = found.one(LISTENER, "web-80").inputs
    redirect = {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}
    assert made["defaultActions"] == [{"type": "redirect", "redirect": redirect}]
    assert "sslPolicy" not in made


def test_a_target_group_asks_for_health_and_drains():
    group = TargetGroup(
        port=8080,
        health=HealthCheck(path="/ready", interval=15, timeout=4, healthy=3, unhealthy=2, codes=("3xx", "2xx")),
        drain=90,
        slow_start=120,
        sticky=3600,
    )
    assert balancer(targets={"web": group}).one(GROUP).inputs == {
        "port": 8080,
        "protocol": "HTTP",
        "targetType": "instance",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "deregistrationDelay": 90,
        "slowStart": 120,
        "stickiness": {"type": "lb_cookie", "enabled": True, "cookieDuration": 3600},
        "loadBalancingAlgorithmType": "round_robin",
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration",
        "healthCheck": {
            "protocol": "HTTP",
            "port": "traffic-port",
            "path": "/ready",
            "matcher": "200-299,300-399",
            "interval": 15,
            "timeout": 4,
            "healthyThreshold": 3,
            "unhealthyThreshold": 2,
        },
        "tags": {"owner": "platform", "Name": "web-web"},
    }


def test_requests_may_go_to_whoever_has_the_fewest_and_stay_in_their_zone():
    inputs = balancer(targets={"web": TargetGroup(port=80, distribution="least_requests")}, cross_zone=False).one(GROUP).inputs
    assert inputs["loadBalancingAlgorithmType"] == "least_outstanding_requests"
    assert inputs["loadBalancingCrossZoneEnabled"] == "false"


def test_a_network_load_balancer_passes_connections_through():
    found = balancer(**network_kind())
    inputs = found.one(BALANCER).inputs
    assert (inputs["loadBalancerType"], inputs["enableCrossZoneLoadBalancing"]) == ("network", True)
    assert not {"idleTimeout", "dropInvalidHeaderFields"} & inputs.keys()
    health = found.one(GROUP).inputs["healthCheck"]
    assert health["protocol"] == "TCP"
    assert not {"path", "matcher"} & health.keys()


def test_connections_may_be_checked_by_http_on_another_port():
    group = TargetGroup(port=53, protocol="udp", health=HealthCheck(path="/ok", port=8081))
    listeners = {"dns": Listener(port=53, protocol="udp", to="dns")}
    found = balancer(kind="network", targets={"dns": group}, listeners=listeners)
    health = found.one(GROUP).inputs["healthCheck"]
    assert (health["protocol"], health["port"], health["path"]) == ("HTTP", "8081", "/ok")
    assert {(rule.inputs["ipProtocol"], rule.inputs["fromPort"]) for rule in found.of(EGRESS)} == {("udp", 53), ("tcp", 8081)}


def test_requests_can_be_recorded_and_capacity_held_ready():
    inputs = front(access_logs="logs", capacity_units=500).inputs
    assert inputs["accessLogs"] == {"bucket": "logs", "enabled": True}
    assert inputs["minimumLoadBalancerCapacity"] == {"capacityUnits": 500}
    assert front().inputs["accessLogs"] == {"bucket": "", "enabled": False}  # of one that is told nothing, logs would go on
    assert "minimumLoadBalancerCapacity" not in front().inputs


def test_capacity_is_not_held_ready_for_tls():
    listeners = {"tls": Listener(port=443, protocol="tls", to="db", certificate=CERTIFICATE)}
    found = AWS_BALANCERS.faults(**network_kind(listeners=listeners, capacity_units=500))
    assert "0 beside listeners of tls" in found["capacity_units"]


def test_answers_of_5xx_are_healthy_for_a_network_load_balancer_alone():
    health = HealthCheck(codes=("2xx", "5xx"))
    found = AWS_BALANCERS.faults(targets={"web": TargetGroup(port=8080, health=health)})
    assert "2xx, 3xx or 4xx" in found["targets.web.health.codes"]
    made = balancer(**network_kind(targets={"db": TargetGroup(port=5432, protocol="tcp", health=health)})).one(GROUP)
    assert made.inputs["healthCheck"]["matcher"] == "200-299,500-599"


def test_another_listener_and_target_group_touch_no_sibling():
    https = Listener(port=443, protocol="https", to="web", certificate=CERTIFICATE)
    api = Listener(port=8443, protocol="https", to="api", certificate=CERTIFICATE)
    groups = {"api": TargetGroup(port=9090), "web": TargetGroup(port=8080)}
    added, removed, changed = changes(balancer(), balancer(listeners={"api": api, "https": https}, targets=groups))
    assert (removed, changed) == (set(), set())
    assert {"Listener web-8443", "TargetGroup web-api"} <= added


def test_a_fleet_joins_its_target_groups_and_believes_them():
    inputs = fleet_behind().one("aws:autoscaling/group:Group").inputs
    assert (inputs["targetGroupArns"], inputs["healthCheckType"]) == (["web-web.arn"], "ELB")
    assert fleet_behind(health="instance").one("aws:autoscaling/group:Group").inputs["healthCheckType"] == "EC2"


def test_a_fleet_lets_its_load_balancer_in_and_nobody_else():
    group = TargetGroup(port=8080, health=HealthCheck(port=9000))
    found = fleet_behind({"targets": {"web": group}})
    rules = {rule.name: rule.inputs for rule in found.of(INGRESS) if rule.name.startswith("transcoder-")}
    assert rules.keys() == {"transcoder-8080-from-web", "transcoder-health-9000-from-web"}
    assert {each["referencedSecurityGroupId"] for each in rules.values()} == {f"{ID_PREFIX}web-entry"}
    assert not any("cidrIpv4" in each for each in rules.values())
    assert [each["fromPort"] for _, each in sorted(rules.items())] == [8080, 9000]


def test_a_port_that_two_target_groups_share_is_opened_once():
    health = HealthCheck(port=9000)
    targets = {"api": TargetGroup(port=8080, health=health), "web": TargetGroup(port=8081, health=health)}
    listeners = {
        key: Listener(port=port, protocol="https", to=key, certificate=CERTIFICATE) for key, port in (("api", 8443), ("web", 443))
    }
    found = fleet_behind({"targets": targets, "listeners": listeners})
    opened = [rule.inputs["fromPort"] for rule in found.of(INGRESS) if rule.name.startswith("transcoder-")]
    assert sorted(opened) == [8080, 8081, 9000]


def test_how_requests_are_counted_is_known_in_a_preview_whatever_listener_is_new():
    """A label that waited for what the cloud makes up would let another listener change the fleet's policies."""

    def program():
        front = LoadBalancer("web", args(AWS.make_network()))
        pulumi.export("label", front.targets["web"].label)

    found = record(program, preview=True, outputs=lambda type_, _name, _inputs: LABELS.get(type_, {}))
    assert found.exports["label"] == "app/web/50dc6c495c0c9188/targetgroup/web/6d0ecf831eec9f09"
