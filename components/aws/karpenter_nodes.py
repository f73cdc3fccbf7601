"""How Karpenter makes the nodes of EKS's pools; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from ..kubernetes.karpenter_pools import NodePool
from ..naming import named, zone_id
from ..quotas import vcpus
from ..spot import parts
from .pool_args import Pool

_FIRST: Final = {True: 20, False: 10}
"""Pods go to the spot market first, and on demand once its share of a pool is full or there is none to be had.

Otherwise a pool would buy spot instances only once its on-demand share is full, which is to say hardly ever.
"""
_MANY: Final = 30


def node_class(
    pool: Pool,
    *,
    name: str,
    role: pulumi.Input[str],
    subnets: Mapping[str, pulumi.Input[str]],
    security_group: pulumi.Input[str],
    imdsv2: bool,
    hops: int,
    encrypt_disk: bool,
    tags: Mapping[str, str],
) -> dict[str, Any]:
    """The `spec` of the EC2NodeClass of a pool (karpenter.sh/v1.14/concepts/nodeclasses).

    Subnets and the security group are named by their ids: a tag would find those of another cluster in the same network too.

    Args:
        pool: the pool.
        name: what its nodes are called in the console.
        role: the name of its nodes' role.
        subnets: ids of its nodes' subnets by zone.
        security_group: id of the group that nodes and pods share.
        imdsv2: answer instance metadata to session tokens alone.
        hops: how many hops an answer of instance metadata may travel.
        encrypt_disk: encrypt the disks.
        tags: tags of instances and disks.
    """
    return {
        "role": role,
        "amiSelectorTerms": [{"alias": pool.alias}],
        "subnetSelectorTerms": [{"id": subnets[zone]} for zone in sorted(subnets)],
        "securityGroupSelectorTerms": [{"id": security_group}],
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": hops,
            "httpTokens": "required" if imdsv2 else "optional",
        },
        "blockDeviceMappings": _disks(pool, encrypt=encrypt_disk),
        "kubelet": {"maxPods": most_pods(pool)},
        "tags": named(tags, name),
    }


def node_pools(name: str, pool: Pool, *, region: str, zones: Mapping[str, Any]) -> dict[str, NodePool]:
    """What Karpenter keeps apart of one pool, by the names that node groups would have: see `cluster_pools.make_pool`.

    Args:
        name: the pool's name.
        pool: what it is made from.
        region: the cloud's own name of the region.
        zones: letters of the network's zones.
    """
    told = {
        word: given for word in ("consolidation", "consolidate_after", "expire_after") if (given := getattr(pool, word)) is not None
    }
    return {
        part.key: NodePool(
            pool=name,
            types=pool.types,
            architecture=pool.architecture,
            zones=tuple(zone_id("aws", region, letter) for letter in letters),
            spot=part.spot,
            most=part.capacity.max,
            weight=_FIRST[part.spot],
            labels=pool.labels,
            taints=pool.node_taints,
            unavailable=pool.unavailable,
            **told,
        )
        for group, letters in pool.spread(name, zones).items()
        for part in parts(group, pool.capacity, pool.spot)
    }


def most_pods(pool: Pool) -> int:
    """How many pods a node takes: with a /28 of addresses at a time, what EKS recommends by the type's vCPUs.

    Karpenter would reckon with single addresses, and so with far fewer. Of several types the smallest counts.
    Source: docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods.
    """
    return 250 if all((vcpus("aws", type_) or 0) >= _MANY for type_ in pool.types) else 110


def _disks(pool: Pool, *, encrypt: bool) -> list[dict[str, Any]]:
    """The system disk; of Bottlerocket the one for containers too, which is the one that grows."""

    def disk(device: str, size: int, **told: Any) -> dict[str, Any]:
        always = {"volumeSize": f"{size}Gi", "encrypted": encrypt, "deleteOnTermination": True}
        return {"deviceName": device, "ebs": {"volumeType": "gp3", **always, **key, **told}}

    key = {"kmsKeyID": pool.kms_key} if encrypt and pool.kms_key else {}
    asked = {key: value for key, value in (("iops", pool.iops), ("throughput", pool.throughput)) if value is not None}
    told = {"volumeType": pool.volume_type, **asked}
    if pool.ami_type.startswith("BOTTLEROCKET"):
        return [disk("/dev/xvda", 4), disk("/dev/xvdb", pool.disk_gib, **told)]
    return [disk("/dev/xvda", pool.disk_gib, **told)]
