"""Application Load Balancer (ALB): balancers, server groups, listeners and their rules.

Limits: https://www.alibabacloud.com/help/en/slb/application-load-balancer/product-overview/limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, as_set, parts, refer, table
from .ecs import SECURITY_GROUP
from .shapes import CREATED, PROVIDER, between, checks, default_group, one_of
from .vpc import SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

BALANCER: Final = "alicloud:alb/loadBalancer:LoadBalancer"
GROUP: Final = "alicloud:alb/serverGroup:ServerGroup"
LISTENER: Final = "alicloud:alb/listener:Listener"
RULE: Final = "alicloud:alb/rule:Rule"
CERTIFICATE: Final = "alicloud:alb/listenerAdditionalCertificateAttachment:ListenerAdditionalCertificateAttachment"
JOINED: Final = "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment"
SHIFTED: Final = "alicloud:alb/loadBalancerZoneShiftedAttachment:LoadBalancerZoneShiftedAttachment"

LEAST_ZONES: Final = 2
_FORWARDED: Final = "defaultActions[*].forwardGroupConfig.serverGroupTuples[*].serverGroupId"


def zone_faults(call: Call) -> Iterator[tuple[str, str]]:
    """A load balancer stands in two zones at least, in each of them once."""
    zones = call.get("zoneMappings[*].zoneId", [])
    if len(zones) < LEAST_ZONES:
        yield "zoneMappings", f"InvalidParameter.ZoneMappings: at least {LEAST_ZONES} zones must be specified, got {len(zones)}"
    if len(set(zones)) < len(zones):
        yield "zoneMappings", "InvalidParameter.ZoneMappings: a zone must not be specified twice"


def switch_conflicts(call: Call) -> Iterator[str]:
    """Its vSwitches lie in its VPC, and each in the zone that is said."""
    said = dict(zip(call.get("zoneMappings[*].vswitchId", []), call.get("zoneMappings[*].zoneId", []), strict=True))
    for switch in call.all_referenced("zoneMappings[*].vswitchId"):
        if switch.outputs.get("vpcId") != call["vpcId"]:
            yield f"Mismatch.VSwitchId: the vSwitch '{switch.id}' lies in another VPC"
        if switch.outputs.get("zoneId") != said.get(switch.id):
            yield f"Mismatch.ZoneId: the vSwitch '{switch.id}' lies in the zone {switch.outputs.get('zoneId')}"


def guarded(call: Call) -> Iterator[str]:
    """Refuses to delete a load balancer whose deletion protection is on."""
    if (call.old.get("deletionProtectionConfig") or {}).get("enabled"):
        yield f"OperationDenied.DeletionProtection: deletion protection of '{call.id}' is on"


def along(listener: str, parts_of_it: tuple[str, ...], *own: str) -> Callable[[Call], Iterator[tuple[str, str]]]:
    """What a load balancer takes along: its own parts, its listeners, and what those hold."""
    of_balancer = parts(listener, *own)

    def taken(call: Call) -> Iterator[tuple[str, str]]:
        for type_, identity in of_balancer(call):
            for found in call.find(listener, id=identity) if type_ == listener else ():
                for part in parts_of_it:
                    yield from ((each.type, each.id) for each in call.users(found, part))
            yield type_, identity

    return taken


def _certificate_faults(call: Call) -> Iterator[tuple[str, str]]:
    secure = call.get("listenerProtocol") in ("HTTPS", "QUIC")
    if secure and not call.given("certificates"):
        yield "certificates", f"MissingParam.Certificates: a listener of {call.get('listenerProtocol')} needs a certificate"
    if not secure and call.given("certificates"):
        yield "certificates", "OperationDenied.CertificatesNotSupported: a listener of HTTP shows no certificate"


def _slow_start_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("slowStartConfig.slowStartEnabled") and call.get("scheduler", "Wrr") != "Wrr":
        yield "slowStartConfig", "OperationDenied.SlowStart: slow start needs the scheduler Wrr"


def _redirect_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not call.given("ruleActions[*].redirectConfig") and "Redirect" in call.get("ruleActions[*].type", []):
        yield "ruleActions", "MissingParam.RedirectConfig: an action of Redirect says where to"


RULES = table(
    Rule(
        type=BALANCER,
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
        takes=along(LISTENER, (RULE, CERTIFICATE), JOINED, SHIFTED),
        not_found="ResourceNotFound.LoadBalancer: the ALB instance '{id}' does not exist",
        in_use="ResourceInUse.LoadBalancer: the ALB instance '{id}' is in use",
    ),
    Rule(
        type=GROUP,
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
        ),
        not_found="ResourceNotFound.ServerGroup: the server group '{id}' does not exist",
        in_use="ResourceInUse.ServerGroup: the server group '{id}' is in use",
    ),
    Rule(
        type=LISTENER,
        source=f"{PROVIDER}resource_alicloud_alb_listener.go",
        id=lambda call: f"lsn-{call.letters(18)}",
        replaces=frozenset({"defaultActions[*].type", "listenerPort", "listenerProtocol", "loadBalancerId"}),
        defaults={"gzipEnabled": True, "http2Enabled": True, "idleTimeout": 15, "requestTimeout": 60, "status": "Running"},
        references={
            "loadBalancerId": refer(BALANCER, holds=False),
            _FORWARDED: refer(GROUP),
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
        takes=parts(RULE, CERTIFICATE),
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
            "listenerId": refer(LISTENER, holds=False),
            "ruleActions[*].forwardGroupConfig.serverGroupTuples[*].serverGroupId": refer(GROUP),
        },
        unique=(Unique(("listenerId", "priority"), "ResourceAlreadyExist.Rule: the priority {priority} is taken"),),
        check=checks(between("priority", 1, 10000), _redirect_faults),
        not_found="ResourceNotFound.Rule: the rule '{id}' does not exist",
    ),
    Rule(
        type=CERTIFICATE,
        source=f"{PROVIDER}resource_alicloud_alb_listener_additional_certificate_attachment.go",
        id=lambda call: f"{call['listenerId']}:{call['certificateId']}",
        replaces=frozenset({"certificateId", "listenerId"}),
        defaults={"certificateType": "Server", "status": "Associated"},
        references={"listenerId": refer(LISTENER, holds=False)},
        quotas=(Quota(25, "QuotaExceeded.ListenerCertificatesNum: the number of certificates exceeds", per=("listenerId",)),),
    ),
    Rule(
        type=JOINED,
        source=f"{PROVIDER}resource_alicloud_alb_load_balancer_security_group_attachment.go",
        id=lambda call: f"{call['loadBalancerId']}:{call['securityGroupId']}",
        replaces=frozenset({"loadBalancerId", "securityGroupId"}),
        references={"loadBalancerId": refer(BALANCER, holds=False), "securityGroupId": refer(SECURITY_GROUP)},
    ),
    Rule(
        type=SHIFTED,
        source=f"{PROVIDER}resource_alicloud_alb_load_balancer_zone_shifted_attachment.go",
        id=lambda call: f"{call['loadBalancerId']}:{call['vswitchId']}:{call['zoneId']}",
        replaces=frozenset({"loadBalancerId", "vswitchId", "zoneId"}),
        defaults={"status": "Shifted"},
        references={"loadBalancerId": refer(BALANCER, holds=False), "vswitchId": refer(SWITCH)},
    ),
)
