"""The disks that pods ask for: encrypted, made in the zone of the pod, and able to grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts import Delivery, Disks
from ..errors import Faults
from ..inputs import inputs
from .named import once_there

Reclaim: TypeAlias = Literal["Delete", "Retain"]
Binding: TypeAlias = Literal["WaitForFirstConsumer", "Immediate"]

DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"


@dataclass(frozen=True, kw_only=True)
class StorageClassArgs:
    """What a StorageClass is made from.

    Args:
        called: its name inside the cluster.
        delivery: how the cluster's cloud makes disks.
        disks: which disks it makes; by default those of `delivery`, encrypted ones of the usual type.
        reclaim: what becomes of a disk whose claim is deleted: "Delete", or "Retain" until a person deletes it.
        binding: when a disk is made: "WaitForFirstConsumer" (with the first pod, in the zone of its node) or "Immediate", where
            the pod must then follow the disk.
        expandable: let claims grow.
        default: make it that of claims that name none. No other should be: of several, claims take the one that was made last.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str
    delivery: Delivery
    disks: Disks | None = None
    reclaim: Reclaim = "Delete"
    binding: Binding = "WaitForFirstConsumer"
    expandable: bool = True
    default: bool = False

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "called", self.called)
        arguments.check_choice(faults, "reclaim", self.reclaim, get_args(Reclaim))
        arguments.check_choice(faults, "binding", self.binding, get_args(Binding))
        faults.raise_any()


class StorageClass(pulumi.ComponentResource):
    """A StorageClass for disks that neither cloud has a class of at first: encrypted ones that wait for their pod's zone.

    A disk goes with its claim; that of a StatefulSet is only deleted by a person. Of a class neither disks, reclaim policy nor
    binding can be changed: another value replaces it, and disks that were made by it stay as they are
    (kubernetes.io/docs/concepts/storage/storage-classes).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:StorageClass"

    name: pulumi.Output[str]
    """What claims name it by, once it is there; they do not depend on it."""

    def __init__(self, name: str, args: StorageClassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        disks = args.disks or args.delivery.disks
        made = kubernetes.storage.v1.StorageClass(
            f"{name}-class",
            metadata={"name": args.called, **({"annotations": {DEFAULT_CLASS: "true"}} if args.default else {})},
            provisioner=disks.provisioner,
            parameters=dict(disks.parameters),
            volume_binding_mode=args.binding,
            allow_volume_expansion=args.expandable,
            reclaim_policy=args.reclaim,
            opts=pulumi.ResourceOptions(
                parent=self, replace_on_changes=["reclaimPolicy", "volumeBindingMode"], delete_before_replace=True
            ),
        )
        self.name = once_there(made, args.called)
        self.register_outputs({"name": self.name})
