"""Application Load Balancer (ALB): balancers, server groups, listeners and their rules.

Limits: https://www.alibabacloud.com/help/en/slb/application-load-balancer/product-overview/limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, as_set, parts, refer, table
from .balancers import Kind, guarded, switch_conflicts, zone_faults
from .shapes import CREATED, PROVIDER, between, checks, default_group, one_of
from .vpc import SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

ALB: Final = Kind("alb", most_certificates=25)
RULE: Final = ALB.type("Rule")

_FORWARDED: Final = "defaultActions[*].forwardGroupConfig.serverGroupTuples[*].serverGroupId"


def _certificate_faults(call: Call) -> Iterator[tuple[str, str]]:
    secure = call.get("listenerProtocol") in ("HTTPS", "QUIC")
    if secure and not call.given("certificates"):
        yield "certificates", f"MissingParam.Certificates: a listener of {call.get('listenerProtocol')} needs a certificate"
    if not secure and call.given("certificates"):
        yield "certificates", "OperationDenied.CertificatesNotSupported: a listener of HTTP shows no certificate"


def _slow_start_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("slowStartConfig.slowStartEnabled") and call.get("scheduler", "Wrr") != "Wrr":
        yield "slowStartConfig", "OperationDenied.SlowStart: slow start needs the scheduler Wrr"


def _sticky_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("stickySessionConfig.stickySessionEnabled") and call.get("crossZoneEnabled") is False:
        yield "stickySessionConfig", "OperationDenied.StickySession: session persistence needs cross-zone load balancing"


def _redirect_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not call.given("ruleActions[*].redirectConfig") and "Redirect" in call.get("ruleActions[*].type", []):
        yield "ruleActions", "MissingParam.RedirectConfig: an action of Redirect says where to"


RULES = table(
    Rule(
        type=ALB.balancer,
        source=f"{PROVIDER}resource_alicloud_alb_load_balancer.go",
        id=lambda call: f"alb-{call.letters(18)}",
        replaces=frozenset(
            {"addressAllocatedMode", "addressIpVersion", "bandwidthPackageId", "loadBalancerBillingConfig", "vpcId"}
        ),
        canonical={"zoneMappings": as_set},
        defaults={"addressIpVersion": "IPv4", "status": "Active", "createTime": CREATED},
        derived={"resourceGroupId": default_group, "regionId": lambda call: call.region},
        computed={"dnsName": lambda call: f"{call.id}.{call.region}.alb.aliyuncsslb.com"},
        references={"vpcId": refer(VPC), "zoneMappings[*].vswitchId": refer(SWITCH)},
        quotas=(Quota(60, "QuotaExceeded.LoadBalancersNum: the number of ALB instances exceeds the quota"),),
        check=checks(
            one_of("addressType", "Internet", "Intranet"),
            one_of("addressAllocatedMode", "Fixed", "Dynamic"),
            one_of("loadBalancerEdition", "Basic", "Standard", "StandardWithWaf"),
            one_of("loadBalancerBillingConfig.payType", "PayAsYouGo"),
            zone_faults,
        ),
        refuses=switch_conflicts,
        keeps=guarded,
        takes=ALB.along(RULE),
        not_found="ResourceNotFound.LoadBalancer: the ALB instance '{id}' does not exist",
        in_use="ResourceInUse.LoadBalancer: the ALB instance '{id}' is in use",
    ),
    Rule(
        type=ALB.group,
        source=f"{PROVIDER}resource_alicloud_alb_server_group.go",
        id=lambda call: f"sgp-{call.letters(18)}",
        replaces=frozenset({"ipv6Enabled", "protocol", "serverGroupType", "vpcId"}),
        canonical={"servers": as_set},
        defaults={
            "protocol": "HTTP",
            "scheduler": "Wrr",
            "serverGroupType": "Instance",
            "status": "Available",
            "createTime": CREATED,
        },
        derived={"resourceGroupId": default_group},
        references={"vpcId": refer(VPC)},
        quotas=(Quota(100, "QuotaExceeded.ServerGroupsNum: the number of server groups exceeds the quota"),),
        check=checks(
            one_of("protocol", "HTTP", "HTTPS", "GRPC"),
            one_of("scheduler", "Wrr", "Wlc", "Sch", "Uch"),
            one_of("healthCheckConfig.healthCheckProtocol", "HTTP", "HTTPS", "TCP", "GRPC"),
            one_of("healthCheckConfig.healthCheckMethod", "GET", "POST", "HEAD"),
            between("healthCheckConfig.healthCheckConnectPort", 0, 65535),
            between("healthCheckConfig.healthCheckInterval", 0, 50),
            between("healthCheckConfig.healthCheckTimeout", 0, 300),
            between("healthCheckConfig.healthyThreshold", 2, 10),
            between("healthCheckConfig.unhealthyThreshold", 2, 10),
            between("connectionDrainConfig.connectionDrainTimeout", 0, 900),
            one_of("stickySessionConfig.stickySessionType", "Insert", "Server"),
            between("stickySessionConfig.cookieTimeout", 0, 86400),
            between("slowStartConfig.slowStartDuration", 30, 900),
            _slow_start_faults,
            _sticky_faults,
        ),
        not_found="ResourceNotFound.ServerGroup: the server group '{id}' does not exist",
        in_use="ResourceInUse.ServerGroup: the server group '{id}' is in use",
    ),
    Rule(
        type=ALB.listener,
        source=f"{PROVIDER}resource_alicloud_alb_listener.go",
        id=lambda call: f"lsn-{call.letters(18)}",
        replaces=frozenset({"defaultActions[*].type", "listenerPort", "listenerProtocol", "loadBalancerId"}),
        defaults={"gzipEnabled": True, "http2Enabled": True, "idleTimeout": 15, "requestTimeout": 60, "status": "Running"},
        references={
            "loadBalancerId": refer(ALB.balancer, holds=False),
            _FORWARDED: refer(ALB.group),
        },
        unique=(Unique(("loadBalancerId", "listenerPort"), "ResourceAlreadyExist.Listener: the port {listenerPort} is taken"),),
        quotas=(Quota(50, "QuotaExceeded.LoadBalancerListenersNum: the number of listeners exceeds", per=("loadBalancerId",)),),
        check=checks(
            one_of("listenerProtocol", "HTTP", "HTTPS", "QUIC"),
            between("listenerPort", 1, 65535),
            between("idleTimeout", 0, 600),
            between("requestTimeout", 0, 600),
            _certificate_faults,
        ),
        takes=parts(RULE, ALB.certificate),
        not_found="ResourceNotFound.Listener: the listener '{id}' does not exist",
    ),
    Rule(
        type=RULE,
        source=f"{PROVIDER}resource_alicloud_alb_rule.go",
        id=lambda call: f"rule-{call.letters(18)}",
        replaces=frozenset({"direction", "listenerId"}),
        canonical={"ruleActions": as_set, "ruleConditions": as_set},
        defaults={"direction": "Request", "status": "Available"},
        references={
            "listenerId": refer(ALB.listener, holds=False),
            "ruleActions[*].forwardGroupConfig.serverGroupTuples[*].serverGroupId": refer(ALB.group),
        },
        unique=(Unique(("listenerId", "priority"), "ResourceAlreadyExist.Rule: the priority {priority} is taken"),),
        check=checks(between("priority", 1, 10000), _redirect_faults),
        not_found="ResourceNotFound.Rule: the rule '{id}' does not exist",
    ),
    *ALB.attachments(),
)
