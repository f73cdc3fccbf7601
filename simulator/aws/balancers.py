"""Load balancers (ALB and NLB) and their listeners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Unique, as_set, refer, table
from .regions import dns_suffix
from .shapes import SECURITY_GROUP, SUBNET, arn, exactly_one, lists, row
from .target_groups import NAMED, TARGETS, name_faults

if TYPE_CHECKING:
    from ..call import Call

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"

_KINDS = {"application": "app", "network": "net", "gateway": "gwy"}
_HEARD = {"application": ("HTTP", "HTTPS"), "network": ("TCP", "UDP", "TCP_UDP", "TLS", "QUIC", "TCP_QUIC")}
_SERVED = {**_HEARD, "gateway": ("GENEVE",)}
_FORCED = frozenset({"customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix", "region"})


def _balancer_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call)
    yield from exactly_one(call, "subnets", "subnetMappings")
    kind = call.get("loadBalancerType") or "application"
    if kind not in _KINDS:
        yield "loadBalancerType", f"expected load_balancer_type to be one of {', '.join(_KINDS)}, got {kind}"


def _balancer_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and for a network load balancer (`customizeDiffLoadBalancerNLB`) also: subnets that do not only
    become more, security groups where there are none yet, or none any more.
    """
    if call.get("loadBalancerType") != "network":
        return _FORCED
    paths = set(_FORCED)
    for name in ("subnets", "subnetMappings"):
        if len(call.get(name) or ()) <= len(call.old.get(name) or ()):
            paths.add(name)
    if bool(call.get("securityGroups")) != bool(call.old.get("securityGroups")):
        paths.add("securityGroups")
    return frozenset(paths)


def _subnet_conflicts(call: Call) -> Iterator[str]:
    zones = [subnet.outputs["availabilityZone"] for subnet in call.all_referenced("subnets[*]")]
    if len(set(zones)) != len(zones):
        yield "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone"
    if zones and len(zones) < 2 and call.get("loadBalancerType") == "application":
        yield "ValidationError: At least two subnets in two different Availability Zones must be specified"


def _protected(call: Call) -> Iterator[str]:
    if call.old.get("enableDeletionProtection"):
        yield (f"OperationNotPermitted: Load balancer '{call.id}' cannot be deleted because deletion protection is enabled")


def _suffix(call: Call) -> str:
    return f"{_KINDS[call.get('loadBalancerType') or 'application']}/{call['name']}/{call.hex(16, stream='suffix')}"


def _dns_name(call: Call) -> str:
    """docs.aws.amazon.com/elasticloadbalancing/latest/userguide: the two kinds name themselves in different orders."""
    end = dns_suffix(call.region)
    if call.get("loadBalancerType") == "network":
        return f"{call['name']}-{call.hex(16, stream='suffix')}.elb.{call.region}.{end}"
    inner = "internal-" if call.get("internal") else ""
    return f"{inner}{call['name']}-{call.digits(9)}.{call.region}.elb.{end}".lower()


def _vpc(call: Call) -> str | None:
    subnet = call.referenced("subnets[*]") or call.referenced("subnetMappings[*].subnetId")
    return subnet.outputs["vpcId"] if subnet else None


def _listener_faults(call: Call) -> Iterator[tuple[str, str]]:
    secure = call.get("protocol") in ("HTTPS", "TLS")
    if secure and not call.given("certificateArn"):
        yield "certificateArn", f"ValidationError: A certificate must be specified for {call['protocol']} listeners"
    for place, action in enumerate(call.get("defaultActions") or ()):
        wanted = {"forward": ("targetGroupArn", "forward"), "redirect": ("redirect",), "fixed-response": ("fixedResponse",)}
        names = wanted.get(action.get("type"), ())
        if names and not any(action.get(name) is not None for name in names):
            yield f"defaultActions[{place}]", f"one of {', '.join(names)} is needed with type {action['type']}"


def _listener_conflicts(call: Call) -> Iterator[str]:
    balancer = call.referenced("loadBalancerArn")
    if balancer is None:
        return
    kind, protocol = balancer.outputs.get("loadBalancerType") or "application", call.get("protocol")
    if protocol is not None and protocol not in _HEARD.get(kind, ()):
        yield f"ValidationError: {kind} load balancers do not listen to {protocol}"
    for targets in call.all_referenced("defaultActions[*].targetGroupArn"):
        if targets.outputs.get("protocol") not in _SERVED[kind]:
            yield f"InvalidLoadBalancerAction: The target group {targets.id} does not go with a load balancer of type {kind}"
        if kind == "network" and not _alike(protocol, targets.outputs.get("protocol")):
            yield f"InvalidLoadBalancerAction: A listener of {protocol} cannot lead to the target group {targets.id}"
        others = {listener.outputs["loadBalancerArn"] for listener in call.users(targets, LISTENER)} - {balancer.outputs["arn"]}
        if others:
            yield f"TargetGroupAssociationLimit: The target group {targets.id} is behind another load balancer already"


def _alike(heard: str | None, served: str | None) -> bool:
    """Datagrams lead to who takes datagrams, and connections to who takes connections
    (docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html).
    """
    return served in ("TCP_UDP", "TCP_QUIC") or (heard == "UDP") == (served == "UDP")


