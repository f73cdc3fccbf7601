"""The node pools of a cluster on EKS, as managed node groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..contracts import Pool
from ..contracts.pool import POOL_LABEL
from ..instance_types import Architecture, architecture
from ..naming import named
from ..spot import Part, parts

AMI_TYPES: Mapping[Architecture, str] = {"x86_64": "AL2023_x86_64_STANDARD", "arm64": "AL2023_ARM_64_STANDARD"}
"""Amazon Linux 2023, the only Amazon Linux that EKS still builds images of."""

_ROOT_DEVICE = "/dev/xvda"


def make_pool(
    name: str,
    pool_name: str,
    pool: Pool,
    *,
    cluster: pulumi.Output[str],
    role: pulumi.Output[str],
    subnets: Sequence[pulumi.Output[str]],
    version: str,
    release: str | None,
    metadata_options: aws.ec2.LaunchTemplateMetadataOptionsArgs,
    encrypt_disk: bool,
    unavailable: int,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
) -> list[aws.eks.NodeGroup]:
    """Make the node groups of one pool, over all zones.

    - One group spans the zones: EC2 Auto Scaling balances them, and fills the others when one is lost or short. The price: an
      autoscaler cannot ask it for a node in a certain zone, so pods with a volume of a zone may wait; and EKS replaces a group
      whose subnets change, which happens when a zone is added.
    - A group is also replaced for other types. Its name ends in a suffix of its own, so the new one is made before the old one is
      drained; but it begins with the pool's initial number of nodes, and what is drained waits for the autoscaler. A large pool
      moves more calmly by declaring its successor beside it and removing it in a later update.
    - Where an autoscaler moves the number of nodes, it is given once and ignored from then on: an update that set it again would
      drain live nodes. But EKS takes the bounds and the number together, and the provider sends the number that the state knows
      (`expandNodegroupScalingConfig` in github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go).
      So bounds are changed by an update that refreshes first (`pulumi up --refresh`), else the group falls back to an old number;
      and a min above the number that runs is refused, unless `enforce` gives a number for that one update.
    - A changed tag, disk or metadata option is a new version of the template, which EKS rolls out node after node, `unavailable`
      at a time, within the workloads' disruption budgets.

    Args:
        name: the cluster component's name, which each child's name begins with.
        pool_name: the pool's stable key.
        pool: what it is made from.
        cluster: the cluster's name.
        role: ARN of the nodes' role.
        subnets: ids of the nodes' subnets, one a zone.
        version: the Kubernetes version; a higher one replaces node after node.
        release: version of the nodes' image, or None for EKS's newest when the group is made.
        metadata_options: how instance metadata is answered.
        encrypt_disk: encrypt the disk.
        unavailable: percentage of nodes that an update may take at a time.
        tags: tags of the groups, their instances and their disks.
        parent: the cluster component.
        after: what must be there before a node starts.
    """
    key = f"{name}-pool-{pool_name}"
    template = aws.ec2.LaunchTemplate(
        key,
        update_default_version=True,
        metadata_options=metadata_options,
        block_device_mappings=[
            {
                "device_name": _ROOT_DEVICE,
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": pool.disk_gib,
                    "encrypted": "true" if encrypt_disk else "false",
                    "delete_on_termination": "true",
                },
            }
        ],
        tag_specifications=[
            {"resource_type": kind, "tags": named(tags, key)} for kind in ("instance", "volume", "network-interface")
        ],
        tags=dict(tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )

    def group(part: Part) -> aws.eks.NodeGroup:
        return aws.eks.NodeGroup(
            f"{name}-pool-{part.key}",
            cluster_name=cluster,
            node_group_name_prefix=f"{part.key}-",
            node_role_arn=role,
            subnet_ids=list(subnets),
            version=version,
            release_version=release,
            ami_type=AMI_TYPES[architecture(pool.types[0]) or "x86_64"],
            capacity_type="SPOT" if part.spot else "ON_DEMAND",
            instance_types=list(pool.types),
            labels={**pool.labels, POOL_LABEL: pool_name},
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            scaling_config={
                "min_size": part.capacity.min,
                "max_size": part.capacity.max,
                "desired_size": part.capacity.start,
            },
            update_config={"max_unavailable_percentage": unavailable},
            node_repair_config={"enabled": True},
            tags=dict(tags),
            opts=pulumi.ResourceOptions(
                parent=parent,
                depends_on=list(after),
                ignore_changes=part.capacity.ignored(floor="scalingConfig.minSize", size="scalingConfig.desiredSize"),
            ),
        )

    return [group(part) for part in parts(pool_name, pool.capacity, pool.spot)]
