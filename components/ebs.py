"""How fast disks of AWS may be asked to be; pure.

Source: docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html and provisioned-iops.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import arguments
from .errors import Faults

_IOPS: Final[Mapping[str, tuple[int, int, int]]] = {"gp3": (3_000, 80_000, 500), "io2": (100, 256_000, 1_000)}
"""The least and the most operations a second, and the most for each GiB."""
_THROUGHPUT: Final = (125, 2_000)
_IOPS_A_MIB: Final = 4


def check_performance(
    faults: Faults, type_: str, iops: int | None, throughput: int | None, gib: int | None = None, *, field: str = "type"
) -> None:
    """Operations a second and MiB a second that a disk of a type can have; io2 must be told the former.

    Args:
        faults: what notes the faults, of `iops` and `throughput`.
        type_: the disk's type, "gp3", "io2" or another, which takes neither.
        iops: operations a second.
        throughput: MiB a second, of gp3 alone.
        gib: how large the disk is, where that is known.
        field: what the type is called among the arguments.
    """
    needed = iops is not None or type_ != "io2"
    low, high, per_gib = _IOPS.get(type_, (0, 0, 0))
    faults.check(needed, "iops", None, f"a number, {low} to {high}, with io2", "write how many operations a second")
    if iops is not None and faults.check(
        type_ in _IOPS, "iops", iops, f"none with {type_}", f"leave it out, or write {field}: gp3"
    ):
        most = high if gib is None else min(high, max(low, per_gib * gib))
        arguments.check_range(faults, "iops", iops, low, most)
    if throughput is None:
        return
    expected = "none with io2, whose throughput follows from iops" if type_ == "io2" else f"none with {type_}"
    if faults.check(type_ == "gp3", "throughput", throughput, expected, "leave it out"):
        arguments.check_range(faults, "throughput", throughput, _THROUGHPUT[0], min(_THROUGHPUT[1], (iops or low) // _IOPS_A_MIB))
