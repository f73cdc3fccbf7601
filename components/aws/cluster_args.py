"""What a cluster on AWS is made from, and what AWS refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from ..kubernetes import autoscaler
from .cluster_addons import check_addons
from .cluster_identity import Identity

Support: TypeAlias = Literal["STANDARD", "EXTENDED"]
Tier: TypeAlias = Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"]

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
            one for the same role is refused. Without it, `deploy_role` must be among `admins`, or nothing can be applied inside.
            Changing it replaces the cluster.
        support: "EXTENDED" leaves the version to this program until the extended support ends, which costs more once the
            standard support has; "STANDARD" lets EKS move to the next version at that moment, which the program then lags behind
            (docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html).
        secrets_key: ARN of the KMS key that Kubernetes Secrets are encrypted with; by default one is made, rotated every year.
            It can never be changed.
        identity: how service accounts get their roles: "irsa" (IAM roles for service accounts, by the issuer) or "pod-identity" (by
            an agent on each node; it needs no issuer).
        control_plane_tier: how large the control plane is kept; EKS's own choice by default, which follows the load
            (docs.aws.amazon.com/eks/latest/userguide/eks-provisioned-control-plane.html).
        autoscaler_image: the Cluster Autoscaler by digest; by default the one known for the version.
        zonal_shift: let traffic be moved away from a zone (docs.aws.amazon.com/eks/latest/userguide/zone-shift.html).
        metadata_hops: how many hops an answer of instance metadata may travel; 1 keeps it, and with it the nodes' role, from pods.
    """

    control_plane_zones: tuple[str, ...] | None = None
    admins: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    creator_is_admin: bool = True
    support: Support = "EXTENDED"
    secrets_key: pulumi.Input[str] | None = None
    identity: Identity = "irsa"
    control_plane_tier: Tier | None = None
    autoscaler_image: str | None = None
    zonal_shift: bool = True
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
        self._check_admins(faults)
        arguments.check_choice(faults, "support", self.support, get_args(Support))
        if self.control_plane_tier is not None:
            arguments.check_choice(faults, "control_plane_tier", self.control_plane_tier, get_args(Tier))
        check_addons(faults, self.addons)
        self._check_pools(faults)
        arguments.check_range(faults, "metadata_hops", self.metadata_hops, 1, 64)
        self._check_autoscaler(faults)
        self._check_identity(faults)

    def _check_admins(self, faults: Faults) -> None:
        if not isinstance(self.deploy_role, str):
            return
        for key, principal in self.admins.items():
            twice = self.creator_is_admin and principal == self.deploy_role
            expected, fix = "another role than deploy_role, which makes the cluster and is its admin by that", "remove it"
            faults.check(not twice, f"admins.{key}", principal, expected, fix)

    def _check_pools(self, faults: Faults) -> None:
        for name, pool in self.pools.items():
            if pool.version is not None:
                spelled, expected = bool(_VERSION.fullmatch(pool.version)), "a version as EKS spells it, say 1.35"
                faults.check(spelled, f"pools.{name}.version", pool.version, expected, "write major and minor alone")

    def _check_identity(self, faults: Faults) -> None:
        if arguments.check_choice(faults, "identity", self.identity, get_args(Identity)) and self.identity == "irsa":
            expected = "true, since the Cluster Autoscaler has its role by it"
            fix = "write issuer: true, or identity: pod-identity, which needs no issuer"
            faults.check(self.issuer or not self.autoscaled, "issuer", self.issuer, expected, fix)

    def _check_autoscaler(self, faults: Faults) -> None:
        if self.autoscaler_image is not None:
            arguments.check_digest(faults, "autoscaler_image", self.autoscaler_image)
        elif self.autoscaled:
            expected = f"an image for Kubernetes {self.version}; known are those for {', '.join(autoscaler.IMAGES)}"
            fix = "write the digest of registry.k8s.io/autoscaling/cluster-autoscaler of that minor version"
            faults.check(self.version in autoscaler.IMAGES, "autoscaler_image", None, expected, fix)

    @property
    def reached_in(self) -> tuple[str, ...]:
        """Letters of the zones that the control plane is reached in."""
        return self.control_plane_zones or tuple(sorted(self.network.zones)[:_FEWEST_ZONES])
