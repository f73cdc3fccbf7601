"""The node pools of a cluster on ACK."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_alicloud as alicloud

from ..contracts.pool import POOL_LABEL
from ..spot import Part, parts
from .cluster_args import ClusterArgs
from .pool_args import Pool

_MOST_UNAVAILABLE = 1000


def make_pool(
    name: str,
    pool_name: str,
    pool: Pool,
    args: ClusterArgs,
    *,
    cluster: pulumi.Output[str],
    role: pulumi.Output[str],
    vswitches: Mapping[str, pulumi.Output[str]],
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
) -> list[alicloud.cs.NodePool]:
    """Make the node pools of one pool, over all zones or one in each.

    - Nodes are balanced over the pool's zones (`multi_az_policy` BALANCE). That policy ignores shares of spot instances, so a share
      is a pool of its own, and both are balanced.
    - Where an autoscaler moves the number of nodes, ACK takes its bounds and no number; where the number is fixed, the number.
    - No change of `pool` replaces a pool: types, image and disk hold for nodes to come, labels and taints for those that are
      there too (`update_nodes`). `imdsv2` does replace it, and is told by the name, so that the new pool can be made beside the
      old one.
    - ACK upgrades nodes where they stand, and starts none beside them: `unavailable` is of the most that the pool may have, rounded
      down, one at least.
    - A pool with a `version` of its own does not follow the control plane. It begins with the control plane's version all the
      same, which ACK gives every new pool.

    Args:
        name: the cluster component's name, which each child's name begins with.
        pool_name: the pool's stable key.
        pool: what it is made from.
        args: what the cluster is made from.
        cluster: the cluster's id.
        role: name of the nodes' role.
        vswitches: ids of the nodes' vSwitches, by the letter of their zone.
        parent: the cluster component.
        after: what must be there before a node starts.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_kubernetes_node_pool.
    """

    def labels() -> list[alicloud.cs.NodePoolLabelArgs]:
        given = {**pool.labels, POOL_LABEL: pool_name}
        return [alicloud.cs.NodePoolLabelArgs(key=key, value=value) for key, value in sorted(given.items())]

    def taints() -> list[alicloud.cs.NodePoolTaintArgs]:
        given = sorted(pool.node_taints, key=lambda taint: (taint.key, taint.effect))
        return [alicloud.cs.NodePoolTaintArgs(key=taint.key, value=taint.value, effect=taint.effect) for taint in given]

    def make(part: Part, zones: Sequence[str]) -> alicloud.cs.NodePool:
        low, high, moved = part.capacity.min, part.capacity.max, part.capacity.moved
        at_a_time = min(max(high * pool.unavailable // 100, 1), _MOST_UNAVAILABLE)
        by_update = args.nodes_follow == "update"
        return alicloud.cs.NodePool(
            f"{name}-pool-{part.key}",
            node_pool_name=part.key if args.imdsv2 else f"{part.key}-imdsv1",
            cluster_id=cluster,
            resource_group_id=args.resource_group,
            vswitch_ids=[vswitches[zone] for zone in zones],
            instance_types=list(pool.types),
            multi_az_policy="BALANCE",
            image_type=pool.image_type,
            ram_role_name=role,
            labels=labels(),
            taints=taints() or None,
            update_nodes=True,
            scaling_config=alicloud.cs.NodePoolScalingConfigArgs(
                enable=moved,
                min_size=low if moved else None,
                max_size=high if moved else None,
                type=("gpu" if pool.gpu else "spot" if part.spot else "cpu") if moved else None,
            ),
            desired_size=None if moved else str(high),
            spot_strategy="SpotAsPriceGo" if part.spot else "NoSpot",
            spot_instance_remedy=True if part.spot else None,
            system_disk_category=pool.disk_category,
            system_disk_performance_level=pool.performance_level,
            system_disk_size=pool.disk_gib,
            system_disk_encrypted=args.encrypt_disk,
            system_disk_kms_key=pool.kms_key if args.encrypt_disk else None,
            instance_metadata_options=alicloud.cs.NodePoolInstanceMetadataOptionsArgs(
                http_tokens="required" if args.imdsv2 else "optional"
            ),
            management=_management(repair=pool.repair, follow=pool.version is None and not by_update, at_a_time=at_a_time),
            upgrade_policy={"kubernetes_version": pool.version or args.version} if by_update else None,
            rolling_policy={"max_parallelism": at_a_time, "pause_policy": "NotPause"} if by_update else None,
            install_cloud_monitor=True,
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after)),
        )

    return [
        make(part, zones)
        for group, zones in pool.spread(pool_name, vswitches).items()
        for part in parts(group, pool.capacity, pool.spot)
    ]


def _management(*, repair: bool, follow: bool, at_a_time: int) -> alicloud.cs.NodePoolManagementArgs:
    """What ACK does by itself in the maintenance window."""
    return alicloud.cs.NodePoolManagementArgs(
        enable=True,
        auto_repair=repair,
        auto_repair_policy=alicloud.cs.NodePoolManagementAutoRepairPolicyArgs(restart_node=repair),
        auto_upgrade=follow,
        auto_upgrade_policy=alicloud.cs.NodePoolManagementAutoUpgradePolicyArgs(auto_upgrade_kubelet=follow),
        auto_vul_fix=False,
        max_unavailable=at_a_time,
    )
