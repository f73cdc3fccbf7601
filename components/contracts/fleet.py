"""What a fleet is made from, and what every cloud gives for it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import TIERS, Tier
from ..capacity import Capacity
from ..errors import Faults
from ..naming import tag_faults
from .network import Network

_LONGEST_PAUSE = 172_800
"""docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html (`CheckpointDelay`)."""


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """How instances are replaced when the image or the template changes.

    Args:
        healthy: percentage of capacity kept in service meanwhile, 0 to 100.
        surge: percentage of capacity started on top of it meanwhile, 0 to 100 and no more than `healthy`.
        warm_up: seconds until a new instance counts as healthy.
        checkpoints: percentages of new instances at which the refresh waits, rising, each below 100; after the last it goes on
            to the end.
        pause: seconds it waits at each, in whole minutes, two days at most.

    Raises:
        ArgumentsError: with every fault.
    """

    healthy: int = 90
    surge: int = 20
    warm_up: int = 300
    checkpoints: tuple[int, ...] = ()
    pause: int = 600

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "healthy", self.healthy, 0, 100)
        arguments.check_range(faults, "surge", self.surge, 0, min(100, self.healthy))
        arguments.check_range(faults, "warm_up", self.warm_up, 0, 3600)
        rising = tuple(sorted({share for share in self.checkpoints if 0 < share < 100}))
        fix = "write each share once, from the lowest to the highest; 100 is reached without it"
        faults.check(rising == self.checkpoints, "checkpoints", self.checkpoints, "rising percentages, 1 to 99", fix)
        fix = "write a multiple of 60; Alibaba Cloud counts minutes"
        whole = 0 < self.pause <= _LONGEST_PAUSE and self.pause % 60 == 0
        faults.check(whole, "pause", self.pause, f"whole minutes in seconds, {_LONGEST_PAUSE} at most", fix)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class FleetArgs:
    """What a fleet is made from.

    Args:
        network: where the instances run.
        image: the machine image's id, never "latest".
        types: instance types in order of preference.
        capacity: how many instances run, and who moves that number (`components.capacity`).
        target_cpu: average CPU utilisation that scaling aims at, percent.
        refresh: how instances are replaced.
        tier: the tier of the subnets that the instances stand in.
        disk_gib: size of the encrypted root disk in GiB.
        user_data: the start script, plain text.
        ports: TCP ports open to the site's own network; none by default.
        imdsv2: answer instance metadata to session tokens alone, so that a forged request cannot read the role's credentials.
        metadata_hops: how many hops such an answer may travel; 1 keeps it from containers behind a bridge.
        encrypt_disk: encrypt the root disk.
        deletion_protection: refuse deletion of the group and its instances.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    network: Network
    image: str
    types: tuple[str, ...]
    capacity: Capacity
    target_cpu: int = 55
    refresh: Refresh = Refresh()
    tier: Tier = "private"
    disk_gib: int = 40
    user_data: pulumi.Input[str] | None = None
    ports: tuple[int, ...] = ()
    imdsv2: bool = True
    metadata_hops: int = 1
    encrypt_disk: bool = True
    deletion_protection: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_pinned(faults, "image", self.image, "write the image's id")
        arguments.check_types(faults, "types", self.types)
        arguments.check_range(faults, "target_cpu", self.target_cpu, 1, 100)
        arguments.check_choice(faults, "tier", self.tier, tuple(tier for tier in TIERS if tier != "pods"))
        arguments.check_range(faults, "disk_gib", self.disk_gib, 20, 2048)
        arguments.check_ports(faults, "ports", self.ports)
        arguments.check_range(faults, "metadata_hops", self.metadata_hops, 1, 64)
        faults.add(tag_faults(self.tags))

    @property
    def encoded_user_data(self) -> pulumi.Output[str] | None:
        """The start script in Base64, as both clouds' launch templates take it; still secret where it was."""
        if self.user_data is None:
            return None
        return pulumi.Output.from_input(self.user_data).apply(lambda script: base64.b64encode(script.encode()).decode())


@runtime_checkable
class Fleet(Protocol):
    """A fleet as every cloud gives it."""

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    """The autoscaling (scaling) group's id."""
    capacity: Capacity
    security_group_id: pulumi.Output[str]
    role_name: pulumi.Output[str]
    """The instances' role, to which policies may be attached."""
