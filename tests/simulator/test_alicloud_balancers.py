"""Load balancers of the simulated Alibaba Cloud: where they stand, what they show, what leads where."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import pytest

from tests.support.alicloud_site import Site as Base
from tests.support.simulated import RefusalError

ALB, NLB = "alicloud:alb/loadBalancer:LoadBalancer", "alicloud:nlb/loadBalancer:LoadBalancer"
ALB_GROUP, NLB_GROUP = "alicloud:alb/serverGroup:ServerGroup", "alicloud:nlb/serverGroup:ServerGroup"
ALB_LISTENER, NLB_LISTENER = "alicloud:alb/listener:Listener", "alicloud:nlb/listener:Listener"
REDIRECT = "alicloud:alb/rule:Rule"
CHECKED = {"healthCheckEnabled": True}


class Site(Base):
    """One with vSwitches in two zones, and what stands in them."""

    @cached_property
    def mappings(self) -> list[dict[str, str]]:
        blocks = {"a": "10.36.0.0/20", "b": "10.36.16.0/20"}
        return [{"zoneId": f"ap-southeast-5{zone}", "vswitchId": self.switch(block, zone)} for zone, block in blocks.items()]

    def balancer(self, token: str = ALB, **inputs: Any) -> tuple[str, dict[str, Any]]:
        own = {"loadBalancerEdition": "Standard", "loadBalancerBillingConfig": {"payType": "PayAsYouGo"}} if token == ALB else {}
        usual: dict[str, Any] = {"addressType": "Intranet", "vpcId": self.vpc, "zoneMappings": self.mappings, **own}
        return self.create(token, **{**usual, **inputs})

    def servers(self, token: str = ALB_GROUP, **inputs: Any) -> str:
        own = {"healthCheckConfig": CHECKED} if token == ALB_GROUP else {}
        return self.make(token, serverGroupName="web", vpcId=self.vpc, **own, **inputs)

    def listener(self, balancer: str, servers: str, **inputs: Any) -> str:
        action = {"type": "ForwardGroup", "forwardGroupConfig": {"serverGroupTuples": [{"serverGroupId": servers}]}}
        usual = {"listenerPort": 80, "listenerProtocol": "HTTP", "loadBalancerId": balancer, "defaultActions": [action]}
        return self.make(ALB_LISTENER, **{**usual, **inputs})


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.mark.parametrize(("token", "kind"), [(ALB, "alb"), (NLB, "nlb")])
class TestBalancers:
    def test_one_is_reached_by_its_name(self, site, token, kind):
        identity, outputs = site.balancer(token)
        assert re.fullmatch(rf"{kind}-[a-z0-9]{{18}}", identity)
        assert outputs["dnsName"] == f"{identity}.ap-southeast-5.{kind}.aliyuncsslb.com"

    def test_it_stands_in_two_zones(self, site, token, kind):
        one = [{"zoneId": "ap-southeast-5a", "vswitchId": "vsw-a"}]
        assert "at least 2 zones" in site.check(token, vpcId="vpc-a", zoneMappings=one)[1]["zoneMappings"]
        assert "specified twice" in site.check(token, vpcId="vpc-a", zoneMappings=one * 2)[1]["zoneMappings"]

    def test_a_vswitch_lies_in_the_zone_that_is_said(self, site, token, kind):
        first, second = site.mappings
        crossed = [{**first, "zoneId": second["zoneId"]}, {**second, "zoneId": first["zoneId"]}]
        with pytest.raises(RefusalError, match=r"Mismatch.ZoneId"):
            site.balancer(token, zoneMappings=crossed)

    def test_zones_have_no_order(self, site, token, kind):
        zones = [{"zoneId": "a", "vswitchId": "vsw-a"}, {"zoneId": "b", "vswitchId": "vsw-b"}]
        assert not site.diff(token, {"zoneMappings": zones}, {"zoneMappings": zones[::-1]}).detailedDiff

    def test_deletion_protection(self, site, token, kind):
        identity, outputs = site.balancer(token, deletionProtectionConfig={"enabled": True})
        with pytest.raises(RefusalError, match=r"OperationDenied.DeletionProtection"):
            site.delete(token, identity, outputs)


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (ALB, "addressType", "Intranet", "Internet", False),
        (ALB, "addressAllocatedMode", "Fixed", "Dynamic", True),
        (ALB, "vpcId", "vpc-a", "vpc-b", True),
        (NLB, "addressType", "Intranet", "Internet", False),
        (NLB, "addressIpVersion", "Ipv4", "DualStack", True),
        (ALB_GROUP, "protocol", "HTTP", "HTTPS", True),
        (ALB_GROUP, "scheduler", "Wrr", "Wlc", False),
        (NLB_GROUP, "anyPortEnabled", True, False, True),
        (NLB_GROUP, "preserveClientIpEnabled", True, False, False),
        (ALB_LISTENER, "listenerPort", 80, 81, True),
        (ALB_LISTENER, "idleTimeout", 15, 60, False),
        (NLB_LISTENER, "listenerProtocol", "TCP", "UDP", True),
        (NLB_LISTENER, "serverGroupId", "sgp-a", "sgp-b", False),
        (REDIRECT, "listenerId", "lsn-a", "lsn-b", True),
        (REDIRECT, "priority", 1, 2, False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


@pytest.mark.parametrize(
    ("token", "inputs", "property_", "reason"),
    [
        (ALB_GROUP, {"slowStartConfig": {"slowStartDuration": 20}}, "slowStartConfig.slowStartDuration", "(30 - 900)"),
        (
            ALB_GROUP,
            {"slowStartConfig": {"slowStartEnabled": True}, "scheduler": "Wlc"},
            "slowStartConfig",
            "needs the scheduler Wrr",
        ),
        (
            ALB_GROUP,
            {"stickySessionConfig": {"stickySessionEnabled": True}, "crossZoneEnabled": False},
            "stickySessionConfig",
            "needs cross-zone load balancing",
        ),
        (ALB_GROUP, {"healthCheckConfig": {"healthyThreshold": 1}}, "healthCheckConfig.healthyThreshold", "(2 - 10)"),
        (NLB_GROUP, {"connectionDrainTimeout": 5}, "connectionDrainTimeout", "(10 - 900)"),
        (NLB_GROUP, {"connectionDrain": True, "connectionDrainEnabled": True}, "connectionDrain", "conflicts with"),
        (ALB_LISTENER, {"listenerProtocol": "HTTPS"}, "certificates", "needs a certificate"),
        (
            ALB_LISTENER,
            {"listenerProtocol": "HTTP", "certificates": {"certificateId": "1"}},
            "certificates",
            "shows no certificate",
        ),
        (NLB_LISTENER, {"listenerProtocol": "TCPSSL"}, "certificateIds", "needs a certificate"),
        (REDIRECT, {"ruleActions": [{"type": "Redirect", "order": 1}]}, "ruleActions", "says where to"),
    ],
)
def test_faults(site, token, inputs, property_, reason):
    assert reason in site.check(token, **inputs)[1][property_]


def test_a_server_group_stays_while_a_listener_leads_there(site):
    servers = site.servers()
    listener = site.listener(site.balancer()[0], servers)
    with pytest.raises(RefusalError, match=r"ResourceInUse.ServerGroup"):
        site.delete(ALB_GROUP, servers)
    site.delete(ALB_LISTENER, listener)
    site.delete(ALB_GROUP, servers)


def test_a_port_is_listened_on_once(site):
    balancer, servers = site.balancer()[0], site.servers()
    site.listener(balancer, servers)
    with pytest.raises(RefusalError, match=r"ResourceAlreadyExist.Listener: the port 80 is taken"):
        site.listener(balancer, servers)


def test_listeners_go_with_their_balancer_and_rules_with_their_listener(site):
    balancer, outputs = site.balancer()
    listener = site.listener(balancer, site.servers())
    condition, action = {"type": "Path"}, {"type": "Redirect", "order": 1, "redirectConfig": {"port": "443"}}
    rule = site.make(REDIRECT, listenerId=listener, ruleName="r", priority=1, ruleConditions=[condition], ruleActions=[action])
    site.delete(ALB, balancer, outputs)
    assert not site.exists(ALB_LISTENER, listener)
    assert not site.exists(REDIRECT, rule)


def test_udp_leads_to_udp_alone(site):
    balancer, servers = site.balancer(NLB)[0], site.servers(NLB_GROUP, protocol="TCP")
    with pytest.raises(RefusalError, match=r"Conflict.Protocol: a listener of UDP cannot lead to"):
        site.make(NLB_LISTENER, loadBalancerId=balancer, listenerPort=53, listenerProtocol="UDP", serverGroupId=servers)
    made = site.make(NLB_LISTENER, loadBalancerId=balancer, listenerPort=53, listenerProtocol="TCP", serverGroupId=servers)
    assert re.fullmatch(r"lsn-[a-z0-9]{18}@53", made)
