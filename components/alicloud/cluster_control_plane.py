"""The control plane of a cluster on ACK, with what it needs to keep its logs and its Secrets."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..naming import physical_name
from .cluster_addons import NETWORK, network_configuration
from .cluster_args import AUDIT, ClusterArgs

_NAME_LIMIT = 63


def make_control_plane(
    name: str,
    args: ClusterArgs,
    *,
    known_as: str,
    project: pulumi.Output[str] | None,
    parent: pulumi.Resource,
    after: pulumi.ResourceOptions | None,
) -> alicloud.cs.ManagedKubernetes:
    """Make the control plane.

    - An upgrade is of the control plane alone: nodes follow as `args.nodes_follow` says. ACK itself never moves it on, as
      `operation_policy` writes down.
    - `slb_internet_enabled`, `pod_vswitch_ids` and `addons` count at creation alone.

    Args:
        name: the cluster component's name, which each child's name begins with.
        args: what the cluster is made from.
        known_as: what the cloud knows it as.
        project: name of the project that keeps its logs; None where it keeps none.
        parent: the cluster component.
        after: options whose `depends_on` the control plane comes after, as the account's service roles.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_managed_kubernetes.
    """
    network, child = args.network, pulumi.ResourceOptions(parent=parent)
    kinds = [kind for kind in args.logs if kind != AUDIT]
    return alicloud.cs.ManagedKubernetes(
        f"{name}-control-plane",
        name=physical_name(known_as, _NAME_LIMIT),
        version=args.version,
        upgrade_policy={"control_plane_only": True},
        operation_policy={"cluster_auto_upgrade": {"enabled": False}},
        cluster_spec=args.spec,
        resource_group_id=args.resource_group,
        vswitch_ids=switches(network, "private"),
        pod_vswitch_ids=[switch for tier in _tiers_like(network, "pods") for switch in switches(network, tier)],
        service_cidr=args.service_cidr,
        proxy_mode=args.proxy_mode,
        is_enterprise_security_group=True,  # room for 65,536 addresses; a basic group ends at 2,000, pods included
        new_nat_gateway=False,
        slb_internet_enabled=args.endpoint == "public",
        skip_set_certificate_authority=True,
        enable_rrsa=args.issuer,
        disable_encryption=not args.encrypt_secrets,
        encryption_provider_key=_secrets_key(name, args, child) if args.encrypt_secrets else None,
        control_plane_log_project=project,
        control_plane_log_components=kinds if project else None,
        control_plane_log_ttl=str(args.log_retention_days) if project else None,
        audit_log_config={"enabled": AUDIT in args.logs, "sls_project_name": project} if project else None,
        deletion_protection=args.deletion_protection,
        maintenance_window={
            "enable": True,
            "maintenance_time": args.maintenance_start,
            "duration": f"{args.maintenance_hours}h",
            "weekly_period": ",".join(args.maintenance_days),
        },
        addons=[
            {"name": NETWORK, "config": network_configuration()},
            {"name": "nginx-ingress-controller", "disabled": True},
        ],
        tags=dict(args.tags),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=after.depends_on if after else None),
    )


def make_log_project(name: str, args: ClusterArgs, *, known_as: str, parent: pulumi.Resource) -> pulumi.Output[str] | None:
    """Make the project that keeps a cluster's logs, where its edition keeps any, and give its name.

    Its name must be unique among all customers, which the network's id sees to.

    Args:
        name: the cluster component's name, which the child's name begins with.
        args: what the cluster is made from.
        known_as: what the cloud knows the cluster as.
        parent: the cluster component.
    """
    if not args.professional:
        return None
    return alicloud.log.Project(
        f"{name}-logs",
        project_name=args.network.id.apply(
            lambda network: physical_name(f"{known_as}-{network.removeprefix('vpc-')}".lower(), _NAME_LIMIT)
        ),
        description=f"Control plane and audit logs of {name}",
        resource_group_id=args.resource_group,
        tags=dict(args.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    ).project_name


def _secrets_key(name: str, args: ClusterArgs, child: pulumi.ResourceOptions) -> pulumi.Input[str]:
    if args.secrets_key is not None:
        return args.secrets_key
    rotated = args.kms_instance is not None
    return alicloud.kms.Key(
        f"{name}-secrets",
        description=f"Kubernetes Secrets of {name}",
        dkms_instance_id=args.kms_instance,
        automatic_rotation="Enabled" if rotated else "Disabled",
        rotation_interval="365d" if rotated else None,
        pending_window_in_days=30,
        deletion_protection="Enabled" if args.deletion_protection else "Disabled",
        tags=dict(args.tags),
        opts=child,
    ).id


def _tiers_like(network: contracts.Network, kind: str) -> list[str]:
    """A tier of the four, then those like it, in an order that neither their names nor their places in the file decide."""
    like = [tier for tier, of in network.kinds.items() if of == kind and tier != kind]
    return [kind, *sorted(like, key=lambda tier: min(network.blocks[tier].values()))]


def switches(network: contracts.Network, tier: str) -> list[pulumi.Output[str]]:
    """The vSwitches of a tier by zone: in the order in which zones were written down, they would change with it."""
    return [switch for _, switch in sorted(network.subnets[tier].items())]
