"""Which instances a fleet consists of, where types are not named but described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, get_args

from .. import arguments
from ..choices import AcceleratorMaker, AcceleratorType, CpuMaker, LocalStorage, LocalStorageType
from ..errors import Faults

Bounds: TypeAlias = tuple[float, float | None]
"""The least and the most; None as the most for any number."""

_OF_ACCELERATORS = ("accelerator_types", "accelerator_makers", "accelerator_names", "accelerator_memory_gib")
_CHOSEN = {
    "accelerator_types": get_args(AcceleratorType),
    "accelerator_makers": get_args(AcceleratorMaker),
    "cpu_makers": get_args(CpuMaker),
    "local_storage_types": get_args(LocalStorageType),
}
_NEEDED = ("vcpus", "memory_gib")
_BOUNDS = ("accelerators", "accelerator_memory_gib", "memory_per_vcpu_gib", "network_gbps", "network_interfaces", "ebs_mbps")
_BOUNDS += ("local_storage_gb",)


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What an instance must have; every type of the cloud that has it will do, and newer ones are taken as they come.

    The image says which processor architecture is meant.

    Args:
        vcpus: the fewest and the most vCPUs; None as the most for any number.
        memory_gib: the least and the most memory in GiB; here and below likewise.
        excluded: types that are not taken, with `*` for any text: "m5.8xlarge", "c5*.*".
        allowed: the only types that are taken, instead of `excluded`.
        burstable: take types too whose CPU is only sometimes theirs.
        previous_generations: take types too that the cloud no longer recommends.
        bare_metal: take types too that are whole machines.
        cpu_makers: who made the processor: "intel", "amd", "amazon-web-services"; anybody by default.
        memory_per_vcpu_gib: the memory for each vCPU in GiB.
        accelerators: how many accelerators there are; (0, 0) for none.
        accelerator_types: "gpu", "fpga", "inference"; any by default, as with the two that follow.
        accelerator_makers: "nvidia", "amd", "amazon-web-services", "xilinx".
        accelerator_names: what they are called, say "t4" or "a100".
        accelerator_memory_gib: the memory of all accelerators in GiB.
        network_gbps: the network's bandwidth in gigabits a second.
        network_interfaces: how many network interfaces there may be.
        ebs_mbps: the bandwidth to disks in megabits a second, as it is at any time.
        local_storage: whether types with disks of their own are "included", "required" or "excluded".
        local_storage_gb: the room on such disks in GB.
        local_storage_types: "ssd", "hdd"; either by default.
        spot_price: the most that a spot instance costs, as percentage of the on-demand price of the type that fits best.
        spot_premium: or else by how many percent it may cost more than the cheapest type that fits; 100 by the cloud's default.
        on_demand_premium: the same for what is bought on demand; 20 by the cloud's default.

    Raises:
        ArgumentsError: with every fault.

    Source: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html.
    """

    vcpus: tuple[int, int | None]
    memory_gib: Bounds
    excluded: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    burstable: bool = False
    previous_generations: bool = False
    bare_metal: bool = False
    cpu_makers: tuple[CpuMaker, ...] = ()
    memory_per_vcpu_gib: Bounds | None = None
    accelerators: tuple[int, int | None] | None = None
    accelerator_types: tuple[AcceleratorType, ...] = ()
    accelerator_makers: tuple[AcceleratorMaker, ...] = ()
    accelerator_names: tuple[str, ...] = ()
    accelerator_memory_gib: Bounds | None = None
    network_gbps: Bounds | None = None
    network_interfaces: tuple[int, int | None] | None = None
    ebs_mbps: tuple[int, int | None] | None = None
    local_storage: LocalStorage = "included"
    local_storage_gb: Bounds | None = None
    local_storage_types: tuple[LocalStorageType, ...] = ()
    spot_price: int | None = None
    spot_premium: int | None = None
    on_demand_premium: int | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        for name in (*_NEEDED, *_BOUNDS):
            if getattr(self, name) is not None:
                self._check_bounds(faults, name)
        for name, choices in _CHOSEN.items():
            arguments.check_each_once(faults, name, getattr(self, name))
            for place, given in enumerate(getattr(self, name)):
                arguments.check_choice(faults, f"{name}.{place}", given, choices)
        for name in ("excluded", "allowed", "accelerator_names"):
            arguments.check_each_once(faults, name, getattr(self, name))
        either = not (self.allowed and self.excluded)
        faults.check(either, "allowed", list(self.allowed), "none beside excluded", "keep one of the two")
        arguments.check_choice(faults, "local_storage", self.local_storage, get_args(LocalStorage))
        self._check_together(faults)
        for name in ("spot_price", "spot_premium", "on_demand_premium"):
            if (percent := getattr(self, name)) is not None:
                arguments.check_range(faults, name, percent, 1, 999_999)
        one = self.spot_price is None or self.spot_premium is None
        faults.check(one, "spot_premium", self.spot_premium, "none beside spot_price", "keep one of the two")

    def _check_bounds(self, faults: Faults, name: str) -> None:
        least, most = getattr(self, name)
        above = least > 0 or name not in _NEEDED
        faults.check(above and least >= 0, name, (least, most), "a least that is above 0", "write (2, 8), say")
        fix = "exchange the two, or write None for any number"
        faults.check(most is None or most >= least, name, (least, most), "a most that is no less than the least", fix)

    def _check_together(self, faults: Faults) -> None:
        """What is said of something that is kept away."""
        without = self.accelerators is not None and self.accelerators[1] == 0
        for name in _OF_ACCELERATORS:
            asked, expected = bool(getattr(self, name)), "nothing of accelerators, since none is wanted"
            faults.check(not (without and asked), name, "asked for", expected, "keep one of the two")
        for name in ("local_storage_gb", "local_storage_types"):
            kept_away = self.local_storage == "excluded" and bool(getattr(self, name))
            faults.check(not kept_away, name, "asked for", "nothing of local disks, since they are excluded", "keep one of the two")
