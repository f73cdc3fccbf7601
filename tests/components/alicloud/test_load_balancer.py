"""Application load balancers on Alibaba Cloud (ALB): exactly what is made of them, and with which inputs."""

from __future__ import annotations

from components.alicloud.load_balancer import LoadBalancer
from components.contracts import HealthCheck, Listener, TargetGroup
from tests.support.balancers import ALICLOUD_BALANCERS
from tests.support.clouds import TAGS
from tests.support.mocks import ID_PREFIX

_TYPES = ALICLOUD_BALANCERS.types["application"]
HTTPS = ALICLOUD_BALANCERS.https
WHOLE_ZONES = [{"zoneId": f"ap-southeast-5{zone}", "vswitchId": f"{ID_PREFIX}net-private-{zone}"} for zone in "abc"]


def test_an_application_load_balancer_consists_of_exactly_this():
    found = ALICLOUD_BALANCERS.recorded()
    assert sorted((child.type.split(":")[-1], child.name) for child in found.children(found.one(LoadBalancer.TYPE))) == [
        ("Listener", "front-listener-443"),
        ("LoadBalancer", "front-balancer"),
        ("LoadBalancerSecurityGroupAttachment", "front-clients"),
        ("SecurityGroup", "front-clients"),
        ("SecurityGroupRule", "front-443-tcp-from-cidr"),
        ("SecurityGroupRule", "front-443-tcp-from-pods"),
        ("SecurityGroupRule", "front-no-other-clients"),
        ("ServerGroup", "front-targets-web"),
    ]
    assert found.one(_TYPES["balancer"]).inputs == {
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
    assert ALICLOUD_BALANCERS.recorded(idle_timeout=120).one(_TYPES["listener"]).inputs == {
        "loadBalancerId": f"{ID_PREFIX}front-balancer",
        "listenerPort": 443,
        "listenerProtocol": "HTTPS",
        "listenerDescription": "front-443",
        "defaultActions": [
            {
                "type": "ForwardGroup",
                "forwardGroupConfig": {"serverGroupTuples": [{"serverGroupId": f"{ID_PREFIX}front-targets-web"}]},
            }
        ],
        "certificates": {"certificateId": ALICLOUD_BALANCERS.certificate},
        "securityPolicyId": "tls_cipher_policy_1_2_strict_with_1_3",
        "idleTimeout": 120,
        "requestTimeout": 60,
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
    assert ALICLOUD_BALANCERS.recorded(targets={"web": group}).one(_TYPES["group"]).inputs == {
        "serverGroupName": "front-web",
        "serverGroupType": "Instance",
        "protocol": "HTTPS",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "scheduler": "Wrr",
        "crossZoneEnabled": True,
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
    inputs = (
        ALICLOUD_BALANCERS.recorded(targets={"web": TargetGroup(port=80, drain=0, distribution="least_requests")}, cross_zone=False)
        .one(_TYPES["group"])
        .inputs
    )
    assert inputs["crossZoneEnabled"] is False
    assert inputs["connectionDrainConfig"] == {"connectionDrainEnabled": False}
    assert inputs["stickySessionConfig"] == {"stickySessionEnabled": False}
    assert (inputs["scheduler"], inputs["healthCheckConfig"]["healthCheckConnectPort"]) == ("Wlc", 0)
    assert inputs["slowStartConfig"] == {"slowStartEnabled": False}


def test_http_is_sent_to_https_by_a_rule():
    found = ALICLOUD_BALANCERS.recorded(listeners={"http": Listener(port=80, protocol="http", redirect=443), "https": HTTPS})
    plain = found.one(_TYPES["listener"], "front-listener-80").inputs
    assert plain["defaultActions"] == found.one(_TYPES["listener"], "front-listener-443").inputs["defaultActions"]
    assert not {"certificates", "securityPolicyId"} & plain.keys()
    assert found.one("alicloud:alb/rule:Rule").inputs == {
        "listenerId": f"{ID_PREFIX}front-listener-80",
        "ruleName": "front-redirect-80",
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


def test_requests_are_recorded_in_a_store_of_a_project():
    inputs = ALICLOUD_BALANCERS.recorded(access_logs="shop-logs/alb").one(_TYPES["balancer"]).inputs
    assert inputs["accessLogConfig"] == {"logProject": "shop-logs", "logStore": "alb"}


def test_a_machine_may_take_its_time():
    assert ALICLOUD_BALANCERS.recorded(request_timeout=300).one(_TYPES["listener"]).inputs["requestTimeout"] == 300
