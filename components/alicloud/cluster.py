"""A Kubernetes cluster on Alibaba Cloud: ACK with a managed control plane and node pools."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud
import pulumi_kubernetes as kubernetes

from .. import contracts
from ..choices import ROTATED
from ..contracts.pods import RRSA_ANNOTATION
from ..errors import ArgumentFault, ArgumentsError
from ..inputs import inputs, outputs
from ..naming import physical_name
from ..secret_names import reader_name
from .cluster_access import READER_ANNOTATION, account_trust, admit, cluster_kubeconfig, secrets_policy
from .cluster_addons import install, wanted
from .cluster_args import ClusterArgs
from .cluster_control_plane import make_control_plane, make_log_project
from .cluster_pools import make_pool
from .pool_args import Pool
from .ram import policy_type, service_trust

__all__ = ["Cluster", "ClusterArgs", "Pool"]

_ROLE_LIMIT = 64
_POLICY_LIMIT = 128


class Cluster(pulumi.ComponentResource):
    """An ACK cluster whose nodes, add-ons and permissions are all declared.

    - It makes no NAT gateway, which is the network's business, and no public load balancer unless a public endpoint is asked for.
      Such an endpoint is open to everyone: ACK takes no list of blocks for it.
    - `skip_set_certificate_authority` keeps a client key, good for three years, out of the state; see `certificate_authority` in
      `ClusterArgs`.
    - Pods stand in vSwitches of their own (Terway): those of the tier "pods" and of every tier like it. ACK takes these at creation
      only: vSwitches of a zone or a tier that is added later replace nothing, and have to be added to the plug-in's own
      configuration (`eni-config` in kube-system). The control plane does take that zone's vSwitch, and restarts for it.
    - `addons` of the control plane count at creation only, so it holds the network plug-in alone; all others are resources of
      their own, daemons before the nodes and the rest after. What ACK would install unasked, an ingress controller with a public
      load balancer, is turned off.
    - RAM Roles for Service Accounts are on from the start unless told otherwise, and cannot be turned off again: ACK makes the OIDC
      issuer and registers it in RAM, so there is nothing to declare beside it. Nodes have a role that may do nothing: add-ons of
      managed clusters bring tokens of their own.
    - Who gets in are RAM roles (`access`), and whoever makes the cluster.
    - The service roles of ACK (AliyunCSDefaultRole and its kin) belong to the account and are made once for it, by hand or by
      `service_roles.ServiceRoles`; a cluster that `depends_on` them comes after them.
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
    kubeconfig: pulumi.Output[str]
    kubernetes: kubernetes.Provider

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._prefix, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._known_as = f"{contracts.scope()}-{name}"

        project = make_log_project(name, args, known_as=self._known_as, parent=self)
        cluster = make_control_plane(name, args, known_as=self._known_as, project=project, parent=self, after=opts)
        self.id, self.name = cluster.id, cluster.name
        public = args.endpoint == "public"
        self.endpoint = cluster.connections.apply(lambda connections: _endpoint(connections, public=public))
        self.issuer = cluster.rrsa_metadata.apply(lambda rrsa: rrsa.rrsa_oidc_issuer_url or "")
        self._trusted_issuer = cluster.rrsa_metadata.apply(lambda rrsa: rrsa.ram_oidc_provider_arn or "")
        admitted = {key: admit(name, key, access, cluster=cluster.id, parent=self) for key, access in args.access.items()}
        ready = self._make_nodes(cluster, project)
        kubeconfig = pulumi.Output.all(
            cluster=cluster.id,
            endpoint=self.endpoint,
            authority=args.certificate_authority,
            region=args.network.region,
            role=args.deploy_role,
        ).apply(lambda known: cluster_kubeconfig(**known))
        self.kubeconfig = pulumi.Output.secret(kubeconfig)
        self.kubernetes = kubernetes.Provider(
            f"{name}-kubernetes",
            kubeconfig=kubeconfig,
            cluster_identifier=cluster.id,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[*ready, *(admitted[key] for key, access in args.access.items() if access.everything)]
            ),
        )
        self.register_outputs(outputs(self, contracts.Cluster))

    @property
    def nodes_from_inside(self) -> Sequence[pulumi.Resource]:
        """See `contracts.Cluster.nodes_from_inside`: ACK makes all nodes."""
        return ()

    def bind(
        self, name: str, *, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> Mapping[str, pulumi.Output[str]]:
        """See `contracts.Cluster.bind`; `policies` are names, and those that begin with "Aliyun" are the cloud's own.

        Raises:
            ArgumentsError: on a cluster without an issuer, whose tokens RAM cannot trust.
        """
        self._check_issuer(f"{name} is bound to a RAM role")
        role, grants = self._bound(name, namespace, service_account, policies)
        return dict.fromkeys((RRSA_ANNOTATION, contracts.IDENTITY_ANNOTATION), contracts.granted(role.role_name, grants))

    def reader(self, name: str, *, namespace: str, service_account: str, secrets: Collection[str]) -> contracts.Reader:
        """See `contracts.Cluster.reader`.

        Raises:
            ArgumentsError: on a cluster without an issuer, whose tokens RAM cannot trust.
        """
        self._check_issuer(f"the secrets of {name} are read by it")
        region, key = self._args.network.region, f"bind-{reader_name(name)}"
        policy = alicloud.ram.Policy(
            f"{self._prefix}-{key}",
            policy_name=physical_name(f"{self._known_as}-{key}".replace(".", "-"), _POLICY_LIMIT),
            description=f"Read the secrets of {name} in {self._prefix}",
            policy_document=self._trusted_issuer.apply(lambda provider: secrets_policy(provider, region, secrets)),
            rotate_strategy=ROTATED,
            tags=dict(self._args.tags),
            opts=self._child,
        )
        role, grants = self._bound(reader_name(name), namespace, service_account, {"secrets": policy.policy_name})
        annotations = {READER_ANNOTATION: contracts.granted(role.arn, grants)}
        return contracts.Reader(annotations=annotations, region=region, issuer=self._trusted_issuer)

    def _check_issuer(self, reason: str) -> None:
        if not self._args.issuer:
            fault = ArgumentFault("issuer", "false", f"true, since {reason}", "let the cluster have an issuer, or bind nothing")
            raise ArgumentsError("ClusterArgs", (fault,))

    def _bound(
        self, name: str, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> tuple[alicloud.ram.Role, list[alicloud.ram.RolePolicyAttachment]]:
        """A role for one service account, and what it is granted."""
        trust = pulumi.Output.all(self.issuer, self._trusted_issuer).apply(
            lambda known: account_trust(known[0], known[1], namespace, service_account)
        )
        role = self._role(f"bind-{name}", trust)
        grants = [
            alicloud.ram.RolePolicyAttachment(
                f"{self._prefix}-bind-{name}-{key}",
                role_name=role.role_name,
                policy_name=policy,
                policy_type=pulumi.Output.from_input(policy).apply(policy_type),
                opts=self._child,
            )
            for key, policy in policies.items()
        ]
        return role, grants

    def _make_nodes(self, cluster: alicloud.cs.ManagedKubernetes, project: pulumi.Output[str] | None) -> list[pulumi.Resource]:
        """Add-ons, node pools and what scales them; all that pods wait for."""
        name, args = self._prefix, self._args
        role = self._role("nodes", service_trust("ecs.aliyuncs.com"))
        network, wanted_addons = args.network, wanted(args.addons, issuer=args.issuer)
        scaling = [self._autoscale(cluster)] if args.autoscaled else []
        before = install(name, wanted_addons, before=True, cluster=cluster.id, project=project, parent=self)
        pools = [
            made
            for pool_name, pool in args.pools.items()
            for made in make_pool(
                name,
                pool_name,
                Pool.of(pool),
                args,
                cluster=cluster.id,
                role=role.role_name,
                vswitches=network.subnets["private"],
                parent=self,
                after=[*scaling, *before],
            )
        ]
        return [
            *scaling,
            *before,
            *pools,
            *install(name, wanted_addons, before=False, cluster=cluster.id, project=project, parent=self, after=pools),
        ]

    def _autoscale(self, cluster: alicloud.cs.ManagedKubernetes) -> alicloud.cs.AutoscalingConfig:
        """Without it, the bounds of a pool do nothing. Deleting it leaves the autoscaler as it is; it goes with the cluster."""
        return alicloud.cs.AutoscalingConfig(
            f"{self._prefix}-autoscaling",
            cluster_id=cluster.id,
            scaler_type=self._args.scaler,
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
