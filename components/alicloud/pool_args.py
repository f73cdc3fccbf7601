"""What a node pool on Alibaba Cloud is told beside what every cloud knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias, get_args

from .. import arguments, contracts
from ..errors import Faults
from ..instance_types import Architecture, architecture

DiskCategory: TypeAlias = Literal["cloud_essd", "cloud_auto", "cloud_essd_entry", "cloud_ssd", "cloud_efficiency"]
PerformanceLevel: TypeAlias = Literal["PL0", "PL1", "PL2", "PL3"]

Image: TypeAlias = Literal[
    "AliyunLinux3",
    "AliyunLinux3Arm64",
    "AliyunLinux3ContainerOptimized",
    "AliyunLinux4",
    "AliyunLinux4Arm64",
    "AliyunLinux4Security",
    "AliyunLinux4ContainerOptimized",
    "AliyunLinux4ContainerOptimizedArm64",
    "ContainerOS",
    "Ubuntu",
]

IMAGES: Mapping[Architecture, Image] = {"x86_64": "AliyunLinux3", "arm64": "AliyunLinux3Arm64"}
"""Alibaba Cloud Linux 3 by architecture. Pools with GPUs have it too: ACK installs the driver when a node joins."""

_ARM_SUFFIX = "Arm64"
_FOR_BOTH = ("ContainerOS", "Ubuntu")
_LEAST_GIB: Mapping[str, int] = {"PL0": 40, "PL1": 20, "PL2": 461, "PL3": 1261}
"""The smallest disk of each level: www.alibabacloud.com/help/en/ecs/user-guide/essds."""


@dataclass(frozen=True, kw_only=True)
class Pool(contracts.Pool):
    """A group of equal nodes of a cluster on ACK.

    Args:
        image: the nodes' operating system, as `image_type` of
            registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_kubernetes_node_pool names it, say
            "ContainerOS"; by default Alibaba Cloud Linux 3 for the types' architecture. Another one holds for nodes to come.
        disk_category: the kind of system disk.
        performance_level: that of a system disk of the category "cloud_essd"; by default ACK's choice, PL1. PL2 begins with 461
            GiB, PL3 with 1,261.
        kms_key: id of the key that encrypts the nodes' disks; the service's own key by default. Another one holds for nodes to
            come.

    Raises:
        ArgumentsError: with every fault.
    """

    image: Image | None = None
    disk_category: DiskCategory = "cloud_essd"
    performance_level: PerformanceLevel | None = None
    kms_key: str | None = None

    @classmethod
    def of(cls, pool: contracts.Pool) -> Pool:
        """A pool with this cloud's own arguments at their defaults, where it has none."""
        return pool if isinstance(pool, cls) else cls(**{field.name: getattr(pool, field.name) for field in fields(pool)})

    @property
    def image_type(self) -> str:
        """The operating system of its nodes."""
        return self.image or IMAGES[self._architecture or "x86_64"]

    @property
    def _architecture(self) -> Architecture | None:
        return next((known for known in map(architecture, self.types) if known is not None), None)

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        if self.image is not None and arguments.check_choice(faults, "image", self.image, get_args(Image)):
            self._check_image(faults, self.image)
        arguments.check_choice(faults, "disk_category", self.disk_category, get_args(DiskCategory))
        level = self.performance_level
        if level is None or not arguments.check_choice(faults, "performance_level", level, get_args(PerformanceLevel)):
            return
        fix = "leave it out; the other kinds of disk have no levels"
        faults.check(self.disk_category == "cloud_essd", "performance_level", level, 'none but with "cloud_essd"', fix)
        least = _LEAST_GIB[level]
        enlarge = f"enlarge the disk to {least}, or choose a lower level"
        faults.check(self.disk_gib >= least, "disk_gib", self.disk_gib, f"{least} or more with {level}", enlarge)

    def _check_image(self, faults: Faults, image: str) -> None:
        made_for: Architecture | None = None if image in _FOR_BOTH else "arm64" if image.endswith(_ARM_SUFFIX) else "x86_64"
        fits = None in (made_for, self._architecture) or made_for == self._architecture
        expected = f"an image for {self._architecture}, as {self.types[0] if self.types else None} is"
        faults.check(fits, "image", image, expected, f"leave it out for {IMAGES[self._architecture or 'x86_64']}")
