"""Look-ups of Alibaba Cloud: what is true of the region asked, and lists of what the account has made.

Arguments and results: `data_source_alicloud_*.go` in https://github.com/aliyun/terraform-provider-alicloud/tree/v1.289.0/alicloud.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..call import RefusedError
from ..rules import Function
from .cs_types import CLUSTER, NODE_POOL
from .ecs import LAUNCH_TEMPLATE, ROLE, SECURITY_GROUP
from .ess import GROUP
from .gateways import NAT
from .kms import KEY
from .log import PROJECT, STORE
from .ram import OIDC_PROVIDER, POLICY
from .regions import REGIONS
from .vpc import EIP, ROUTE_TABLE, SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call, Object

Answer = dict[str, Any]


def _answer(call: Call, **results: Any) -> Answer:
    """A data source's result: the arguments come back, and an id that follows from them."""
    digest = hashlib.sha256(json.dumps(dict(call), sort_keys=True, default=str).encode()).hexdigest()[:10]
    return {"id": digest, **call, **results}


def _regions(call: Call) -> Answer:
    wanted = call.get("name") or (call.region if call.get("current") else None)
    found = [region for region in REGIONS.values() if wanted in (None, region.id)]
    if wanted is not None and not found:
        raise RefusedError(f"InvalidRegionId.NotFound: the region {wanted} does not exist")
    shown = [{"id": region.id, "regionId": region.id, "localName": region.local_name} for region in found]
    return _answer(call, ids=[region.id for region in found], regions=shown)


def _zones(call: Call) -> Answer:
    region = REGIONS.get(call.region)
    if region is None:
        raise RefusedError(f"InvalidRegionId.NotFound: the region {call.region} does not exist")
    zones = [
        {
            "id": zone,
            "localName": f"{region.local_name} Zone {zone[-1].upper()}",
            "availableResourceCreations": ["Instance", "Disk", "VSwitch", "LoadBalancer"],
            "availableDiskCategories": ["cloud_essd", "cloud_efficiency", "cloud_auto"],
            "availableInstanceTypes": [],
            "multiZoneIds": [],
            "slbSlaveZoneIds": [],
        }
        for zone in region.zones
    ]
    return _answer(call, ids=list(region.zones), zones=zones)


def _nat_zones(call: Call) -> Answer:
    region = REGIONS.get(call.region)
    zones = region.zones if region else ()
    return _answer(call, ids=list(zones), zones=[{"zoneId": zone, "localName": zone} for zone in zones])


def _identity(call: Call) -> Answer:
    user = f"acs:ram::{call.account}:root"
    return _answer(call, id=call.account, accountId=call.account, arn=user, identityType="Account")


def _opened(call: Call) -> Answer:
    """`getService` and its like switch a service on for the account; in a simulated account all are."""
    return _answer(call, status="Opened" if call.get("enable") == "On" else "")


def _policy_document(call: Call) -> Answer:
    """The JSON of a policy from its statements; needs no cloud."""
    statements = []
    for given in call.get("statements") or []:
        shown = {"Effect": given.get("effect", "Allow"), "Action": given.get("actions"), "Resource": given.get("resources")}
        if principals := given.get("principals"):
            shown["Principal"] = {each["entity"]: each["identifiers"] for each in principals}
        if conditions := given.get("conditions"):
            shown["Condition"] = {each["operator"]: {each["variable"]: each["values"]} for each in conditions}
        statements.append({key: value for key, value in shown.items() if value is not None})
    document = {"Version": call.get("version", "1"), "Statement": statements}
    return _answer(call, document=json.dumps(document, separators=(",", ":")))


