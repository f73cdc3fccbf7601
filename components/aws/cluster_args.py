"""What a cluster on AWS is made from, and what AWS refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from ..kubernetes import autoscaler
from .cluster_addons import check_addons
from .cluster_identity import Identity
from .karpenter_args import VERSION, check_pools, check_release
from .pool_args import Pool, Provisioner

Scaler: TypeAlias = Literal["cluster-autoscaler", "karpenter"]
Support: TypeAlias = Literal["STANDARD", "EXTENDED"]
Tier: TypeAlias = Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"]
Log: TypeAlias = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]

LOGS: tuple[Log, ...] = get_args(Log)
"""Every kind of log that a control plane keeps (docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html)."""

_VERSION = re.compile(r"1\.\d{2}")
_FEWEST_ZONES = 2


@dataclass(frozen=True, kw_only=True)
class ClusterArgs(contracts.ClusterArgs):
    """What a cluster on AWS is made from.

    Args:
        control_plane_zones: letters of the zones that the control plane is reached in, two at least; by default the two lowest.
            EKS never lets it have another zone than those it was made with, so that a zone added later must not be among them
            (docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, github.com/aws/containers-roadmap/issues/2330). Nodes
            stand in every zone of the network.
        admins: ARNs of IAM roles that may do everything in the cluster, by a stable key, as access entries
            (docs.aws.amazon.com/eks/latest/userguide/access-entries.html). The aws-auth map is not read.
        creator_is_admin: let the identity that makes the cluster do everything in it, by an entry that EKS makes itself; a second
            one for the same role is refused. Changing it replaces the cluster.
        creator: ARN of the role that made the cluster, where `deploy_role` is another one by now. `deploy_role` has no entry of
            EKS' own then, nor without `creator_is_admin`: it must be let in by `admins` or `access`, or nothing is applied inside.
        reached_from: blocks beside the network's own from which the API server can be reached inside the network: of a site with
            the runner that applies what stands inside, of a VPN.
        support: "EXTENDED" leaves the version to this program until the extended support ends, which costs more once the
            standard support has; "STANDARD" lets EKS move to the next version at that moment, which the program then lags behind
            (docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html).
        logs: kinds of the control plane's logs that are kept; all by default.
        secrets_key: ARN of the KMS key that Kubernetes Secrets are encrypted with; by default one is made, rotated every year.
            It can never be changed: the provider would leave it as it is, and say nothing.
        identity: how service accounts get their roles: "irsa" (IAM roles for service accounts, by the issuer) or "pod-identity" (by
            an agent on each node; it needs no issuer).
        control_plane_tier: how large the control plane is kept; EKS's own choice by default, which follows the load
            (docs.aws.amazon.com/eks/latest/userguide/eks-provisioned-control-plane.html).
        scaler: what makes and ends nodes as pods ask for them: "cluster-autoscaler", which moves node groups between their bounds,
            or "karpenter", which makes those of the pools that say so; its own pods need two nodes that it does not make.
        autoscaler_image: the Cluster Autoscaler by digest; by default the one known for the version.
        karpenter_version: the version of Karpenter's charts; by default the one known here (`karpenter_args.VERSION`).
        karpenter_values: what Karpenter's chart is told, over what the cluster must say.
        zonal_shift: let traffic be moved away from a zone (docs.aws.amazon.com/eks/latest/userguide/zone-shift.html).
        unlisted_addons: names of add-ons that are newer than `addon_kinds.KINDS`, or bought in the marketplace, so that they are
            not refused. They come after the nodes.
        node_policies: ARNs of policies that the nodes' role has besides what every node needs, each by a stable key: say
            AmazonSSMManagedInstanceCore for a shell without a key, or what a pull-through cache of images asks for.
        metadata_hops: how many hops an answer of instance metadata may travel; 1 keeps it, and with it the nodes' role, from pods.
    """

    control_plane_zones: tuple[str, ...] | None = None
    admins: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    creator_is_admin: bool = True
    creator: pulumi.Input[str] | None = None
    reached_from: tuple[str, ...] = ()
    support: Support = "EXTENDED"
    logs: tuple[Log, ...] = LOGS
    secrets_key: pulumi.Input[str] | None = None
    identity: Identity = "irsa"
    control_plane_tier: Tier | None = None
    scaler: Scaler = "cluster-autoscaler"
    autoscaler_image: str | None = None
    karpenter_version: str | None = None
    karpenter_values: Mapping[str, Any] = field(default_factory=dict)
    zonal_shift: bool = True
    unlisted_addons: tuple[str, ...] = ()
    node_policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    metadata_hops: int = 1

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        fits = bool(_VERSION.fullmatch(self.version))
        faults.check(fits, "version", self.version, "a version as EKS spells it, say 1.35", "write major and minor alone")
        zones, fix = self.network.zones, "add a zone to the network; EKS refuses a control plane in one zone alone"
        faults.check(len(zones) >= _FEWEST_ZONES, "network.zones", ", ".join(zones), "two zones at least", fix)
        chosen = self.control_plane_zones
        if chosen is not None:
            expected = f"two at least of the network's zones {', '.join(zones)}"
            among = len(set(chosen)) >= _FEWEST_ZONES and set(chosen) <= set(zones)
            fix = "write the zones that the control plane was made with"
            faults.check(among, "control_plane_zones", ", ".join(chosen), expected, fix)
        self._check_entries(faults)
        for position, block in enumerate(self.reached_from):
            arguments.check_block(faults, f"reached_from.{position}", block)
        arguments.check_choice(faults, "support", self.support, get_args(Support))
        arguments.check_each_once(faults, "logs", self.logs)
        for position, kind in enumerate(self.logs):
            arguments.check_choice(faults, f"logs.{position}", kind, LOGS)
        if self.control_plane_tier is not None:
            arguments.check_choice(faults, "control_plane_tier", self.control_plane_tier, get_args(Tier))
        check_addons(faults, self.addons, unlisted=self.unlisted_addons)
        for name in self.node_policies:
            arguments.check_label(faults, "node_policies", name)
        self._check_pools(faults)
        arguments.check_range(faults, "metadata_hops", self.metadata_hops, 1, 64)
        if arguments.check_choice(faults, "scaler", self.scaler, get_args(Scaler)):
            self._check_scaler(faults)
            self._check_identity(faults)

    def _check_entries(self, faults: Faults) -> None:
        """EKS has one entry for a role: its own for who makes the cluster, or one that is written; and `deploy_role` has one."""
        given = {f"admins.{key}": (principal, True) for key, principal in self.admins.items()}
        given |= {f"access.{key}.principal": (access.principal, access.everything) for key, access in self.access.items()}
        if isinstance(self.creator, str) and not self.creator_is_admin:
            fix = "remove it; nobody has an entry by having made the cluster"
            faults.check(ok=False, field="creator", given=self.creator, expected="none without creator_is_admin", fix=fix)
        maker = self.creator or self.deploy_role
        for place, (principal, _) in given.items() if isinstance(maker, str) and self.creator_is_admin else ():
            expected, fix = "another role than that which makes the cluster, and is its admin by that", "remove it"
            faults.check(principal != maker, place, principal, expected, fix)
        everything = [principal for principal, every in given.values() if every]
        if isinstance(self.deploy_role, str) and not (self.creator_is_admin and maker == self.deploy_role):
            known = all(isinstance(principal, str) for principal in everything)
            fix = "let it in with the role admin; without that, nobody could apply what stands inside"
            among = self.deploy_role in everything or not known
            faults.check(among, "deploy_role", self.deploy_role, "a role that does everything in the cluster", fix)

    def _check_pools(self, faults: Faults) -> None:
        for name, pool in self.pools.items():
            if pool.version is not None:
                spelled, expected = bool(_VERSION.fullmatch(pool.version)), "a version as EKS spells it, say 1.35"
                faults.check(spelled, f"pools.{name}.version", pool.version, expected, "write major and minor alone")
            runs = pool.version or self.version
            if (
                isinstance(pool, Pool) and pool.release is not None and pool.ami_type.startswith("AL")
            ):  # Bottlerocket counts its own
                expected, fix = f"a release for {runs}, which its nodes run", f"write one that begins with {runs}."
                fix += "" if pool.provisioner == "karpenter" else ", or leave it out"
                faults.check(pool.release.startswith(f"{runs}."), f"pools.{name}.release", pool.release, expected, fix)

    def _check_identity(self, faults: Faults) -> None:
        if arguments.check_choice(faults, "identity", self.identity, get_args(Identity)) and self.identity == "irsa":
            karpenter = self.scaler == "karpenter"
            expected = f"true, since {'Karpenter' if karpenter else 'the Cluster Autoscaler'} has its role by it"
            fix = "write issuer: true, or identity: pod-identity, which needs no issuer"
            faults.check(self.issuer or not (self.autoscaled or karpenter), "issuer", self.issuer, expected, fix)

    def _check_scaler(self, faults: Faults) -> None:
        pools, karpenter = {name: Pool.of(pool) for name, pool in self.pools.items()}, self.scaler == "karpenter"
        check_pools(faults, pools, zones=len(self.network.zones), karpenter=karpenter)
        if karpenter:
            check_release(faults, self.version, self.karpenter_version or VERSION)
        elif self.autoscaler_image is not None:
            arguments.check_digest(faults, "autoscaler_image", self.autoscaler_image)
        elif self.autoscaled:
            expected = f"an image for Kubernetes {self.version}; known are those for {', '.join(autoscaler.IMAGES)}"
            fix = "write registry.k8s.io/autoscaling/cluster-autoscaler@sha256:…, the digest of a release of that minor version"
            faults.check(self.version in autoscaler.IMAGES, "autoscaler_image", None, expected, fix)

    def made_by(self, provisioner: Provisioner) -> dict[str, Pool]:
        """The pools whose nodes this one makes, by name."""
        pools = {name: Pool.of(pool) for name, pool in self.pools.items()}
        return {name: pool for name, pool in pools.items() if pool.provisioner == provisioner}

    @property
    def reached_in(self) -> tuple[str, ...]:
        """Letters of the zones that the control plane is reached in."""
        return self.control_plane_zones or tuple(sorted(self.network.zones)[:_FEWEST_ZONES])
