"""What a program may ask AWS: where it is, who it is, which zones there are, which image an alias means, what exists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..call import Object, RefusedError
from ..rules import Function
from .documents import policy_document
from .eks_addons import OFFERED
from .regions import ALWAYS_ON, ZONES, partition, zone_id, zones
from .shapes import CLUSTER, CREATED, GROUP, KEY, ROLE, SUBNET, VPC, arn

if TYPE_CHECKING:
    from ..call import Call


def _region(call: Call) -> dict[str, Any]:
    region = call.get("name") or call.get("region") or call.region
    if region not in ZONES:
        raise RefusedError(f"name not found: {region}")
    return {"id": region, "name": region, "region": region, "description": region, "endpoint": f"ec2.{region}.amazonaws.com"}


def _regions(call: Call) -> dict[str, Any]:
    names = sorted(ZONES if call.get("allRegions") else {*ALWAYS_ON, call.region})
    names = [name for name in names if partition(name) == partition(call.region)]
    return {**call.raw, "id": partition(call.region), "names": names}


def _availability_zones(call: Call) -> dict[str, Any]:
    out_names, out_ids = set(call.get("excludeNames", [])), set(call.get("excludeZoneIds", []))
    kept = [zone for zone in zones(call.region) if zone not in out_names and zone_id(zone) not in out_ids]
    if call.get("state") not in (None, "available"):
        kept = []
    return {
        **call.raw,
        "id": call.region,
        "region": call.region,
        "names": kept,
        "zoneIds": [zone_id(zone) for zone in kept],
        "groupNames": [call.region] if kept else [],
    }


def _caller(call: Call) -> dict[str, Any]:
    return {
        "id": call.account,
        "accountId": call.account,
        "arn": arn(call, "iam", "user/simulated", everywhere=True),
        "userId": f"AIDA{call.letters(17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}",
    }


def _partition(call: Call) -> dict[str, Any]:
    name = partition(call.region)
    suffix = "amazonaws.com.cn" if name == "aws-cn" else "amazonaws.com"
    return {"id": name, "partition": name, "dnsSuffix": suffix, "reverseDnsPrefix": ".".join(reversed(suffix.split(".")))}


def _same(call: Call, *parts: Any) -> str:
    """Seventeen hexadecimal digits that are the same for the same question in the same region."""
    text = json.dumps([call.region, *parts], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:17]


def _image(call: Call) -> dict[str, Any]:
    """The image that a search means: always the same one, never `the latest`."""
    image = f"ami-{_same(call, dict(call.raw))}"
    owners = call.get("owners", [])
    wanted = {found["name"]: found["values"][0] for found in call.get("filters", []) if found.get("values")}
    return {
        **call.raw,
        "id": image,
        "imageId": image,
        "arn": f"arn:{partition(call.region)}:ec2:{call.region}::image/{image}",
        "architecture": wanted.get("architecture", "x86_64"),
        "creationDate": CREATED,
        "name": wanted.get("name", image).replace("*", ""),
        "ownerId": owners[0] if owners and owners[0].isdigit() else "137112412989",
        "region": call.region,
        "rootDeviceName": "/dev/xvda",
        "rootDeviceType": "ebs",
        "state": "available",
        "virtualizationType": "hvm",
        "blockDeviceMappings": [],
        "productCodes": [],
        "stateReason": {},
        "tags": {},
    }


def _parameter(call: Call) -> dict[str, Any]:
    """A parameter: one that the simulated account holds, or an image's public alias under `/aws/service/`."""
    name = call["name"]
    held = call.find("aws:ssm/parameter:Parameter", name=name)
    if not held and not name.startswith("/aws/service/"):
        raise RefusedError(f"ParameterNotFound: {name}")
    value = held[0].outputs.get("value") if held else f"ami-{_same(call, name)}"
    shared = {"id": name, "name": name, "region": call.region, "type": "String", "version": 1, "value": value}
    return {**shared, "arn": arn(call, "ssm", f"parameter/{name.lstrip('/')}"), "insecureValue": value}


def _addon_version(call: Call) -> dict[str, Any]:
    name = call["addonName"]
    if name not in OFFERED:
        raise RefusedError(f"reading EKS Add-On version info ({name}, {call['kubernetesVersion']}): couldn't find resource")
    return {**call.raw, "id": name, "region": call.region, "version": OFFERED[name]}


def _cluster_auth(call: Call) -> dict[str, Any]:
    return {"id": call["name"], "name": call["name"], "region": call.region, "token": f"k8s-aws-v1.{call.hex(64)}"}


_FIX: Final = "fix: pass the id as configuration, or make it in the program"


def _existing(token: str, missing: str, **by: str) -> Function:
    """Looks an object up by the arguments given, each the name of an output that must be equal."""

    def look_up(call: Call) -> dict[str, Any]:
        wanted = {output: call.get(argument) for argument, output in by.items() if call.get(argument) is not None}
        tags: Mapping[str, Any] = call.get("tags") or {}
        found = [one for one in call.find(token, **wanted) if tags.items() <= (one.outputs.get("tagsAll") or {}).items()]
        if call.get("default"):
            found = []  # accounts here begin with nothing in them
        if len(found) != 1:
            told = f"{missing}: {len(found)} match {json.dumps({key: call[key] for key in call})}, expected one"
            raise RefusedError(told if found else f"{told}; a simulated account holds what was made in it alone; {_FIX}")
        return _told(found[0])

    return look_up


def _told(found: Object) -> dict[str, Any]:
    return {**found.outputs, "id": found.id}


def _subnets(call: Call) -> dict[str, Any]:
    wanted = {found["name"]: found["values"] for found in call.get("filters", [])}
    tags: Mapping[str, Any] = call.get("tags") or {}
    fields = {"vpc-id": "vpcId", "availability-zone": "availabilityZone", "cidr-block": "cidrBlock"}
    kept = [
        one.id
        for one in call.find(SUBNET)
        if all(one.outputs.get(fields[name]) in values for name, values in wanted.items() if name in fields)
        and tags.items() <= (one.outputs.get("tagsAll") or {}).items()
    ]
    return {**call.raw, "id": call.region, "region": call.region, "ids": kept}


LOOKUPS: Final[Mapping[str, Function]] = {
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getRegions:getRegions": _regions,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getPartition:getPartition": _partition,
    "aws:ec2/getAmi:getAmi": _image,
    "aws:ssm/getParameter:getParameter": _parameter,
    "aws:iam/getPolicyDocument:getPolicyDocument": policy_document,
    "aws:iam/getRole:getRole": _existing(ROLE, "NoSuchEntity", name="name"),
    "aws:ec2/getVpc:getVpc": _existing(VPC, "InvalidVpcID.NotFound", id="id", cidrBlock="cidrBlock"),
    "aws:ec2/getSubnet:getSubnet": _existing(
        SUBNET, "InvalidSubnetID.NotFound", id="id", vpcId="vpcId", cidrBlock="cidrBlock", availabilityZone="availabilityZone"
    ),
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getSecurityGroup:getSecurityGroup": _existing(GROUP, "InvalidGroup.NotFound", id="id", name="name", vpcId="vpcId"),
    "aws:kms/getKey:getKey": _existing(KEY, "NotFoundException", keyId="keyId"),
    "aws:eks/getCluster:getCluster": _existing(CLUSTER, "ResourceNotFoundException", name="name"),
    "aws:eks/getClusterAuth:getClusterAuth": _cluster_auth,
    "aws:eks/getAddonVersion:getAddonVersion": _addon_version,
}
