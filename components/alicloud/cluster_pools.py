"""The node pools of a cluster on ACK."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_alicloud as alicloud

from ..contracts import Pool
from ..contracts.pool import POOL_LABEL
from ..spot import Part, parts
from .cluster_args import ClusterArgs


def make_pool(
    name: str,
    pool_name: str,
    pool: Pool,
    args: ClusterArgs,
    *,
    cluster: pulumi.Output[str],
    role: pulumi.Output[str],
    vswitches: Sequence[pulumi.Output[str]],
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
) -> list[alicloud.cs.NodePool]:
    """Make the node pools of one pool, over all zones.

    - Nodes are balanced over the zones (`multi_az_policy` BALANCE). That policy ignores shares of spot instances, so a share is a
      pool of its own, and both are balanced.
    - Where an autoscaler moves the number of nodes, ACK takes its bounds and no number; where the number is fixed, the number.
    - No change of `pool` replaces a pool: types, disk and labels hold for nodes to come. `imdsv2` does, and is told by the name, so
      that the new pool can be made beside the old one.

    Args:
        name: the cluster component's name, which each child's name begins with.
        pool_name: the pool's stable key.
        pool: what it is made from.
        args: what the cluster is made from.
        cluster: the cluster's id.
        role: name of the nodes' role.
        vswitches: ids of the nodes' vSwitches, one a zone.
        parent: the cluster component.
        after: what must be there before a node starts.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_kubernetes_node_pool.
    """

    def labels() -> list[alicloud.cs.NodePoolLabelArgs]:
        given = {**pool.labels, POOL_LABEL: pool_name}
        return [alicloud.cs.NodePoolLabelArgs(key=key, value=value) for key, value in sorted(given.items())]

    def make(part: Part) -> alicloud.cs.NodePool:
        low, high, moved = part.capacity.min, part.capacity.max, part.capacity.moved
        return alicloud.cs.NodePool(
            f"{name}-pool-{part.key}",
            node_pool_name=part.key if args.imdsv2 else f"{part.key}-imdsv1",
            cluster_id=cluster,
            resource_group_id=args.resource_group,
            vswitch_ids=list(vswitches),
            instance_types=list(pool.types),
            multi_az_policy="BALANCE",
            image_type=args.image_type,
            ram_role_name=role,
            labels=labels(),
            scaling_config=alicloud.cs.NodePoolScalingConfigArgs(
                enable=moved,
                min_size=low if moved else None,
                max_size=high if moved else None,
                type=("spot" if part.spot else "cpu") if moved else None,
            ),
            desired_size=None if moved else str(high),
            spot_strategy="SpotAsPriceGo" if part.spot else "NoSpot",
            spot_instance_remedy=True if part.spot else None,
            system_disk_category="cloud_essd",
            system_disk_size=pool.disk_gib,
            system_disk_encrypted=args.encrypt_disk,
            instance_metadata_options=alicloud.cs.NodePoolInstanceMetadataOptionsArgs(
                http_tokens="required" if args.imdsv2 else "optional"
            ),
            management=alicloud.cs.NodePoolManagementArgs(
                enable=True,
                auto_repair=True,
                auto_repair_policy=alicloud.cs.NodePoolManagementAutoRepairPolicyArgs(restart_node=True),
                auto_upgrade=False,  # nodes follow `version`, and with it this program
                auto_vul_fix=False,
                max_unavailable=1,
            ),
            install_cloud_monitor=True,
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after)),
        )

    return [make(part) for part in parts(pool_name, pool.capacity, pool.spot)]
