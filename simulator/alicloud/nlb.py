"""Network Load Balancer (NLB): balancers, server groups and listeners.

Limits: https://www.alibabacloud.com/help/en/slb/network-load-balancer/product-overview/limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, as_set, parts, refer, table
from .balancers import Kind, guarded, switch_conflicts, zone_faults
from .ecs import SECURITY_GROUP
from .shapes import CREATED, PROVIDER, between, checks, default_group, one_of
from .vpc import SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

NLB: Final = Kind("nlb")


def _certificate_faults(call: Call) -> Iterator[tuple[str, str]]:
    secure = call.get("listenerProtocol") == "TCPSSL"
    if secure != call.given("certificateIds"):
        yield "certificateIds", "a listener of TCPSSL needs a certificate, and no other shows one"


def _drain_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.given("connectionDrain") and call.given("connectionDrainEnabled"):
        yield "connectionDrain", '"connection_drain": conflicts with connection_drain_enabled'


def _passed_conflicts(call: Call) -> Iterator[str]:
    """UDP is passed to UDP alone, and to nothing else."""
    for group in call.all_referenced("serverGroupId"):
        passed, spoken = call.get("listenerProtocol"), group.outputs.get("protocol", "TCP")
        if (passed == "UDP") != (spoken == "UDP"):
            yield f"Conflict.Protocol: a listener of {passed} cannot lead to the server group '{group.id}' of {spoken}"


RULES = table(
    Rule(
        type=NLB.balancer,
        source=f"{PROVIDER}resource_alicloud_nlb_load_balancer.go",
        id=lambda call: f"nlb-{call.letters(18)}",
        replaces=frozenset({"addressIpVersion", "bandwidthPackageId", "loadBalancerType", "paymentType", "vpcId"}),
        canonical={"zoneMappings": as_set, "securityGroupIds": as_set},
        defaults={
            "addressIpVersion": "Ipv4",
            "crossZoneEnabled": True,
            "loadBalancerBusinessStatus": "Normal",
            "loadBalancerType": "Network",
            "paymentType": "PayAsYouGo",
            "status": "Active",
            "createTime": CREATED,
        },
        derived={"resourceGroupId": default_group, "regionId": lambda call: call.region},
        computed={"dnsName": lambda call: f"{call.id}.{call.region}.nlb.aliyuncsslb.com"},
        references={
            "vpcId": refer(VPC),
            "zoneMappings[*].vswitchId": refer(SWITCH),
            "securityGroupIds[*]": refer(SECURITY_GROUP),
        },
        quotas=(Quota(60, "QuotaExceeded.LoadBalancer: the number of NLB instances exceeds the quota"),),
        check=checks(
            one_of("addressType", "Internet", "Intranet"),
            one_of("loadBalancerType", "Network", "Gateway", "Inner"),
            one_of("paymentType", "Subscription", "PayAsYouGo"),
            between("cps", 0, 1_000_000),
            zone_faults,
        ),
        refuses=switch_conflicts,
        keeps=guarded,
        takes=NLB.along(),
        not_found="ResourceNotFound.loadBalancer: the NLB instance '{id}' does not exist",
        in_use="ResourceInUse.loadBalancer: the NLB instance '{id}' is in use",
    ),
    Rule(
        type=NLB.group,
        source=f"{PROVIDER}resource_alicloud_nlb_server_group.go",
        id=lambda call: f"sgp-{call.letters(18)}",
        replaces=frozenset({"addressIpVersion", "anyPortEnabled", "protocol", "serverGroupType", "vpcId"}),
        defaults={
            "addressIpVersion": "Ipv4",
            "preserveClientIpEnabled": True,
            "protocol": "TCP",
            "scheduler": "Wrr",
            "serverGroupType": "Instance",
            "status": "Available",
        },
        derived={"resourceGroupId": default_group, "regionId": lambda call: call.region},
        references={"vpcId": refer(VPC)},
        quotas=(Quota(100, "QuotaExceeded.ServerGroup: the number of server groups exceeds the quota"),),
        check=checks(
            one_of("protocol", "TCP", "UDP", "TCPSSL"),
            one_of("scheduler", "Wrr", "Rr", "Qch", "Tch", "Sch", "Wlc"),
            one_of("serverGroupType", "Instance", "Ip"),
            between("connectionDrainTimeout", 10, 900),
            one_of("healthCheck.healthCheckType", "TCP", "HTTP", "UDP"),
            one_of("healthCheck.httpCheckMethod", "GET", "HEAD"),
            between("healthCheck.healthCheckConnectPort", 0, 65535),
            between("healthCheck.healthCheckInterval", 0, 50),
            between("healthCheck.healthCheckConnectTimeout", 0, 300),
            between("healthCheck.healthyThreshold", 2, 10),
            between("healthCheck.unhealthyThreshold", 2, 10),
            _drain_faults,
        ),
        not_found="ResourceNotFound.serverGroup: the server group '{id}' does not exist",
        in_use="ResourceInUse.serverGroup: the server group '{id}' is in use",
    ),
    Rule(
        type=NLB.listener,
        source=f"{PROVIDER}resource_alicloud_nlb_listener.go",
        id=lambda call: f"lsn-{call.letters(18)}@{call['listenerPort']}",
        replaces=frozenset({"endPort", "listenerPort", "listenerProtocol", "loadBalancerId", "startPort"}),
        defaults={"idleTimeout": 900, "proxyProtocolEnabled": False, "status": "Running"},
        derived={"regionId": lambda call: call.region},
        references={"loadBalancerId": refer(NLB.balancer, holds=False), "serverGroupId": refer(NLB.group)},
        unique=(
            Unique(
                ("loadBalancerId", "listenerPort", "listenerProtocol"),
                "ResourceAlreadyExist.listener: the port {listenerPort} of {listenerProtocol} is taken",
            ),
        ),
        quotas=(Quota(50, "QuotaExceeded.Listener: the number of listeners exceeds", per=("loadBalancerId",)),),
        check=checks(
            one_of("listenerProtocol", "TCP", "UDP", "TCPSSL"),
            between("listenerPort", 0, 65535),
            between("idleTimeout", 0, 900),
            between("mss", 0, 1500),
            between("cps", 0, 1_000_000),
            _certificate_faults,
        ),
        refuses=_passed_conflicts,
        takes=parts(NLB.certificate),
        not_found="ResourceNotFound.listener: the listener '{id}' does not exist",
    ),
    *NLB.attachments(),
)
