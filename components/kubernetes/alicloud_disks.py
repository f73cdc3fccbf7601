"""The disks of pods on ACK, as its disk CSI driver is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments
from ..contracts import Disks
from ..errors import Faults

DiskType: TypeAlias = Literal["cloud_essd", "cloud_auto", "cloud_essd_entry", "cloud_ssd", "cloud_efficiency"]
Level: TypeAlias = Literal["PL0", "PL1", "PL2", "PL3"]
Filesystem: TypeAlias = Literal["ext4", "xfs"]

PROVISIONER = "diskplugin.csi.alibabacloud.com"
_MOST_IOPS = 50_000


@dataclass(frozen=True, kw_only=True)
class AlicloudDisks:
    """Disks of one category.

    Args:
        type: the category.
        performance_level: of "cloud_essd" alone, whose level is PL1 without being asked; PL2 begins with 461 GiB, PL3 with 1,261.
        iops: operations a second beyond what follows from the size, of "cloud_auto" alone.
        bursting: let "cloud_auto" go beyond its operations for a while, and pay for it.
        encrypted: encrypt them.
        key: id of the KMS key for that; the account's own for ECS by default.
        filesystem: "ext4" or "xfs"; the driver's choice, ext4, by default.

    Raises:
        ArgumentsError: with every fault.

    Sources: www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-dynamically-provisioned-disk-volumes,
    www.alibabacloud.com/help/en/ecs/user-guide/essds and …/essd-autopl-disks.
    """

    type: DiskType = "cloud_essd"
    performance_level: Level | None = None
    iops: int | None = None
    bursting: bool = False
    encrypted: bool = True
    key: pulumi.Input[str] | None = None
    filesystem: Filesystem | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "type", self.type, get_args(DiskType))
        level, auto = self.performance_level, self.type == "cloud_auto"
        if level is not None and arguments.check_choice(faults, "performance_level", level, get_args(Level)):
            fix = "leave it out; the other categories have no levels"
            faults.check(self.type == "cloud_essd", "performance_level", level, f"none with {self.type}", fix)
        fix = "leave it out, or write type: cloud_auto"
        if self.iops is not None and faults.check(auto, "iops", self.iops, f"none with {self.type}", fix):
            arguments.check_range(faults, "iops", self.iops, 1, _MOST_IOPS)
        faults.check(auto or not self.bursting, "bursting", self.bursting, f"none with {self.type}", fix)
        if self.filesystem is not None:
            arguments.check_choice(faults, "filesystem", self.filesystem, get_args(Filesystem))
        fix = "leave it out, or write encrypted: true"
        faults.check(self.key is None or self.encrypted, "key", "a key", "none for disks that are not encrypted", fix)
        faults.raise_any()

    @property
    def disks(self) -> Disks:
        """What makes them."""
        told = {
            "type": self.type,
            "encrypted": str(self.encrypted).lower(),
            "performanceLevel": self.performance_level,
            "provisionedIops": self.iops,
            "burstingEnabled": "true" if self.bursting else None,
            "kmsKeyId": self.key,
            "csi.storage.k8s.io/fstype": self.filesystem,
        }
        return Disks(
            PROVISIONER, {name: str(each) if isinstance(each, int) else each for name, each in told.items() if each is not None}
        )
