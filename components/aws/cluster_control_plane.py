"""The control plane of a cluster on EKS, with what it needs to keep its logs and its Secrets, and who reaches it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..naming import block_key, named, physical_name
from .cluster_access import CONTROL_PLANE_POLICIES
from .cluster_args import ClusterArgs
from .cluster_identity import make_role
from .iam import service_trust

HTTPS = 443

_NAME_LIMIT = 100


def make_control_plane(name: str, args: ClusterArgs, parent: pulumi.Resource) -> aws.eks.Cluster:
    """Make the control plane.

    - Its name is fixed, "<project>-<environment>-<name>": the log group must bear it and be there first, lest EKS make one that is
      kept for ever.
    - It has a security group of its own besides that which EKS makes: the other one lets in nobody but who bears it, nodes and
      pods, and so not the machine in the network from which what runs inside is applied
      (docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html#private-access).
    - `encryption_config` names a key once: with another one the provider does nothing at all (`resourceClusterUpdate` in
      github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster.go).

    Args:
        name: the cluster component's name, which each child's name begins with.
        args: what the cluster is made from.
        parent: the cluster component.
    """
    child = pulumi.ResourceOptions(parent=parent)
    known_as = physical_name(f"{contracts.scope()}-{name}".replace(".", "-"), _NAME_LIMIT)
    trust = service_trust("eks.amazonaws.com", session_tags=True)
    role, granted = make_role(f"{name}-control-plane", trust, CONTROL_PLANE_POLICIES, tags=args.tags, parent=parent)
    logs = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/eks/{known_as}/cluster",
        retention_in_days=args.log_retention_days,
        tags=dict(args.tags),
        opts=child,
    )
    return aws.eks.Cluster(
        f"{name}-control-plane",
        name=known_as,
        version=args.version,
        role_arn=role.arn,
        vpc_config=aws.eks.ClusterVpcConfigArgs(
            subnet_ids=[args.network.subnets["private"][zone] for zone in args.reached_in],
            security_group_ids=[_endpoint_group(name, args, child)],
            endpoint_private_access=True,
            endpoint_public_access=args.endpoint == "public",
            public_access_cidrs=list(args.public_cidrs) or None,
        ),
        kubernetes_network_config={"ip_family": "ipv4", "service_ipv4_cidr": args.service_cidr},
        access_config={
            "authentication_mode": "API",
            "bootstrap_cluster_creator_admin_permissions": args.creator_is_admin,
        },
        bootstrap_self_managed_addons=False,  # changing it later replaces the cluster
        encryption_config={"provider": {"key_arn": _secrets_key(name, args, child)}, "resources": ["secrets"]},
        enabled_cluster_log_types=list(args.logs),
        upgrade_policy={"support_type": args.support},
        zonal_shift_config={"enabled": args.zonal_shift},
        control_plane_scaling_config={"tier": args.control_plane_tier} if args.control_plane_tier else None,
        deletion_protection=args.deletion_protection,
        tags=named(args.tags, known_as),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[logs, *granted]),
    )


def _endpoint_group(name: str, args: ClusterArgs, child: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """Open to the API's port from the network's own ranges and `reached_from`; it begins no connection, so nothing leads out.

    A block that is the network's own already is not opened again: AWS refuses a second rule of it, and one `reached_from` may be
    meant for the clusters of several sites.
    """
    key = f"{name}-endpoint"
    group = aws.ec2.SecurityGroup(
        key, description=f"API server of {name}", vpc_id=args.network.id, tags=named(args.tags, key), opts=child
    ).id
    own = args.network.ranges
    others = {block_key(block): block for block in args.reached_from if block not in own.values()}
    peers: Mapping[str, str] = {**own, **others}
    for peer, block in peers.items():
        aws.vpc.SecurityGroupIngressRule(
            f"{key}-from-{peer}",
            security_group_id=group,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=block,
            tags=named(args.tags, f"{key}-from-{peer}"),
            opts=child,
        )
    return group


def _secrets_key(name: str, args: ClusterArgs, child: pulumi.ResourceOptions) -> pulumi.Input[str]:
    if args.secrets_key is not None:
        return args.secrets_key
    return aws.kms.Key(
        f"{name}-secrets",
        description=f"Kubernetes Secrets of {name}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        tags=dict(args.tags),
        opts=child,
    ).arn
