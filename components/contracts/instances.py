"""Which instances a fleet consists of, where types are not named but described."""

from __future__ import annotations

from dataclasses import dataclass

from .. import arguments
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What an instance must have; every type of the cloud that has it will do, and newer ones are taken as they come.

    Args:
        vcpus: the fewest and the most vCPUs; None as the most for any number.
        memory_gib: the least and the most memory in GiB, likewise.
        excluded: types that are not taken, with `*` for any text: "m5.8xlarge", "c5*.*".
        burstable: take types too whose CPU is only sometimes theirs.
        previous_generations: take types too that the cloud no longer recommends.

    Raises:
        ArgumentsError: with every fault.
    """

    vcpus: tuple[int, int | None]
    memory_gib: tuple[float, float | None]
    excluded: tuple[str, ...] = ()
    burstable: bool = False
    previous_generations: bool = False

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        for name in ("vcpus", "memory_gib"):
            least, most = getattr(self, name)
            faults.check(least > 0, name, (least, most), "a least that is above 0", "write (2, 8), say")
            fix = "exchange the two, or write None for any number"
            faults.check(most is None or most >= least, name, (least, most), "a most that is no less than the least", fix)
        arguments.check_each_once(faults, "excluded", self.excluded)
