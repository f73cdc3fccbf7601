"""Managed clusters of Container Service for Kubernetes (ACK).

Limits: https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/product-overview/limits.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..addresses import address_of
from ..rules import AutoName, Quota, Rule, parts, refer, table
from .cs_types import ADDON, AUTOSCALING, CLUSTER, NODE_POOL, kin_of
from .ecs import SECURITY_GROUP
from .shapes import PROVIDER, Network, between, checks, cidr_faults, default_group, kin, network, one_of, protected
from .vpc import SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

API_PORT: Final = 6443


def _switch(call: Call) -> Any:
    switches = [*call.all_referenced("vswitchIds[*]"), *call.all_referenced("workerVswitchIds[*]")]
    return switches[0].outputs if switches else {}


def _intranet(call: Call) -> str:
    """The API server's address inside the network: one of the first vSwitch's last ones, before those that the platform keeps."""
    block = network(_switch(call).get("cidrBlock")) or Network("192.168.0.0/24")
    return str(block[-10])


def _internet_address(call: Call) -> str:
    """The public address of the API server, always the same for the same cluster; none where it has none."""
    if not call.get("slbInternetEnabled", True):
        return ""
    return address_of(int(kin(call.id, "eip")[-12:], 36))


def _connections(call: Call) -> list[dict[str, str]]:
    public = _internet_address(call)
    return [
        {
            "apiServerInternet": f"https://{public}:{API_PORT}" if public else "",
            "apiServerIntranet": f"https://{_intranet(call)}:{API_PORT}",
            "masterPublicIp": public,
            "serviceDomain": f"*.{call.id}.{call.region}.alicontainer.com",
        }
    ]


def _certificates(call: Call) -> list[dict[str, str]]:
    if call.get("skipSetCertificateAuthority"):
        return []
    names = {"clusterCert": "CERTIFICATE", "clientCert": "CERTIFICATE", "clientKey": "PRIVATE KEY"}
    return [{key: base64.b64encode(f"simulated {kind} {key} {call.hex(32)}".encode()).decode() for key, kind in names.items()}]


def _rrsa(call: Call) -> dict[str, Any]:
    if not call.get("enableRrsa"):
        return {"enabled": False}
    provider = f"ack-rrsa-{call.id}"
    return {
        "enabled": True,
        "ramOidcProviderArn": f"acs:ram::{call.account}:oidc-provider/{provider}",
        "ramOidcProviderName": provider,
        "rrsaOidcIssuerUrl": f"https://oidc-ack-{call.region}.oss-{call.region}.aliyuncs.com/{call.id}",
    }


def _cluster_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not any(map(call.given, ("vswitchIds", "workerVswitchIds", "zoneIds"))):
        yield "vswitchIds", "vswitchIds or zoneIds must be set: a cluster stands in vSwitches"
    if call.given("podCidr") and call.given("podVswitchIds"):
        yield "podVswitchIds", "podCidr (Flannel) and podVswitchIds (Terway) exclude each other"
    if len(call.get("vswitchIds", [])) > 5:
        yield "vswitchIds", f"five vSwitches at most, {len(call.get('vswitchIds'))} are given"
    yield from cidr_faults(call, "serviceCidr", 8, 28)
    yield from cidr_faults(call, "podCidr", 8, 24)


def _cluster_conflicts(call: Call) -> Iterator[str]:
    if call.old.get("enableRrsa") and not call.get("enableRrsa"):
        yield "OperationDenied.RRSA: once RRSA is on it cannot be turned off"
    yield from _version_conflicts(call)
    homes = {str(switch.outputs.get("vpcId")) for switch in call.all_referenced("vswitchIds[*]")}
    if len(homes) > 1:
        yield f"InvalidVSwitchId: the vSwitches of a cluster lie in one VPC, these in {', '.join(sorted(homes))}"
    for vpc in (found for home in homes for found in call.find(VPC, id=home)):
        whole = network(vpc.outputs.get("cidrBlock"))
        for path in ("serviceCidr", "podCidr"):
            block = network(call.get(path))
            if block is not None and whole is not None and block.overlaps(whole):
                yield f"ErrorCidrConflict: {path} {block} overlaps {whole} of {vpc.id}"


def _version_conflicts(call: Call) -> Iterator[str]:
    """A control plane goes up, by one minor at most: user-guide/upgrade-clusters."""
    before, after = call.old.get("version"), call.get("version")
    if not before or not after:
        return
    if _numbers(after) < _numbers(before):
        yield f"ErrorUpgradeVersion: a cluster cannot go back from {before} to {after}"
    elif _numbers(after)[:2] > (_numbers(before)[0], _numbers(before)[1] + 1):
        yield f"ErrorUpgradeVersion: a cluster goes up one minor version at a time, not from {before} to {after}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())


RULES = table(
    Rule(
        type=CLUSTER,
        source=f"{PROVIDER}resource_alicloud_cs_managed_kubernetes.go",
        id=lambda call: f"c{call.hex(32)}",
        replaces=frozenset(
            {
                "apiAudiences",
                "autoMode",
                "clusterDomain",
                "ipStack",
                "nodeCidrMask",
                "podCidr",
                "profile",
                "proxyMode",
                "serviceAccountIssuer",
                "serviceCidr",
            }
        ),
        defaults={
            "clusterDomain": "cluster.local",
            "clusterSpec": "ack.standard",
            "deletionProtection": False,
            "newNatGateway": True,
            "profile": "Default",
            "proxyMode": "ipvs",
            "ipStack": "ipv4",
            "slbInternetEnabled": True,
        },
        derived={"resourceGroupId": default_group},
        computed={
            "connections": _connections,
            "certificateAuthorities": _certificates,
            "rrsaMetadata": _rrsa,
            "vpcId": lambda call: _switch(call).get("vpcId", ""),
            "securityGroupId": lambda call: kin_of(call, "sg"),
            "natGatewayId": lambda call: kin_of(call, "ngw") if call.get("newNatGateway", True) else "",
            "slbId": lambda call: kin_of(call, "lb"),
            "slbIntranet": _intranet,
            "slbInternet": _internet_address,
            "workerRamRoleName": lambda call: f"KubernetesWorkerRole-{call.uuid()}",
            "version": lambda _: "1.35.7-aliyun.1",
        },
        volatile={"rrsaMetadata": frozenset({"enableRrsa"})},
        secrets=frozenset({"certificateAuthorities"}),
        references={
            "vswitchIds[*]": refer(SWITCH),
            "workerVswitchIds[*]": refer(SWITCH),
            "podVswitchIds[*]": refer(SWITCH),
            "securityGroupId": refer(SECURITY_GROUP),
            "encryptionProviderKey": refer("alicloud:kms/key:Key", holds=False),
            "controlPlaneLogProject": refer("alicloud:log/project:Project", holds=False),
        },
        quotas=(Quota(50, "ErrorClusterQuota: the number of clusters exceeds the quota"),),
        name=AutoName(longest=63, prefixes=("namePrefix",)),
        check=checks(
            one_of("proxyMode", "iptables", "ipvs", "nftables"),
            one_of("clusterSpec", "ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"),
            between("nodeCidrMask", 24, 28),
            _cluster_faults,
        ),
        refuses=_cluster_conflicts,
        keeps=protected("deletionProtection", on=True, message="ErrorDeleteProtected: deletion protection of '{id}' is on"),
        takes=parts(NODE_POOL, ADDON, AUTOSCALING),
        not_found="ErrorClusterNotFound: the cluster '{id}' does not exist",
    ),
)