def _listener_id(call: Call) -> str:
    balancer = call["loadBalancerArn"].replace(":loadbalancer/", ":listener/")
    return f"{balancer}/{call.hex(16)}"


def _listeners(call: Call) -> Iterator[tuple[str, str]]:
    """Listeners go with their load balancer."""
    return ((listener.type, listener.id) for listener in call.find(LISTENER, loadBalancerArn=call.old.get("arn")))


def _blank_headers() -> dict[str, Any]:
    sent = ("ClientcertHeaderName", "ClientcertIssuerHeaderName", "ClientcertLeafHeaderName")
    sent += ("ClientcertSerialNumberHeaderName", "ClientcertSubjectHeaderName", "ClientcertValidityHeaderName")
    names = [f"routingHttpRequestXAmznMtls{name}" for name in sent]
    names += [f"routingHttpRequestXAmznTls{name}HeaderName" for name in ("CipherSuite", "Version")]
    answered = ("AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigin", "ExposeHeaders", "MaxAge")
    names += [f"routingHttpResponseAccessControl{name}HeaderValue" for name in answered]
    further = ("ContentSecurityPolicy", "StrictTransportSecurity", "XContentTypeOptions", "XFrameOptions")
    names += [f"routingHttpResponse{name}HeaderValue" for name in further]
    return dict.fromkeys(names, lambda _: "")


RULES = table(
    row(
        BALANCER,
        "elbv2/load_balancer.go",
        id=lambda call: arn(call, "elasticloadbalancing", f"loadbalancer/{_suffix(call)}"),
        replaces=_balancer_replaces,
        canonical=dict.fromkeys(("securityGroups", "subnetMappings", "subnets"), as_set),
        defaults={
            "clientKeepAlive": 3600,
            "desyncMitigationMode": "defensive",
            "dnsRecordClientRoutingPolicy": "any_availability_zone",
            "dropInvalidHeaderFields": False,
            "enableCrossZoneLoadBalancing": False,
            "enableDeletionProtection": False,
            "enableHttp2": True,
            "enableTlsVersionAndCipherSuiteHeaders": False,
            "enableWafFailOpen": False,
            "enableXffClientPort": False,
            "enableZonalShift": False,
            "idleTimeout": 60,
            "loadBalancerType": "application",
            "preserveHostHeader": False,
            "xffHeaderProcessingMode": "append",
        },
        computed={
            "arn": lambda call: call.id,
            "arnSuffix": lambda call: call.id.split(":loadbalancer/")[1],
            "dnsName": _dns_name,
            "enablePrefixForIpv6SourceNat": lambda _: "off",
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": lambda _: "",
            "internal": lambda _: False,
            "ipAddressType": lambda _: "ipv4",
            "secondaryIpsAutoAssignedPerSubnet": lambda _: 0,
            "vpcId": _vpc,
            "zoneId": lambda call: f"Z{call.letters(13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}",
            **lists("securityGroups", "subnetMappings", "subnets"),
        },
        references={
            "subnets[*]": refer(SUBNET),
            "subnetMappings[*].subnetId": refer(SUBNET),
            "securityGroups[*]": SECURITY_GROUP,
        },
        unique=(Unique(("name",), "DuplicateLoadBalancerName: A load balancer with the name {name} already exists"),),
        name=NAMED,
        check=_balancer_faults,
        refuses=_subnet_conflicts,
        keeps=_protected,
        takes=_listeners,
        not_found="LoadBalancerNotFound: Load balancer '{id}' not found",
        in_use="ResourceInUse: Load balancer '{id}' is currently associated with another service",
    ),
    row(
        LISTENER,
        "elbv2/listener.go",
        id=_listener_id,
        replaces=frozenset({"loadBalancerArn"}),
        computed={
            "arn": lambda call: call.id,
            "mutualAuthentication": lambda _: {},
            "protocol": lambda _: "HTTP",
            "routingHttpResponseServerEnabled": lambda _: True,
            "sslPolicy": lambda call: "ELBSecurityPolicy-2016-08" if call.given("certificateArn") else "",
            "tcpIdleTimeoutSeconds": lambda _: 350,
            **_blank_headers(),
        },
        references={
            "loadBalancerArn": refer(BALANCER, by="arn", holds=False),
            "defaultActions[*].targetGroupArn": refer(TARGETS, by="arn"),
        },
        unique=(
            Unique(
                ("loadBalancerArn", "port"), "DuplicateListener: A listener already exists on port {port} of this load balancer"
            ),
        ),
        check=_listener_faults,
        refuses=_listener_conflicts,
        takes=lambda call: [(rule.type, rule.id) for rule in call.find(RULE, listenerArn=call.id)],
        not_found="ListenerNotFound: One or more listeners not found: {id}",
    ),
    row(
        "aws:lb/listenerCertificate:ListenerCertificate",
        "elbv2/listener_certificate.go",
        tagged=False,
        id=lambda call: f"{call['listenerArn']}_{call['certificateArn']}",
        replaces=frozenset({"certificateArn", "listenerArn"}),
        references={"listenerArn": refer(LISTENER, by="arn", holds=False)},
        not_found="CertificateNotFound: Certificate of listener not found: {id}",
        exists="AlreadyExists: Certificate {id} is already added to the listener",
    ),
)
