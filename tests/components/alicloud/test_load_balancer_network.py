"""Network load balancers on Alibaba Cloud (NLB): exactly what is made of them, and with which inputs."""

from __future__ import annotations

from components.contracts import HealthCheck, Listener, TargetGroup
from tests.support.balancers import ALICLOUD_BALANCERS, passing
from tests.support.clouds import TAGS
from tests.support.mocks import ID_PREFIX

_TYPES = ALICLOUD_BALANCERS.types["network"]
WHOLE_ZONES = [{"zoneId": f"ap-southeast-5{zone}", "vswitchId": f"{ID_PREFIX}net-private-{zone}"} for zone in "abc"]


def test_a_network_load_balancer_passes_connections_from_its_own_addresses():
    found = ALICLOUD_BALANCERS.recorded(**passing(proxy_protocol=True))
    assert found.one(_TYPES["balancer"]).inputs == {
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
    assert found.one(_TYPES["group"]).inputs == {
        "serverGroupName": "front-web",
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
    assert found.one(_TYPES["listener"]).inputs == {
        "loadBalancerId": f"{ID_PREFIX}front-balancer",
        "listenerPort": 5432,
        "listenerProtocol": "TCP",
        "listenerDescription": "front-5432",
        "idleTimeout": 350,
        "serverGroupId": f"{ID_PREFIX}front-targets-web",
        "proxyProtocolEnabled": True,
        "tags": TAGS,
    }


def test_a_network_load_balancer_may_ask_for_a_path():
    group = TargetGroup(port=5432, protocol="tcp", health=HealthCheck(path="/ok", port=8008))
    health = ALICLOUD_BALANCERS.recorded(**passing(targets={"web": group})).one(_TYPES["group"]).inputs["healthCheck"]
    assert (health["healthCheckType"], health["healthCheckUrl"], health["httpCheckMethod"]) == ("HTTP", "/ok", "GET")
    assert (health["healthCheckConnectPort"], health["healthCheckHttpCodes"]) == (8008, ["http_2xx"])


def test_udp_has_no_connections_to_be_silent():
    group = TargetGroup(port=53, protocol="udp", health=HealthCheck(path=None))
    listeners = {"dns": Listener(port=53, protocol="udp", to="web")}
    inputs = ALICLOUD_BALANCERS.recorded(kind="network", listeners=listeners, targets={"web": group}).one(_TYPES["listener"]).inputs
    assert (inputs["listenerProtocol"], inputs.get("idleTimeout")) == ("UDP", None)


def test_a_listener_goes_before_another_takes_its_port():
    assert ALICLOUD_BALANCERS.recorded(**passing()).one(_TYPES["listener"]).delete_before_replace is True
