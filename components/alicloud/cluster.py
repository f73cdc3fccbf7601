"""A Kubernetes cluster on Alibaba Cloud: ACK with a managed control plane and node pools."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud
import pulumi_kubernetes as kubernetes

from .. import contracts
from ..contracts.pods import RRSA_ANNOTATION
from ..inputs import inputs, outputs
from ..naming import physical_name
from .cluster_access import account_trust, cluster_kubeconfig
from .cluster_args import ADDONS, ClusterArgs
from .cluster_pools import make_pool
from .ram import policy_type, service_trust

__all__ = ["Cluster", "ClusterArgs"]

LOGS = ("apiserver", "kcm", "scheduler", "ccm", "controlplane-events")

_NAME_LIMIT = 63
_ROLE_LIMIT = 64


class Cluster(pulumi.ComponentResource):
    """An ACK cluster whose nodes, add-ons and permissions are all declared.

    - It makes no NAT gateway, which is the network's business, and no public load balancer unless a public endpoint is asked for.
      Such an endpoint is open to everyone: ACK takes no list of blocks for it.
    - `skip_set_certificate_authority` keeps a client key, good for three years, out of the state; see `certificate_authority` in
      `ClusterArgs`.
    - Pods stand in vSwitches of their own (Terway): those of the tier "pods" and of every tier like it. ACK takes these at creation
      only: vSwitches of a zone or a tier that is added later replace nothing, and have to be added to the plug-in's own
      configuration (`eni-config` in kube-system). The control plane does take that zone's vSwitch, and restarts for it.
    - `addons` of the cluster count at creation only, so it holds the network plug-in alone; all others are resources of their
      own. What ACK would install unasked, an ingress controller with a public load balancer, is turned off.
    - RAM Roles for Service Accounts are on from the start, since they cannot be turned off again: ACK makes the OIDC issuer and
      registers it in RAM, so there is nothing to declare beside it. Nodes have a role that may do nothing: add-ons of managed
      clusters bring tokens of their own.
    - The service roles of ACK (AliyunCSDefaultRole and its kin) belong to the account and are made once for it.
    - `kubernetes` is the one provider that a component makes: what runs inside cannot be declared without it, and it is built
      from this cluster alone. Its identifier is the cluster's id, so another endpoint or another way to log in updates it, and
      another cluster replaces it (`clusterIdentifier` in pulumi.com/registry/packages/kubernetes/api-docs/provider). It comes
      after nodes and add-ons, so what runs inside starts when it can, and is gone before they are.

    Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: cs_managed_kubernetes,
    cs_kubernetes_addon, cs_autoscaling_config.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Cluster"
    capabilities: ClassVar[frozenset[str]] = frozenset()

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    issuer: pulumi.Output[str]
    kubernetes: kubernetes.Provider

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._prefix, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._known_as = f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}"

        cluster = self._make_control_plane()
        self.id, self.name = cluster.id, cluster.name
        public = args.endpoint == "public"
        self.endpoint = cluster.connections.apply(lambda connections: _endpoint(connections, public=public))
        self.issuer = cluster.rrsa_metadata.apply(lambda rrsa: rrsa.rrsa_oidc_issuer_url or "")
        self._trusted_issuer = cluster.rrsa_metadata.apply(lambda rrsa: rrsa.ram_oidc_provider_arn or "")
        ready = self._make_nodes(cluster)
        self.kubernetes = kubernetes.Provider(
            f"{name}-kubernetes",
            kubeconfig=pulumi.Output.all(
                cluster=cluster.id,
                endpoint=self.endpoint,
                authority=args.certificate_authority,
                region=args.network.region,
                role=args.deploy_role,
            ).apply(lambda known: cluster_kubeconfig(**known)),
            cluster_identifier=cluster.id,
            opts=pulumi.ResourceOptions(parent=self, depends_on=ready),
        )
        self.register_outputs(outputs(self, contracts.Cluster))

    def bind(
        self, name: str, *, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> Mapping[str, pulumi.Output[str]]:
        """See `contracts.Cluster.bind`; `policies` are names, and those that begin with "Aliyun" are the cloud's own."""
        trust = pulumi.Output.all(self.issuer, self._trusted_issuer).apply(
            lambda known: account_trust(known[0], known[1], namespace, service_account)
        )
        role = self._role(f"bind-{name}", trust)
        for key, policy in policies.items():
            alicloud.ram.RolePolicyAttachment(
                f"{self._prefix}-bind-{name}-{key}",
                role_name=role.role_name,
                policy_name=policy,
                policy_type=pulumi.Output.from_input(policy).apply(policy_type),
                opts=self._child,
            )
        return {RRSA_ANNOTATION: role.role_name}

    def _make_control_plane(self) -> alicloud.cs.ManagedKubernetes:
        name, args, network = self._prefix, self._args, self._args.network
        logged = args.professional
        project = self._make_log_project().project_name if logged else None
        return alicloud.cs.ManagedKubernetes(
            f"{name}-control-plane",
            name=physical_name(self._known_as, _NAME_LIMIT),
            version=args.version,
            cluster_spec=args.spec,
            resource_group_id=args.resource_group,
            vswitch_ids=_switches(network, "private"),
            pod_vswitch_ids=[switch for tier in _tiers_like(network, "pods") for switch in _switches(network, tier)],
            service_cidr=args.service_cidr,
            proxy_mode=args.proxy_mode,
            is_enterprise_security_group=True,  # room for 65,536 addresses; a basic group ends at 2,000, pods included
            new_nat_gateway=False,
            slb_internet_enabled=args.endpoint == "public",
            skip_set_certificate_authority=True,
            enable_rrsa=True,
            disable_encryption=not args.encrypt_secrets,
            encryption_provider_key=self._secrets_key() if args.encrypt_secrets else None,
            control_plane_log_project=project,
            control_plane_log_components=list(LOGS) if logged else None,
            control_plane_log_ttl=str(args.log_retention_days) if logged else None,
            audit_log_config={"enabled": True, "sls_project_name": project} if logged else None,
            deletion_protection=args.deletion_protection,
            maintenance_window={
                "enable": True,
                "maintenance_time": args.maintenance_start,
                "duration": "3h",
                "weekly_period": ",".join(args.maintenance_days),
            },
            addons=[
                {"name": "terway-eniip", "config": json.dumps({"IPVlan": "false", "NetworkPolicy": "true"})},
                {"name": "nginx-ingress-controller", "disabled": True},
            ],
            tags=dict(args.tags),
            opts=self._child,
        )

    def _make_log_project(self) -> alicloud.log.Project:
        """Its name must be unique among all customers, which the network's id sees to."""
        return alicloud.log.Project(
            f"{self._prefix}-logs",
            project_name=self._args.network.id.apply(
                lambda network: physical_name(f"{self._known_as}-{network.removeprefix('vpc-')}".lower(), _NAME_LIMIT)
            ),
            description=f"Control plane and audit logs of {self._prefix}",
            resource_group_id=self._args.resource_group,
            tags=dict(self._args.tags),
            opts=self._child,
        )

    def _secrets_key(self) -> pulumi.Input[str]:
        args = self._args
        if args.secrets_key is not None:
            return args.secrets_key
        rotated = args.kms_instance is not None
        return alicloud.kms.Key(
            f"{self._prefix}-secrets",
            description=f"Kubernetes Secrets of {self._prefix}",
            dkms_instance_id=args.kms_instance,
            automatic_rotation="Enabled" if rotated else "Disabled",
            rotation_interval="365d" if rotated else None,
            pending_window_in_days=30,
            deletion_protection="Enabled" if args.deletion_protection else "Disabled",
            tags=dict(args.tags),
            opts=self._child,
        ).id

    def _make_nodes(self, cluster: alicloud.cs.ManagedKubernetes) -> list[pulumi.Resource]:
        """Add-ons, node pools and what scales them; all that pods wait for."""
        name, args = self._prefix, self._args
        role = self._role("nodes", service_trust("ecs.aliyuncs.com"))
        vswitches = _switches(args.network, "private")
        scaling = [self._autoscale(cluster)] if args.autoscaled else []
        pools = [
            made
            for pool_name, pool in args.pools.items()
            for made in make_pool(
                name,
                pool_name,
                pool,
                args,
                cluster=cluster.id,
                role=role.role_name,
                vswitches=vswitches,
                parent=self,
                after=scaling,
            )
        ]
        addons = [
            alicloud.cs.KubernetesAddon(
                f"{name}-addon-{addon}",
                cluster_id=cluster.id,
                name=addon,
                version=args.addon_versions.get(addon),
                opts=self._child,
            )
            for addon in ADDONS
        ]
        return [*scaling, *pools, *addons]

    def _autoscale(self, cluster: alicloud.cs.ManagedKubernetes) -> alicloud.cs.AutoscalingConfig:
        """Without it, the bounds of a pool do nothing. Deleting it leaves the autoscaler as it is; it goes with the cluster."""
        return alicloud.cs.AutoscalingConfig(
            f"{self._prefix}-autoscaling",
            cluster_id=cluster.id,
            scaler_type="cluster-autoscaler",
            expander="least-waste",
            scan_interval="30s",
            scale_down_enabled=True,
            cool_down_duration="10m",
            unneeded_duration="10m",
            utilization_threshold="0.5",
            # Pods with scratch space on the node, and those of kube-system, would else pin half-empty nodes for good.
            skip_nodes_with_local_storage=False,
            skip_nodes_with_system_pods=False,
            opts=self._child,
        )

    def _role(self, key: str, trust: pulumi.Input[str]) -> alicloud.ram.Role:
        return alicloud.ram.Role(
            f"{self._prefix}-{key}",
            role_name=physical_name(f"{self._known_as}-{key}", _ROLE_LIMIT),
            description=f"{key} of {self._prefix}",
            assume_role_policy_document=trust,
            tags=dict(self._args.tags),
            opts=self._child,
        )


def _endpoint(connections: Sequence[alicloud.cs.outputs.ManagedKubernetesConnection], *, public: bool) -> str:
    found = connections[0]
    return (found.api_server_internet if public else found.api_server_intranet) or ""


def _tiers_like(network: contracts.Network, kind: str) -> list[str]:
    """A tier of the four, then those like it, in an order that neither their names nor their places in the file decide."""
    like = [tier for tier, of in network.kinds.items() if of == kind and tier != kind]
    return [kind, *sorted(like, key=lambda tier: min(network.blocks[tier].values()))]


def _switches(network: contracts.Network, tier: str) -> list[pulumi.Output[str]]:
    """The vSwitches of a tier by zone: in the order in which zones were written down, they would change with it."""
    return [switch for _, switch in sorted(network.subnets[tier].items())]
