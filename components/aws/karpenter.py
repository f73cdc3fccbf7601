"""Karpenter in a cluster on EKS: it makes nodes as pods ask for them, and takes them away before EC2 does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import pulumi
import pulumi_aws as aws

from ..contracts.addon import laid_over
from ..contracts.identity import rolling
from ..inputs import inputs
from ..kubernetes.chart import Chart, ChartArgs
from ..kubernetes.karpenter_pools import KarpenterPools, KarpenterPoolsArgs
from .cluster_access import NODE_POLICIES
from .cluster_identity import Identities, Identity, make_role
from .iam import service_trust
from .karpenter_args import VERSION
from .karpenter_nodes import node_class, node_pools
from .karpenter_policy import policies
from .karpenter_queue import InterruptionQueue
from .pool_args import Pool

NAMESPACE: Final = "kube-system"
ACCOUNT: Final = "karpenter"
_REPOSITORY: Final = "oci://public.ecr.aws/karpenter"


@dataclass(frozen=True, kw_only=True)
class KarpenterArgs:
    """What Karpenter is made from.

    Args:
        cluster: the cluster's name.
        arn: the cluster's ARN.
        endpoint: the URL of its API server.
        region: the cloud's own name of the region.
        subnets: ids of the nodes' subnets by zone.
        security_group: id of the group that nodes and pods share.
        pools: the pools whose nodes it makes, by name.
        identity: how its service account gets its role.
        trusted: the issuer's URL and the ARN of its OIDC provider in IAM; None where there is none.
        version: the version of its charts.
        values: what its chart is told, over what the cluster must say.
        imdsv2: answer the nodes' instance metadata to session tokens alone.
        metadata_hops: how many hops such an answer may travel.
        encrypt_disk: encrypt the nodes' disks.
        zonal_shift: make no nodes in a zone that traffic is moved away from.
        node_policies: ARNs of policies that nodes have besides what every node needs, each by a stable key.
        tags: tags of every resource, of nodes and of their disks.
    """

    cluster: pulumi.Input[str]
    arn: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    region: str
    subnets: Mapping[str, pulumi.Input[str]]
    security_group: pulumi.Input[str]
    pools: Mapping[str, Pool]
    identity: Identity = "irsa"
    trusted: tuple[pulumi.Output[str], pulumi.Output[str]] | None = None
    version: str = VERSION
    values: Mapping[str, Any] = field(default_factory=dict)
    imdsv2: bool = True
    metadata_hops: int = 1
    encrypt_disk: bool = True
    zonal_shift: bool = True
    node_policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


class Karpenter(pulumi.ComponentResource):
    """Karpenter with all that it needs on AWS, and the pools whose nodes it makes.

    - Its nodes have a role of their own, and an access entry by which they join: EKS makes the entry of a node group's role itself,
      and takes it away with the last group.
    - It runs twice, on nodes that it does not make (its chart's own affinity), and asks AWS's name servers, since the cluster's may
      run on nodes that it has yet to make.
    - It is gone after its nodes: pools go first, then its charts, then its role, its permissions and its queue. Where it was taken
      away before them, their instances would run on: see docs/karpenter.md.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Karpenter"

    node_pools: KarpenterPools
    """The pools whose nodes it makes."""

    def __init__(self, name: str, args: KarpenterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        interruptions = InterruptionQueue(name, tags=args.tags, parent=self)
        role, joining = self._make_node_role()
        annotations = self._bind(role, interruptions.queue)
        chart = self._install(annotations, interruptions.queue, after=[*joining, *interruptions.filled])
        self.node_pools = self._make_pools(role, after=chart)
        self.register_outputs({})

    def _make_node_role(self) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
        """The role of the nodes, and all that lets them join."""
        key, args = f"{self._name}-nodes", self._args
        trust = service_trust("ec2.amazonaws.com")
        role, granted = make_role(key, trust, NODE_POLICIES, args.node_policies, tags=args.tags, parent=self)
        entry = aws.eks.AccessEntry(
            key, cluster_name=args.cluster, principal_arn=role.arn, type="EC2_LINUX", tags=dict(args.tags), opts=self._child
        )
        return role, [*granted, entry]

    def _bind(self, role: aws.iam.Role, queue: aws.sqs.Queue) -> Mapping[str, pulumi.Output[str]]:
        """The annotations of its account: what carries them comes after all that it may do, and goes before that does."""
        args = self._args
        known = pulumi.Output.all(arn=args.arn, role=role.arn, queue=queue.arn).apply(lambda found: policies(**found))
        made = {
            key: aws.iam.Policy(
                f"{self._name}-{key}",
                description=f"{purpose} of {self._name}",
                policy=known.apply(lambda documents, key=key: documents[key]),
                tags=dict(args.tags),
                opts=self._child,
            )
            for key, purpose in (("nodes", "Make and end nodes"), ("profiles", "Give nodes their role"), ("reads", "Look around"))
        }
        identities = Identities(
            self._name,
            args.identity,
            cluster=pulumi.Output.from_input(args.cluster),
            arn=pulumi.Output.from_input(args.arn),
            region=args.region,
            trusted=args.trusted,
            tags=args.tags,
            parent=self,
        )
        granted = {key: policy.arn for key, policy in made.items()}
        return identities.bind("controller", namespace=NAMESPACE, service_account=ACCOUNT, policies=granted)

    def _install(
        self, annotations: Mapping[str, pulumi.Output[str]], queue: aws.sqs.Queue, *, after: list[pulumi.Resource]
    ) -> Chart:
        """Its own kinds first, in a chart of theirs, since Helm never updates those that lie in a chart beside what uses them."""
        args = self._args
        repairs = any(pool.repair for pool in args.pools.values())
        values: dict[str, Any] = {
            "replicas": 2,
            "dnsPolicy": "Default",
            "serviceAccount": {"name": ACCOUNT, "annotations": dict(annotations)},
            "podAnnotations": rolling(annotations),
            "controller": {
                "env": [{"name": "AWS_REGION", "value": args.region}],  # pods do not reach instance metadata
                "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
            },
            "settings": {
                "clusterName": args.cluster,
                "clusterEndpoint": args.endpoint,
                "eksControlPlane": True,
                "interruptionQueue": queue.name,
                "reservedENIs": "1",  # nodes have an interface that no pod uses, as pods have subnets of their own
                "enableZonalShift": args.zonal_shift,
                "featureGates": {"nodeRepair": repairs},
            },
        }
        kinds = self._chart("karpenter-crd", {}, after=[])
        return self._chart("karpenter", laid_over(values, args.values), after=[kinds.release, *after])

    def _chart(self, chart: str, values: Mapping[str, Any], *, after: list[pulumi.Resource]) -> Chart:
        args = ChartArgs(chart=chart, repository=_REPOSITORY, version=self._args.version, namespace=NAMESPACE, values=values)
        return Chart(f"{self._name}-chart-{chart}", args, pulumi.ResourceOptions(parent=self, depends_on=after))

    def _make_pools(self, role: aws.iam.Role, *, after: Chart) -> KarpenterPools:
        args = self._args
        classes = {
            key: node_class(
                pool,
                name=f"{self._name}-{key}",
                role=role.name,
                subnets=args.subnets,
                security_group=args.security_group,
                imdsv2=args.imdsv2,
                hops=args.metadata_hops,
                encrypt_disk=args.encrypt_disk,
                tags=args.tags,
            )
            for key, pool in args.pools.items()
        }
        pools = {
            part: made
            for key, pool in args.pools.items()
            for part, made in node_pools(key, pool, region=args.region, zones=args.subnets).items()
        }
        told = KarpenterPoolsArgs(classes=classes, pools=pools)
        return KarpenterPools(self._name, told, pulumi.ResourceOptions(parent=self, depends_on=[after.release]))
