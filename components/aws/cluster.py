"""A Kubernetes cluster on AWS: EKS with managed node groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from .. import contracts
from ..inputs import inputs, outputs
from ..kubernetes import autoscaler
from ..naming import zone_id
from .cluster_access import AUDIENCE, NODE_POLICIES, autoscaler_policy, cluster_kubeconfig
from .cluster_addons import Addons, dns_configuration, network_configuration, wanted
from .cluster_args import ClusterArgs
from .cluster_control_plane import make_control_plane
from .cluster_identity import Identities, make_role
from .cluster_pools import make_pool
from .iam import service_trust
from .karpenter import Karpenter, KarpenterArgs
from .karpenter_args import VERSION
from .pool_args import Pool

__all__ = ["Cluster", "ClusterArgs", "Pool"]


class Cluster(pulumi.ComponentResource):
    """An EKS cluster whose nodes, add-ons and permissions are all declared.

    - Secrets are encrypted with a key of its own, every kind of control-plane log is kept, the API server answers inside the
      network alone unless a public endpoint is asked for (see `cluster_control_plane`).
    - `bind` uses IAM roles for service accounts, or Pod Identity where it is asked for (see `cluster_identity`). EKS's own add-ons
      use Pod Identity in any case (see `cluster_addons`).
    - `kubernetes` is the one provider that a component makes: what runs inside cannot be declared without it, and it is built from
      this cluster alone. Its identifier is the OIDC issuer, which is as unique as the cluster and never changes with it: so
      another endpoint or another way to log in updates the provider, and another cluster of the same name replaces it
      (`clusterIdentifier` in pulumi.com/registry/packages/kubernetes/api-docs/provider). It comes after nodes and add-ons, so
      what runs inside starts when it can, and is gone before they are.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Cluster"
    capabilities: ClassVar[frozenset[str]] = frozenset({"public-cidrs", "pod-identity", "initial-nodes"})

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
        self._tags = dict(args.tags)

        cluster = make_control_plane(name, args, self)
        self.id, self.name, self.endpoint = cluster.id, cluster.name, cluster.endpoint
        own_issuer = cluster.identities.apply(_issuer)
        self.issuer = own_issuer if args.issuer else pulumi.Output.from_input("")
        self._identities = self._identify(own_issuer, cluster.arn)
        entries = {f"admin-{key}": contracts.Access(principal=role, role="admin") for key, role in args.admins.items()}
        entries |= {f"access-{key}": access for key, access in args.access.items()}
        admitted = {key: self._identities.admit(key, access) for key, access in entries.items()}
        ready = self._make_nodes(cluster)
        kubeconfig = pulumi.Output.all(
            cluster=cluster.name,
            endpoint=cluster.endpoint,
            authority=cluster.certificate_authority.apply(lambda authority: authority.data),
            region=args.network.region,
            role=args.deploy_role,
        ).apply(lambda known: cluster_kubeconfig(**known))
        self.kubeconfig = pulumi.Output.secret(kubeconfig)
        self.kubernetes = kubernetes.Provider(
            f"{name}-kubernetes",
            kubeconfig=kubeconfig,
            cluster_identifier=own_issuer,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[*ready, *(admitted[key] for key, access in entries.items() if access.everything)]
            ),
        )
        self._karpenter = self._make_karpenter(cluster) if args.scaler == "karpenter" else None
        if self._karpenter is None and args.autoscaled:
            self._autoscale()
        self.register_outputs(outputs(self, contracts.Cluster))

    @property
    def nodes_from_inside(self) -> Sequence[pulumi.Resource]:
        """See `contracts.Cluster.nodes_from_inside`: the pools whose nodes Karpenter makes."""
        return () if self._karpenter is None else (self._karpenter.node_pools,)

    def bind(
        self, name: str, *, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> Mapping[str, pulumi.Output[str]]:
        """See `contracts.Cluster.bind`; `policies` are ARNs."""
        return self._identities.bind(name, namespace=namespace, service_account=service_account, policies=policies)

    def reader(self, name: str, *, namespace: str, service_account: str, secrets: Collection[str]) -> contracts.Reader:
        """See `contracts.Cluster.reader`."""
        return self._identities.reader(name, namespace=namespace, service_account=service_account, secrets=secrets)

    def _identify(self, issuer: pulumi.Output[str], arn: pulumi.Output[str]) -> Identities:
        trusted = None
        if self._args.issuer:
            provider = aws.iam.OpenIdConnectProvider(
                f"{self._prefix}-issuer", url=issuer, client_id_lists=[AUDIENCE], tags=self._tags, opts=self._child
            )
            trusted = issuer, provider.arn
        return Identities(
            self._prefix,
            self._args.identity,
            cluster=self.name,
            arn=arn,
            region=self._args.network.region,
            trusted=trusted,
            tags=self._args.tags,
            parent=self,
        )

    def _make_nodes(self, cluster: aws.eks.Cluster) -> list[pulumi.Resource]:
        """Add-ons and node groups, in the order in which they need each other; all that pods wait for."""
        name, args, network = self._prefix, self._args, self._args.network
        trust = service_trust("ec2.amazonaws.com")
        role, granted = make_role(f"{name}-nodes", trust, NODE_POLICIES, args.node_policies, tags=args.tags, parent=self)
        group = cluster.vpc_config.apply(lambda vpc: vpc.cluster_security_group_id)
        pods = {
            zone_id("aws", network.region, zone) + ("" if tier == "pods" else f"-{tier}"): subnet
            for tier, kind in network.kinds.items()
            if kind == "pods"
            for zone, subnet in network.subnets[tier].items()
        }
        addons = Addons(
            name,
            wanted(args.addons),
            cluster=cluster.name,
            configurations={
                "vpc-cni": pulumi.Output.all(pods=pods, group=group).apply(
                    lambda known: network_configuration(network.region, known["pods"], known["group"])
                ),
                "coredns": pulumi.Output.from_input(dns_configuration()),
            },
            tags=args.tags,
            parent=self,
        )
        before = addons.install(before=True)
        groups: list[pulumi.Resource] = [
            group
            for pool_name, pool in args.made_by("node-group").items()
            for group in make_pool(
                name,
                pool_name,
                pool,
                cluster=cluster.name,
                role=role.arn,
                subnets=network.subnets["private"],
                version=args.version,
                metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
                    http_endpoint="enabled",
                    http_tokens="required" if args.imdsv2 else "optional",
                    http_put_response_hop_limit=args.metadata_hops,
                ),
                encrypt_disk=args.encrypt_disk,
                tags=args.tags,
                parent=self,
                after=[*before, *granted],
            )
        ]
        return [*before, *groups, *addons.install(before=False, after=groups)]

    def _autoscale(self) -> None:
        name, args = self._prefix, self._args
        policy = aws.iam.Policy(
            f"{name}-autoscaler",
            description=f"Resize the node groups of {name}",
            policy=self.name.apply(autoscaler_policy),
            tags=self._tags,
            opts=self._child,
        )
        annotations = self.bind(
            "autoscaler",
            namespace=autoscaler.NAMESPACE,
            service_account=autoscaler.ACCOUNT,
            policies={"resize": policy.arn},
        )
        image = args.autoscaler_image or autoscaler.IMAGES[args.version]
        autoscaler.Autoscaler(
            f"{name}-autoscaler",
            autoscaler.AutoscalerArgs(cluster=self.name, region=args.network.region, image=image, annotations=annotations),
            opts=pulumi.ResourceOptions(parent=self, providers=[self.kubernetes]),
        )

    def _make_karpenter(self, cluster: aws.eks.Cluster) -> Karpenter:
        args = self._args
        told = KarpenterArgs(
            cluster=self.name,
            arn=cluster.arn,
            endpoint=self.endpoint,
            region=args.network.region,
            subnets=args.network.subnets["private"],
            security_group=cluster.vpc_config.apply(lambda vpc: vpc.cluster_security_group_id or ""),
            pools=args.made_by("karpenter"),
            identity=args.identity,
            trusted=self._identities.trusted,
            version=args.karpenter_version or VERSION,
            values=args.karpenter_values,
            imdsv2=args.imdsv2,
            metadata_hops=args.metadata_hops,
            encrypt_disk=args.encrypt_disk,
            zonal_shift=args.zonal_shift,
            node_policies=args.node_policies,
            tags=args.tags,
        )
        opts = pulumi.ResourceOptions(parent=self, providers=[self.kubernetes])
        return Karpenter(f"{self._prefix}-karpenter", told, opts)


def _issuer(identities: Sequence[aws.eks.outputs.ClusterIdentity]) -> str:
    return next(issuer for identity in identities for oidc in identity.oidcs or () if (issuer := oidc.issuer))
