"""The disks that pods ask for: encrypted, made in the zone of the pod, and able to grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts import Delivery
from ..errors import Faults
from ..inputs import inputs


@dataclass(frozen=True, kw_only=True)
class StorageClassArgs:
    """What a StorageClass is made from.

    Args:
        called: its name inside the cluster.
        delivery: how the cluster's cloud makes disks.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str
    delivery: Delivery

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "called", self.called)
        faults.raise_any()


class StorageClass(pulumi.ComponentResource):
    """A StorageClass for disks that neither cloud has a class of at first: encrypted ones that wait for their pod's zone.

    A disk goes with its claim; that of a StatefulSet is only deleted by a person
    (kubernetes.io/docs/concepts/storage/storage-classes).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:StorageClass"

    name: pulumi.Output[str]
    """What claims name it by, known once it exists."""

    def __init__(self, name: str, args: StorageClassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        made = kubernetes.storage.v1.StorageClass(
            f"{name}-class",
            metadata={"name": args.called},
            provisioner=args.delivery.disks.provisioner,
            parameters=dict(args.delivery.disks.parameters),
            volume_binding_mode="WaitForFirstConsumer",
            allow_volume_expansion=True,
            reclaim_policy="Delete",
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = made.metadata.apply(lambda metadata: metadata.name or args.called)
        self.register_outputs({"name": self.name})
