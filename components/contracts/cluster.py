"""What a Kubernetes cluster is made from, and what every cloud gives for it."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, get_args, runtime_checkable

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..addressing import overlap_faults
from ..choices import Endpoint
from ..errors import Faults
from ..naming import tag_faults
from ..spot import SPOT_SUFFIX
from ..versions import pool_fault
from .access import Access
from .addon import Addon
from .network import Network
from .pool import Pool
from .secret import Reader

_POOL_NAME_LIMIT = 30
_SERVICE_SIZES = range(12, 25)


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """What a cluster is made from.

    Args:
        network: where the control plane's endpoints, the nodes and the pods stand.
        version: the Kubernetes version in the cloud's own spelling ("1.35", "1.35.7-aliyun.1"), never "latest".
        pools: node pools by name, 30 characters at most, 28 with a group in each zone.
        endpoint: "private" (reachable from the network alone) or "public" (also from `public_cidrs`).
        public_cidrs: blocks that may reach a public endpoint; required with it.
        service_cidr: the block of Services' virtual addresses, a private /12 to /24 apart from the network's blocks. It can
            never be changed, so it is written down here and not left to the cloud, which might pick a block of another site
            (docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html,
            registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_managed_kubernetes).
        log_retention_days: how long control-plane and audit logs are kept.
        deletion_protection: refuse deletion of the cluster.
        imdsv2: answer the nodes' instance metadata to session tokens alone. On Alibaba Cloud a change replaces the pools.
        encrypt_disk: encrypt the nodes' disks.
        deploy_role: ARN of the role under which what runs inside is applied: the kubeconfig's credential plug-in takes it on.
            By default the plug-in uses the credentials it finds, which are not those of a provider that takes on a role.
        access: who may do what inside, by a stable key, beside who makes the cluster.
        addons: add-ons by the cloud's own name: another version or configuration of those that clusters have, further ones, and
            those to be left out.
        issuer: let the cluster have an OIDC issuer that the cloud trusts, as IAM roles for service accounts and RRSA need. On
            Alibaba Cloud it can never be taken away again.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    network: Network
    version: str
    pools: Mapping[str, Pool]
    endpoint: Endpoint = "private"
    public_cidrs: tuple[str, ...] = ()
    service_cidr: str = "172.20.0.0/16"
    log_retention_days: int = 90
    deletion_protection: bool = False
    imdsv2: bool = True
    encrypt_disk: bool = True
    deploy_role: pulumi.Input[str] | None = None
    access: Mapping[str, Access] = field(default_factory=dict)
    addons: Mapping[str, Addon] = field(default_factory=dict)
    issuer: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    @property
    def autoscaled(self) -> bool:
        """Whether an autoscaler moves the nodes of some pool."""
        return any(pool.capacity.moved for pool in self.pools.values())

    def _check(self, faults: Faults) -> None:
        arguments.check_pinned(faults, "version", self.version, "write the version to run")
        faults.check(bool(self.pools), "pools", None, "one pool at least", "add a pool, say general")
        for name in self.pools:
            if arguments.check_label(faults, "pools", name):
                longest = _POOL_NAME_LIMIT - (len("-a") if self.pools[name].per_zone else 0)
                faults.check(len(name) <= longest, "pools", name, f"at most {longest} characters", "shorten the name")
                fix = "rename it; spot shares are called so"
                faults.check(not name.endswith(SPOT_SUFFIX), "pools", name, f'a name that does not end in "{SPOT_SUFFIX}"', fix)
        for name, pool in self.pools.items():
            if pool.version is not None and (fault := pool_fault(self.version, pool.version)) is not None:
                faults.add([replace(fault, field=f"pools.{name}.{fault.field}")])
        for name in self.access:
            arguments.check_label(faults, "access", name)
        self._check_principals(faults)
        self._check_groups(faults)
        self._check_endpoint(faults)
        self._check_service_cidr(faults)
        arguments.check_retention(faults, "log_retention_days", self.log_retention_days)
        faults.add(tag_faults(self.tags))

    def _check_principals(self, faults: Faults) -> None:
        """Both clouds keep one entry for an identity: a second one would take the first one's place, or be refused."""
        known: dict[str, str] = {}
        for name, access in self.access.items():
            if isinstance(access.principal, str) and (first := known.setdefault(access.principal, name)) != name:
                expected, fix = f"each identity once; {first} is the same", "give the one entry the role and namespaces of both"
                faults.check(ok=False, field=f"access.{name}.principal", given=access.principal, expected=expected, fix=fix)

    def _check_groups(self, faults: Faults) -> None:
        """A pool with a group in each zone takes the names of several; and some nodes run what tolerates nothing."""
        owners: dict[str, str] = {}
        for name, pool in self.pools.items():
            for group in pool.spread(name, self.network.zones):
                other = owners.setdefault(group, name)
                expected = f"no group called {group}, as pool {other} has one"
                faults.check(other == name, "pools", name, expected, "rename one of the two pools")
        runs, fix = any(pool.open for pool in self.pools.values()), "take the taints from one, or add a pool; DNS tolerates none"
        faults.check(runs or not self.pools, "pools", ", ".join(self.pools), "one pool at least without a taint", fix)

    def _check_endpoint(self, faults: Faults) -> None:
        if arguments.check_choice(faults, "endpoint", self.endpoint, get_args(Endpoint)):
            public, named = self.endpoint == "public", bool(self.public_cidrs)
            fix = "list who may reach a public endpoint, or make the endpoint private"
            faults.check(named or not public, "public_cidrs", None, "one block at least with a public endpoint", fix)
            faults.check(public or not named, "public_cidrs", self.public_cidrs, "none with a private endpoint", fix)
        for block in self.public_cidrs:
            arguments.check_block(faults, "public_cidrs", block)

    def _check_service_cidr(self, faults: Faults) -> None:
        if not arguments.check_block(faults, "service_cidr", self.service_cidr):
            return
        block = ipaddress.IPv4Network(self.service_cidr)
        expected = f"a private block, /{_SERVICE_SIZES[0]} to /{_SERVICE_SIZES[-1]}"
        fits = block.is_private and block.prefixlen in _SERVICE_SIZES
        faults.check(fits, "service_cidr", self.service_cidr, expected, "172.20.0.0/16 is the default")
        for which, other in (("network.cidr", self.network.cidr), ("network.pods", self.network.pods)):
            faults.add(overlap_faults({which: other, "service_cidr": self.service_cidr}))


