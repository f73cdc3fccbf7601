"""What a pool of a cluster on EKS is told on AWS alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal, Self, TypeAlias, get_args

from .. import arguments, contracts
from ..ebs import check_performance
from ..errors import Faults
from ..instance_types import Architecture, architecture
from ..kubernetes.karpenter_pools import Consolidation
from .arns import check_arn
from .node_repair import Repairs

AmiType: TypeAlias = Literal[
    "AL2023_x86_64_STANDARD",
    "AL2023_x86_64_NVIDIA",
    "AL2023_x86_64_NEURON",
    "AL2023_ARM_64_STANDARD",
    "AL2023_ARM_64_NVIDIA",
    "BOTTLEROCKET_x86_64",
    "BOTTLEROCKET_x86_64_NVIDIA",
    "BOTTLEROCKET_x86_64_FIPS",
    "BOTTLEROCKET_ARM_64",
    "BOTTLEROCKET_ARM_64_NVIDIA",
    "BOTTLEROCKET_ARM_64_FIPS",
]
"""Families of images that EKS builds for Linux; those of Amazon Linux 2 ended with Kubernetes 1.32.

Source: docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html (`amiType`).
"""
VolumeType: TypeAlias = Literal["gp3", "io2"]
Provisioner: TypeAlias = Literal["node-group", "karpenter"]

_RESERVATION = re.compile(r"cr-[0-9a-f]{8,17}|arn:aws[\w-]*:resource-groups:[\w-]+:\d{12}:group/\S+")
_ARCHITECTURES: dict[Architecture, str] = {"x86_64": "x86_64", "arm64": "ARM_64"}
_RELEASES = {"al2023": r"1\.\d{2}\.\d+-(\d{8})", "bottlerocket": r"(\d+\.\d+\.\d+)-(?!20\d{6})[0-9a-f]{8}"}
_DURATION = re.compile(r"(\d+[smh])+|Never")


@dataclass(frozen=True, kw_only=True)
class Pool(contracts.Pool):
    """A group of equal nodes of a cluster on EKS.

    Args:
        image: the family of images; by default Amazon Linux 2023, for the architecture of the types, with drivers where `gpu` asks
            for them. Another one replaces the pool's groups.
        release: version of the image, say "1.35.2-20260801"; by default EKS's newest when a group is made.
        surge: let an update start nodes before it ends others, so that a pool never runs with fewer. Without it, others end first
            and the update asks for no nodes or addresses beyond the pool's own: for types that are hard to get
            (docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html).
        volume_type: the system disk's type.
        iops: the disk's operations a second; gp3 has 3,000 without being asked, io2 must be told.
        throughput: the disk's throughput in MiB/s, of gp3 alone, which has 125 without being asked.
        kms_key: the ARN of the key that encrypts the nodes' disks; the account's own key for EBS by default. A key of the
            customer's must let the service-linked role of Auto Scaling use it, or no node starts
            (docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html).
        repairs: how nodes that are not healthy are repaired, where `repair` lets them be; EKS' own way by default.
        reservation: id of a capacity reservation, or ARN of a resource group of some, which all nodes start in, and none elsewhere
            (docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html). Open reservations are used without it.

    How fast a disk can be, `components.ebs` knows.
    """

    image: AmiType | None = None
    release: str | None = None
    surge: bool = True
    volume_type: VolumeType = "gp3"
    iops: int | None = None
    throughput: int | None = None
    kms_key: str | None = None
    repairs: Repairs | None = None
    reservation: str | None = None
    provisioner: Provisioner = "node-group"
    consolidation: Consolidation | None = None
    consolidate_after: str | None = None
    expire_after: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        if self.image is not None:
            self._check_image(faults, self.image)
        if self.release is not None:
            arguments.check_pinned(faults, "release", self.release, "write the release to run, or leave it out")
        if arguments.check_choice(faults, "volume_type", self.volume_type, get_args(VolumeType)):
            check_performance(faults, self.volume_type, self.iops, self.throughput, self.disk_gib, field="volume_type")
        expected, fix = "none for a pool whose nodes are not repaired", "remove it, or write repair: true"
        faults.check(self.repair or self.repairs is None, "repairs", "what is told of repairs", expected, fix)
        check_arn(faults, "kms_key", self.kms_key, "kms")
        if self.reservation is not None:
            self._check_reservation(faults, self.reservation)
        if arguments.check_choice(faults, "provisioner", self.provisioner, get_args(Provisioner)):
            self._check_words(faults)
            if self.provisioner == "karpenter":
                self._check_made_by_karpenter(faults)

    @classmethod
    def of(cls, pool: contracts.Pool) -> Self:
        """A pool as every cloud takes it, with what AWS's own would be by default."""
        return pool if isinstance(pool, cls) else cls(**{field.name: getattr(pool, field.name) for field in fields(pool)})

    @property
    def ami_type(self) -> str:
        """The family of images that its nodes start from."""
        if self.image is not None:
            return self.image
        return f"AL2023_{_ARCHITECTURES[self.architecture]}_{'NVIDIA' if self.gpu else 'STANDARD'}"

    @property
    def alias(self) -> str | None:
        """What Karpenter knows the release by; None for a family or a release that it has no such name for.

        Source: karpenter.sh/v1.14/concepts/nodeclasses/#specamiselectorterms.
        """
        family = "bottlerocket" if self.ami_type.startswith("BOTTLEROCKET") else "al2023"
        release = re.fullmatch(_RELEASES[family], self.release or "")
        return f"{family}@v{release[1]}" if release and not self.ami_type.endswith("FIPS") else None

    @property
    def architecture(self) -> Architecture:
        """The processor architecture of its types."""
        known = (architecture(name) for name in self.types)
        return next((kind for kind in known if kind is not None), "x86_64")

    def _check_reservation(self, faults: Faults, reservation: str) -> None:
        fits, fix = bool(_RESERVATION.fullmatch(reservation)), "write it like cr-0a1b2c3d4e5f67890"
        faults.check(fits, "reservation", reservation, "the id of a capacity reservation, or the ARN of a resource group", fix)
        expected, fix = "0% beside a reservation, which is of nodes on demand", "write spot: 0%, or make a pool of its own for them"
        faults.check(self.spot == 0, "spot", self.spot, expected, fix)

    def _check_image(self, faults: Faults, image: str) -> None:
        if not arguments.check_choice(faults, "image", image, get_args(AmiType)):
            return
        wanted, fix = _ARCHITECTURES[self.architecture], "choose one, or leave it out"
        faults.check(wanted in image, "image", image, f"an image for {wanted}, as the types need", fix)
        drivers = image.endswith(("NVIDIA", "NEURON"))
        faults.check(drivers or not self.gpu, "image", image, "an image with drivers, since the pool has GPUs", fix)

    def _check_words(self, faults: Faults) -> None:
        """What is said to Karpenter, and in its own spelling."""
        for name in ("consolidation", "consolidate_after", "expire_after"):
            given = getattr(self, name)
            if given is not None:
                expected, fix = "nothing, since a node group has none of it", "leave it out, or write provisioner: karpenter"
                faults.check(self.provisioner == "karpenter", name, given, expected, fix)
        if self.consolidation is not None:
            arguments.check_choice(faults, "consolidation", self.consolidation, get_args(Consolidation))
        for name in ("consolidate_after", "expire_after"):
            given = getattr(self, name)
            if given is not None:
                expected = "a time in hours, minutes and seconds, or Never"
                faults.check(bool(_DURATION.fullmatch(given)), name, given, expected, "write it like 720h, or 1h30m")

    def _check_made_by_karpenter(self, faults: Faults) -> None:
        """What Karpenter cannot keep: see docs/karpenter.md for each."""
        bounds, beside = self.capacity, "leave provisioner out, since EKS keeps a number in a node group"
        if faults.check(
            bounds.owner != "program", "capacity.fixed", bounds.max, "two bounds, of which Karpenter keeps max", beside
        ):
            fix = f"write min: 0; for nodes that always run, {beside}"
            faults.check(bounds.min == 0, "capacity.min", bounds.min, "0, since Karpenter makes nodes for pods alone", fix)
            expected = "nothing, since Karpenter starts no number of nodes"
            faults.check(bounds.initial is None, "capacity.initial", bounds.initial, expected, "leave it out")
            faults.check(
                not bounds.enforce, "capacity.enforce", bounds.enforce, "false, since there is no number to set", "leave it out"
            )
        expected = "the version of an image that Karpenter has a name for; what is newest would replace nodes on a day of its own"
        fix = 'write one like "1.35.2-20260801", of Bottlerocket like "1.48.0-a7a1a9a4", and no image for FIPS'
        faults.check(self.alias is not None, "release", self.release, expected, fix)
        fix = "leave it out"
        expected = "nothing, since Karpenter mends nodes in a way of its own"
        faults.check(self.repairs is None, "repairs", "what is told of repairs", expected, fix)
        expected = "nothing, since Karpenter keeps no pool to a reservation"
        faults.check(self.reservation is None, "reservation", self.reservation, expected, fix)
        faults.check(self.surge, "surge", self.surge, "true, since Karpenter starts what replaces a node first", fix)
        expected = "none, since Karpenter's nodes follow the cluster"
        faults.check(self.version is None, "version", self.version, expected, fix)
