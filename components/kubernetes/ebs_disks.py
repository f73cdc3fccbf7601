"""The disks of pods on EKS, as its EBS CSI driver is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments
from ..contracts import Disks
from ..ebs import check_performance
from ..errors import Faults

EbsType: TypeAlias = Literal["gp3", "io2", "st1", "sc1"]
"""Types in their present generations; gp2 and io1 are the former ones."""
Filesystem: TypeAlias = Literal["ext4", "xfs"]

PROVISIONER = "ebs.csi.aws.com"


@dataclass(frozen=True, kw_only=True)
class EbsDisks:
    """Disks of one type.

    Args:
        type: "gp3", "io2", or magnetic "st1" and "sc1", which begin with 125 GiB.
        iops: operations a second; gp3 has 3,000 without being asked, io2 must be told, others take none.
        throughput: MiB a second, of gp3 alone, which has 125 without being asked.
        encrypted: encrypt them.
        key: ARN of the KMS key for that; the account's own for EBS by default. The driver's role must be let use it
            (github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/example-iam-policy.json has no such statement).
        filesystem: "ext4" or "xfs"; the driver's choice, ext4, by default.

    Raises:
        ArgumentsError: with every fault.

    Source: github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md.
    """

    type: EbsType = "gp3"
    iops: int | None = None
    throughput: int | None = None
    encrypted: bool = True
    key: pulumi.Input[str] | None = None
    filesystem: Filesystem | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        if arguments.check_choice(faults, "type", self.type, get_args(EbsType)):
            check_performance(faults, self.type, self.iops, self.throughput)
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
            "iops": self.iops,
            "throughput": self.throughput,
            "kmsKeyId": self.key,
            "csi.storage.k8s.io/fstype": self.filesystem,
        }
        return Disks(
            PROVISIONER, {name: str(each) if isinstance(each, int) else each for name, each in told.items() if each is not None}
        )