@runtime_checkable
class Cluster(Protocol):
    """A Kubernetes cluster as every cloud gives it.

    Capabilities, where the clouds differ:
        public-cidrs: a public endpoint can be kept to some blocks; without it, it is open to everyone or to no one.
        pod-identity: service accounts get permissions in a cluster without an issuer too.
        initial-nodes: an autoscaled pool can start with more nodes than its min, and be put back to that number.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """The URL of the API server that workloads are applied through."""
    issuer: pulumi.Output[str]
    """The OIDC issuer's URL, which workload identity trusts; empty where the cluster has none."""
    kubeconfig: pulumi.Output[str]
    """How `kubectl` logs in: as who asks, for minutes. A secret, though it holds no credential."""
    kubernetes: kubernetes.Provider
    """The provider for what runs inside; a changed kubeconfig never replaces it."""

    @property
    def nodes_from_inside(self) -> Sequence[pulumi.Resource]:
        """What makes nodes and is itself inside: what else runs there comes after it, so that it is gone before its nodes are."""
        ...

    def bind(
        self, name: str, *, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> Mapping[str, pulumi.Output[str]]:
        """Let a service account act with the cloud's own permissions.

        Args:
            name: the binding's stable key, part of the role's name.
            namespace: the service account's namespace.
            service_account: the service account's name.
            policies: ARNs (AWS) or names (Alibaba Cloud) of the policies granted, each by a stable key.

        Returns:
            Annotations for the service account. They follow from the role, so what carries them comes after it. Pods that run as
            the account carry those of `contracts.rolling` too.

        Raises:
            ArgumentsError: where the cluster has no issuer, and the cloud's way to do it needs one.
        """
        ...

    def reader(self, name: str, *, namespace: str, service_account: str, secrets: Collection[str]) -> Reader:
        """Let a service account read certain secrets of the cloud's store, and nothing else.

        It is for an account of its own, whose tokens whoever brings secrets into the cluster takes on, so that the application
        itself may read none. It goes by the issuer on both clouds, whatever `bind` goes by: External Secrets cannot take on an
        account that Pod Identity gave its role (external-secrets.io/latest/provider/aws-access/#eks-pod-identity-setup).

        Args:
            name: the application's stable key, part of the role's name.
            namespace: the service account's namespace.
            service_account: the service account's name.
            secrets: names of the secrets, in the cluster's region and account.

        Raises:
            ArgumentsError: where the cluster has no issuer.
        """
        ...