def _listed(type_: str, results: str, name: str, **filters: str) -> Function:
    """A look-up that lists objects of a type.

    Args:
        type_: whose objects.
        results: the result that holds them; beside it stand `ids` and, where objects are named, `names`.
        name: the output that names them, which `nameRegex` is matched with; empty for none.
        filters: arguments that must be equal to an output, as `vpcId="vpcId"`.
    """

    def look_up(call: Call) -> Answer:
        wanted: Mapping[str, Any] = {
            output: call[argument] for argument, output in filters.items() if call.get(argument) is not None
        }
        found = [each for each in call.find(type_, **wanted) if _fits(call, each, name)]
        shown = [{"id": each.id, **each.outputs} for each in found]
        names = {"names": [str(each.outputs.get(name, "")) for each in found]} if name else {}
        return _answer(call, ids=[each.id for each in found], **names, **{results: shown})

    return look_up


def _fits(call: Call, found: Object, name: str) -> bool:
    ids, pattern, tags = call.get("ids"), call.get("nameRegex"), call.get("tags") or {}
    try:
        named = pattern is None or re.search(pattern, str(found.outputs.get(name, ""))) is not None
    except re.error as error:
        raise RefusedError(f'"nameRegex" is no regular expression: {error}: {pattern}') from error
    return (not ids or found.id in ids) and named and tags.items() <= dict(found.outputs.get("tags") or {}).items()


LOOKUPS: Final[Mapping[str, Function]] = {
    "alicloud:index/getAccount:getAccount": lambda call: {"id": call.account},
    "alicloud:index/getCallerIdentity:getCallerIdentity": _identity,
    "alicloud:index/getRegions:getRegions": _regions,
    "alicloud:index/getZones:getZones": _zones,
    "alicloud:cs/getAckService:getAckService": _opened,
    "alicloud:cs/getKubernetesNodePools:getKubernetesNodePools": _listed(NODE_POOL, "nodepools", "", clusterId="clusterId"),
    "alicloud:cs/getManagedKubernetesClusters:getManagedKubernetesClusters": _listed(CLUSTER, "clusters", "name"),
    "alicloud:ecs/getEcsLaunchTemplates:getEcsLaunchTemplates": _listed(LAUNCH_TEMPLATE, "templates", "launchTemplateName"),
    "alicloud:ecs/getEipAddresses:getEipAddresses": _listed(EIP, "addresses", "addressName", ipAddress="ipAddress"),
    "alicloud:ecs/getSecurityGroups:getSecurityGroups": _listed(SECURITY_GROUP, "groups", "securityGroupName", vpcId="vpcId"),
    "alicloud:ess/getScalingGroups:getScalingGroups": _listed(GROUP, "groups", "scalingGroupName"),
    "alicloud:ims/getOidcProviders:getOidcProviders": _listed(OIDC_PROVIDER, "providers", "oidcProviderName"),
    "alicloud:kms/getKeys:getKeys": _listed(KEY, "keys", "", status="status"),
    "alicloud:kms/getService:getService": _opened,
    "alicloud:log/getProjects:getProjects": _listed(PROJECT, "projects", "projectName"),
    "alicloud:log/getService:getService": _opened,
    "alicloud:log/getStores:getStores": _listed(STORE, "stores", "logstoreName", project="projectName"),
    "alicloud:ram/getPolicies:getPolicies": _listed(POLICY, "policies", "policyName"),
    "alicloud:ram/getPolicyDocument:getPolicyDocument": _policy_document,
    "alicloud:ram/getRoles:getRoles": _listed(ROLE, "roles", "roleName"),
    "alicloud:vpc/getEnhancedNatAvailableZones:getEnhancedNatAvailableZones": _nat_zones,
    "alicloud:vpc/getNatGateways:getNatGateways": _listed(NAT, "gateways", "natGatewayName", vpcId="vpcId"),
    "alicloud:vpc/getNetworks:getNetworks": _listed(VPC, "vpcs", "vpcName", cidrBlock="cidrBlock", status="status"),
    "alicloud:vpc/getRouteTables:getRouteTables": _listed(ROUTE_TABLE, "tables", "routeTableName", vpcId="vpcId"),
    "alicloud:vpc/getSwitches:getSwitches": _listed(
        SWITCH, "vswitches", "vswitchName", vpcId="vpcId", zoneId="zoneId", cidrBlock="cidrBlock"
    ),
}
