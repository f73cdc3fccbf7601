"""Load balancers, target groups and listeners of the simulated AWS."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import ACCOUNT, BALANCER, GROUP, LISTENER, REGION, SHOWN, SUBNET, TARGETS, Site
from tests.support.simulated import RefusalError

CERTIFICATE = "arn:aws:acm:ap-southeast-3:111122223333:certificate/0a1b"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def forward(targets):
    return [{"type": "forward", "targetGroupArn": targets}]


def listener(site, **inputs):
    given = {"loadBalancerArn": site.balancer, "port": 80, "protocol": "HTTP", "defaultActions": forward(site.targets)}
    return site.create(LISTENER, "http", **{**given, **inputs})


class TestBalancers:
    def test_the_two_kinds_name_themselves_each_in_its_way(self, site):
        _, inner = site.create(BALANCER, "web", subnets=site.subnets, internal=True)
        place = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer"
        assert re.fullmatch(rf"{place}/app/web-[0-9a-f]{{7}}/[0-9a-f]{{16}}", inner["arn"])
        assert inner["arn"].endswith(inner["arnSuffix"])
        assert re.fullmatch(rf"internal-web-[0-9a-f]{{7}}-\d{{9}}\.{REGION}\.elb\.amazonaws\.com", inner["dnsName"])
        _, passing = site.create(BALANCER, "db", subnets=site.subnets, loadBalancerType="network")
        assert re.fullmatch(rf"db-[0-9a-f]{{7}}-[0-9a-f]{{16}}\.elb\.{REGION}\.amazonaws\.com", passing["dnsName"])
        assert passing["vpcId"] == site.vpc

    def test_a_long_name_is_cut(self, site):
        _, outputs = site.create(BALANCER, "a-site-with-a-long-name-and-a-balancer", subnets=site.subnets)
        assert len(outputs["name"]) == 32

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"subnets": None}, ""),
            ({"loadBalancerType": "classic"}, "loadBalancerType"),
            ({"name": "w" * 33}, "name"),
            ({"name": "web_1"}, "name"),
            ({"name": "-web"}, "name"),
        ],
    )
    def test_what_cannot_be_made_is_a_fault(self, site, inputs, path):
        assert path in site.check(BALANCER, **{"subnets": ["subnet-1"], **inputs})[1]

    def test_it_stands_in_two_zones_once_in_each(self, site):
        with pytest.raises(RefusalError, match=r"^ValidationError: At least two subnets"):
            site.make(BALANCER, subnets=site.subnets[:1], loadBalancerType="application")
        with pytest.raises(RefusalError, match=r"^InvalidConfigurationRequest: .*multiple subnets"):
            site.make(BALANCER, subnets=[*site.subnets, site.subnet(7, "a")])

    def test_what_it_stands_on_stays(self, site):
        assert site.balancer
        with pytest.raises(RefusalError, match=r"^DependencyViolation"):
            site.delete(SUBNET, site.subnets[0])
        with pytest.raises(RefusalError, match=r"^DependencyViolation"):
            site.delete(GROUP, site.group)

    def test_deletion_protection_holds(self, site):
        identity, outputs = site.create(BALANCER, "web", subnets=site.subnets, enableDeletionProtection=True)
        with pytest.raises(RefusalError, match=r"^OperationNotPermitted: .*deletion protection"):
            site.delete(BALANCER, identity, outputs)

    @pytest.mark.parametrize(
        ("kind", "old", "new", "replaced"),
        [
            ("application", {"subnets": ["a", "b"]}, {"subnets": ["a"]}, []),
            ("network", {"subnets": ["a", "b"]}, {"subnets": ["a"]}, ["subnets"]),
            ("network", {"subnets": ["a", "b"]}, {"subnets": ["a", "b", "c"]}, []),
            ("network", {"securityGroups": []}, {"securityGroups": ["g"]}, ["securityGroups"]),
            ("network", {"securityGroups": ["g"]}, {"securityGroups": ["h"]}, []),
            ("application", {"internal": True}, {"internal": False}, ["internal"]),
        ],
    )
    def test_a_network_load_balancer_only_grows(self, site, kind, old, new, replaced):
        given = {"loadBalancerType": kind}
        assert site.replaces(BALANCER, {**given, **old}, {**given, **new}) == replaced


class TestTargetGroups:
    def test_it_is_named_as_metrics_name_it(self, site):
        _, outputs = site.create(TARGETS, "web", port=80, protocol="HTTP", vpcId=site.vpc)
        assert re.fullmatch(r"targetgroup/web-[0-9a-f]{7}/[0-9a-f]{16}", outputs["arnSuffix"])
        assert outputs["arn"].endswith(outputs["arnSuffix"])

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"port": None}, "port"),
            ({"vpcId": None}, "vpcId"),
            ({"port": 70000}, "port"),
            ({"slowStart": 20}, "slowStart"),
            ({"deregistrationDelay": 4000}, "deregistrationDelay"),
            ({"healthCheck": {"protocol": "TCP"}}, "healthCheck.protocol"),
            ({"protocol": "TCP", "healthCheck": {"protocol": "TCP", "path": "/"}}, "healthCheck.path"),
            ({"healthCheck": {"interval": 4}}, "healthCheck.interval"),
            ({"stickiness": {"type": "lb_cookie", "enabled": True}, "loadBalancingCrossZoneEnabled": "false"}, "stickiness"),
            ({"healthCheck": {"healthyThreshold": 1}}, "healthCheck.healthyThreshold"),
        ],
    )
    def test_what_cannot_be_served_is_a_fault(self, site, inputs, path):
        given = {"port": 80, "protocol": "HTTP", "vpcId": "vpc-1", **inputs}
        assert path in site.check(TARGETS, **{key: value for key, value in given.items() if value is not None})[1]

    def test_one_that_a_listener_leads_to_stays(self, site):
        listener(site)
        with pytest.raises(RefusalError, match=r"^ResourceInUse: Target group"):
            site.delete(TARGETS, site.targets)


class TestListeners:
    def test_it_belongs_to_its_load_balancer_and_goes_with_it(self, site):
        identity, _ = listener(site)
        assert identity.startswith(site.balancer.replace(":loadbalancer/", ":listener/"))
        site.delete(BALANCER, site.balancer, {"arn": site.balancer})
        assert not site.exists(LISTENER, identity)

    def test_a_port_is_listened_to_once(self, site):
        listener(site)
        with pytest.raises(RefusalError, match=r"^DuplicateListener"):
            listener(site)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"protocol": "HTTPS"}, "certificateArn"),
            ({"defaultActions": [{"type": "forward"}]}, "defaultActions[0]"),
            ({"defaultActions": [{"type": "redirect"}]}, "defaultActions[0]"),
        ],
    )
    def test_what_leads_nowhere_is_a_fault(self, site, inputs, path):
        given = {"loadBalancerArn": "arn", "port": 443, "defaultActions": forward("arn"), **inputs}
        assert path in site.check(LISTENER, **given)[1]

    def test_a_load_balancer_understands_its_own_protocols(self, site):
        with pytest.raises(RefusalError, match=r"^ValidationError: application load balancers do not listen to TCP"):
            listener(site, protocol="TCP")
        passing = site.make(TARGETS, "db", port=5432, protocol="TCP", vpcId=site.vpc)
        with pytest.raises(RefusalError, match=r"^InvalidLoadBalancerAction: The target group"):
            listener(site, defaultActions=forward(passing))

    def test_datagrams_lead_to_who_takes_datagrams(self, site):
        front = site.make(BALANCER, "dns", subnets=site.subnets, loadBalancerType="network")
        taken = {speaks: site.make(TARGETS, speaks.lower(), port=53, protocol=speaks, vpcId=site.vpc) for speaks in ("TCP", "UDP")}
        with pytest.raises(RefusalError, match=r"^InvalidLoadBalancerAction: A listener of UDP cannot lead"):
            listener(site, loadBalancerArn=front, port=53, protocol="UDP", defaultActions=forward(taken["TCP"]))
        listener(site, loadBalancerArn=front, port=53, protocol="UDP", defaultActions=forward(taken["UDP"]))

    def test_a_target_group_has_one_load_balancer(self, site):
        listener(site)
        other = site.make(BALANCER, "other", subnets=site.subnets)
        with pytest.raises(RefusalError, match=r"^TargetGroupAssociationLimit"):
            listener(site, loadBalancerArn=other)

    def test_further_certificates_are_added_one_by_one(self, site):
        secure, _ = listener(site, port=443, protocol="HTTPS", certificateArn=CERTIFICATE)
        identity = site.make(SHOWN, listenerArn=secure, certificateArn=CERTIFICATE + "1")
        assert identity == f"{secure}_{CERTIFICATE}1"
        with pytest.raises(RefusalError, match=r"^ListenerNotFound"):
            site.make(SHOWN, listenerArn="arn:none", certificateArn=CERTIFICATE)


RULE = "aws:lb/listenerRule:ListenerRule"
HEADER = {"httpHeader": {"httpHeaderName": "X-Edge-Key", "values": ["n" * 16, "b" * 16]}}


class TestRules:
    def given(self, site, **inputs):
        heard = listener(site)[1]["arn"]
        return {"listenerArn": heard, "priority": 1, "actions": forward(site.targets), "conditions": [HEADER], **inputs}

    def test_a_priority_is_taken_once_and_it_goes_with_its_listener(self, site):
        given = self.given(site)
        identity, _ = site.create(RULE, "edge", **given)
        assert re.fullmatch(r"arn:aws:elasticloadbalancing:.+:listener-rule/app/.+/[0-9a-f]{16}", identity)
        with pytest.raises(RefusalError, match="PriorityInUse"):
            site.create(RULE, "other", **given)
        site.delete(LISTENER, given["listenerArn"])
        assert not site.exists(RULE, identity)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"actions": [{"type": "fixed-response"}]}, "actions[0]"),
            ({"conditions": [HEADER, {"pathPattern": {"values": ["/a", "/b", "/c", "/d"]}}]}, "conditions"),
            ({"conditions": [{"pathPattern": {"values": ["/" * 129]}}]}, "conditions[0].pathPattern.values"),
        ],
    )
    def test_what_no_rule_can_hold_is_a_fault(self, site, inputs, path):
        assert path in site.check(RULE, **self.given(site, **inputs))[1]
