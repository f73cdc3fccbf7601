"""Local AWS, Alibaba Cloud and Kubernetes: Pulumi providers that keep what they make in one SQLite file.

`servicer` gives a provider to call in process, `stand_in` one for any other package, `providers` an engine both;
`simulator/<package>/` are the same as plugins for the real engine; `Clouds` is for looking at what they hold, for making them fail,
and for changing them by hand. A caller that wants the providers' diagnostics sets a servicer's attribute `engine` to an object with
a method `Log(engine_pb2.LogRequest)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .clouds import CloudObject, Clouds
from .libraries import also_in
from .planting import Planted, plant

if TYPE_CHECKING:
    from .host import Host
    from .standin import StandIn

PACKAGES: Final = ("aws", "alicloud", "kubernetes")

__all__ = ["PACKAGES", "CloudObject", "Clouds", "Planted", "plant", "providers", "servicer", "stand_in"]


def providers(store: Path, libraries: Sequence[Path] = ()) -> Callable[[str], Host | StandIn]:
    """What gives an engine the provider of a package: the simulated cloud, or what stands in for one that nobody simulates.

    Args:
        store: path of the SQLite file that the clouds share; it is made with the first object.
        libraries: where the program's packages are installed: SDKs are looked for there too, after this process's own.
    """
    also_in(libraries)
    return lambda package: servicer(package, store=store) or stand_in(package, store=store)


def servicer(package: str, *, store: Path) -> Host | None:
    """A new provider instance of a simulated cloud, a `provider_pb2_grpc.ResourceProviderServicer`.

    Args:
        package: `aws`, `alicloud` or `kubernetes`; None is returned for any other.
        store: path of the SQLite file that the clouds share; it is made with the first object.
    """
    if package not in PACKAGES:
        return None
    from importlib import import_module

    from .host import Host

    return Host(import_module(f"{__name__}.{package}.cloud").CLOUD, store)


def stand_in(package: str, *, store: Path) -> StandIn:
    """A new provider instance that stands in for one which nobody simulates.

    Args:
        package: its name, as in type tokens.
        store: path of the SQLite file that the clouds share.
    """
    from .standin import StandIn

    return StandIn(package, store)
