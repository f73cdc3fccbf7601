"""The node pools of a cluster on EKS, as managed node groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..contracts.pool import POOL_LABEL, Effect
from ..naming import named
from ..spot import Part, parts
from .pool_args import Pool

_EFFECTS: Mapping[Effect, str] = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}
"""Kubernetes' words in EKS's spelling (docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html)."""


def make_pool(
    name: str,
    pool_name: str,
    pool: Pool,
    *,
    cluster: pulumi.Output[str],
    role: pulumi.Output[str],
    subnets: Mapping[str, pulumi.Output[str]],
    version: str,
    metadata_options: aws.ec2.LaunchTemplateMetadataOptionsArgs,
    encrypt_disk: bool,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
) -> list[aws.eks.NodeGroup]:
    """Make the node groups of one pool.

    - One group spans the zones: EC2 Auto Scaling balances them, and fills the others when one is lost or short. The price: an
      autoscaler cannot ask it for a node in a certain zone, so pods with a volume of a zone may wait; and EKS replaces a group
      whose subnets change, which happens when a zone is added. A pool that is `per_zone` pays neither.
    - A group is also replaced for other types or another image. Its name ends in a suffix of its own, so the new one is made before
      the old one is drained; but it begins with the pool's initial number of nodes, and what is drained waits for the autoscaler. A
      large pool moves more calmly by declaring its successor beside it and removing it in a later update.
    - Where an autoscaler moves the number of nodes, it is given once and ignored from then on: an update that set it again would
      drain live nodes. But EKS takes the bounds and the number together, and the provider sends the number that the state knows
      (`expandNodegroupScalingConfig` in github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go).
      So bounds are changed by an update that refreshes first (`pulumi up --refresh`), else the group falls back to an old number;
      and a min above the number that runs is refused, unless `enforce` gives a number for that one update.
    - A changed tag, disk or metadata option is a new version of the template, which EKS rolls out node after node, `unavailable`
      at a time, within the workloads' disruption budgets. Taints and labels reach nodes that run, without that.

    Args:
        name: the cluster component's name, which each child's name begins with.
        pool_name: the pool's stable key.
        pool: what it is made from.
        cluster: the cluster's name.
        role: ARN of the nodes' role.
        subnets: ids of the nodes' subnets by zone.
        version: the cluster's Kubernetes version, which nodes follow unless the pool holds them back; a higher one replaces node
            after node.
        metadata_options: how instance metadata is answered.
        encrypt_disk: encrypt the disk.
        tags: tags of the groups, their instances and their disks.
        parent: the cluster component.
        after: what must be there before a node starts.
    """
    key = f"{name}-pool-{pool_name}"
    template = aws.ec2.LaunchTemplate(
        key,
        update_default_version=True,
        metadata_options=metadata_options,
        block_device_mappings=_disks(pool, encrypt=encrypt_disk),
        capacity_reservation_specification=_reservation(pool),
        tag_specifications=[
            {"resource_type": kind, "tags": named(tags, key)} for kind in ("instance", "volume", "network-interface")
        ],
        tags=dict(tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )

    def make(group: Part, zones: Sequence[str]) -> aws.eks.NodeGroup:
        return aws.eks.NodeGroup(
            f"{name}-pool-{group.key}",
            cluster_name=cluster,
            node_group_name_prefix=f"{group.key}-",
            node_role_arn=role,
            subnet_ids=[subnets[zone] for zone in zones],
            version=pool.version or version,
            release_version=pool.release,
            ami_type=pool.ami_type,
            capacity_type="SPOT" if group.spot else "ON_DEMAND",
            instance_types=list(pool.types),
            labels={**pool.labels, POOL_LABEL: pool_name},
            taints=[
                aws.eks.NodeGroupTaintArgs(key=taint.key, value=taint.value or None, effect=_EFFECTS[taint.effect])
                for taint in pool.node_taints
            ]
            or None,
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            scaling_config={
                "min_size": group.capacity.min,
                "max_size": group.capacity.max,
                "desired_size": group.capacity.start,
            },
            update_config={
                "max_unavailable_percentage": pool.unavailable,
                "update_strategy": "DEFAULT" if pool.surge else "MINIMAL",
            },
            node_repair_config=_repairs(pool),
            tags=dict(tags),
            opts=pulumi.ResourceOptions(
                parent=parent,
                depends_on=list(after),
                ignore_changes=group.capacity.ignored(floor="scalingConfig.minSize", size="scalingConfig.desiredSize"),
            ),
        )

    places = pool.spread(pool_name, subnets)
    return [make(part, zones) for group, zones in places.items() for part in parts(group, pool.capacity, pool.spot)]


def _repairs(pool: Pool) -> aws.eks.NodeGroupNodeRepairConfigArgs:
    told = pool.repairs
    if told is None:
        return aws.eks.NodeGroupNodeRepairConfigArgs(enabled=pool.repair)
    return aws.eks.NodeGroupNodeRepairConfigArgs(
        enabled=pool.repair,
        max_unhealthy_node_threshold_percentage=told.stop_above,
        max_parallel_nodes_repaired_percentage=told.at_a_time,
        node_repair_config_overrides=[
            aws.eks.NodeGroupNodeRepairConfigNodeRepairConfigOverrideArgs(
                node_monitoring_condition=rule.condition,
                node_unhealthy_reason=rule.reason,
                repair_action=rule.action,
                min_repair_wait_time_mins=rule.after_minutes,
            )
            for rule in told.rules
        ]
        or None,
    )


def _reservation(pool: Pool) -> Any:
    if pool.reservation is None:
        return None
    kind = "id" if pool.reservation.startswith("cr-") else "resource_group_arn"
    return {"capacity_reservation_target": {f"capacity_reservation_{kind}": pool.reservation}}


def _disks(pool: Pool, *, encrypt: bool) -> list[Any]:
    """The system disk; of Bottlerocket the one for containers too, which is the one that grows.

    Source: github.com/bottlerocket-os/bottlerocket/blob/develop/README.md#default-volumes.
    """
    key = {"kms_key_id": pool.kms_key} if encrypt and pool.kms_key else {}
    always: dict[str, Any] = {"encrypted": "true" if encrypt else "false", "delete_on_termination": "true", **key}
    sized = {"volume_type": pool.volume_type, "volume_size": pool.disk_gib, **always}
    asked = {key: value for key, value in (("iops", pool.iops), ("throughput", pool.throughput)) if value is not None}
    if pool.ami_type.startswith("BOTTLEROCKET"):
        system = {"device_name": "/dev/xvda", "ebs": {"volume_type": "gp3", **always}}
        return [system, {"device_name": "/dev/xvdb", "ebs": {**sized, **asked}}]
    return [{"device_name": "/dev/xvda", "ebs": {**sized, **asked}}]
