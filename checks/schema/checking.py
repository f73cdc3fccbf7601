"""Every input of what a program registers, held to the types of its SDKs."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.events import Asked

from ..finding import Severity
from ..positions import told
from .conformity import Conformity
from .fault import SchemaFault
from .sdk import is_provider, package_of, sdk
from .types import Named, OneOf, Record, Scalar

_OWN: Final = ("pulumi", "pulumi-python", "pulumi-nodejs")
"""Packages that are part of Pulumi itself, and have no SDK."""
_OF_PROVIDERS: Final = ("version", "pluginDownloadURL")
"""Inputs of every provider, which are for the engine."""
_NATIVE: Final = ("kubernetes",)
"""Packages whose providers convert nothing; those that are bridged from Terraform take `"80"` for 80."""
_OPEN: Final = ("kubernetes",)
"""Packages in which others have types too: custom kinds, of which the rule `manifest` tells."""

_LISTED: Final = ("nusantara:aws:Cluster$", "nusantara:aws:Fleet$", "nusantara:alicloud:Cluster$", "nusantara:alicloud:Fleet$")
"""Components whose instance types the environment is held to, where it may name some that no table has yet."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What was not looked at.

    Args:
        package: of its types.
        reason: what, and why, as a sentence without its full stop.
        fix: what to do about it.
    """

    package: str
    reason: str
    fix: str


def faults(asked: Iterable[Asked], libraries: Sequence[Path]) -> Iterator[SchemaFault]:
    """What is wrong with each input of each resource. Of what is unknown or secret nothing is; nor of types that no SDK has.

    Args:
        asked: what a program registers.
        libraries: where the program's packages are installed.
    """
    asked = tuple(asked)
    regions = {
        each.urn: region for each in asked if is_provider(each.type) and isinstance(region := each.inputs.get("region"), str)
    }
    for each in asked:
        found = _arguments(each, libraries)
        if found is None:
            continue
        inputs = _decoded(each.inputs, found, _settings(each, libraries)) if is_provider(each.type) else each.inputs
        held = Conformity(converts=package_of(each.type) not in _NATIVE)
        region = _region(each, regions)
        newer = _newer(each, region)
        ill = [fault for fault in held.faults(inputs, found) if fault.severity is Severity.ERROR or fault.path not in newer]
        paths = {fault.path for fault in ill}
        for fault in (*ill, *(other for other in _semantic(each, region, libraries) if other.path not in paths)):
            yield dataclasses.replace(fault, urn=each.urn, position=told(each.source_position))


def _region(each: Asked, regions: Mapping[str, str]) -> str:
    """Where a resource is; empty where it is not known."""
    own = each.inputs.get("region") if each.type.startswith("aws:") else None
    return own if isinstance(own, str) else regions.get(each.provider.rpartition("::")[0], "")


def _listed(each: Asked) -> bool:
    """Whether its instance types are judged elsewhere, by who may know newer ones."""
    return any(component in each.urn for component in _LISTED)


def _newer(each: Asked, region: str) -> frozenset[str]:
    """The paths of values that are held to more than the SDK knows of them."""
    if not each.type.startswith("aws:") or _listed(each):
        return frozenset()
    from .cloudformation import sizes

    return sizes.judged(each.type, each.inputs, region)


def _semantic(each: Asked, region: str, libraries: Sequence[Path]) -> Iterator[SchemaFault]:
    """What is wrong with inputs that are of the right type, by what the cloud says of their values."""
    if each.type.startswith("aws:"):
        from . import cloudformation

        yield from cloudformation.faults(each.type, each.inputs, "" if _listed(each) else region)
    elif each.type.startswith("alicloud:"):
        from . import alicloud

        yield from alicloud.faults(each.type, each.inputs, region, libraries, listed=_listed(each))


def unjudged(asked: Iterable[Asked], libraries: Sequence[Path]) -> Iterator[Unjudged]:
    """What was not held to types: once a package without an SDK, and once a type that an installed SDK does not have."""
    counts = Counter((package_of(each.type), each.type) for each in asked if _judged(each) and _arguments(each, libraries) is None)
    bare: Counter[str] = Counter()
    for (package, token), count in sorted(counts.items()):
        if sdk(package, tuple(libraries)) is None:
            bare[package] += count
        elif package not in _OPEN:
            yield Unjudged(package, f"{_left(count)} to types: the installed SDK has no {token}", "bring SDK and program together")
    for package, count in bare.items():
        name = f"pulumi_{package.replace('-', '_')}"
        yield Unjudged(package, f"{_left(count)} to types: {name} is not installed", "install it for the program")


def _left(count: int) -> str:
    return "1 resource was not held" if count == 1 else f"{count} resources were not held"


def _judged(each: Asked) -> bool:
    """Whether it is for an SDK to say what it takes: a component is its program's own."""
    return (bool(each.provider) or is_provider(each.type)) and package_of(each.type) not in _OWN


def _arguments(each: Asked, libraries: Sequence[Path]) -> Record | None:
    found = sdk(package_of(each.type), tuple(libraries)) if _judged(each) else None
    return None if found is None else found.arguments(each.type)


def _settings(each: Asked, libraries: Sequence[Path]) -> frozenset[str]:
    """What is the configuration's to set of a provider, beside what its class takes."""
    found = sdk(package_of(each.type), tuple(libraries))
    return found.settings if found is not None else frozenset()


def _decoded(inputs: dict[str, Any], wanted: Record, settings: frozenset[str]) -> dict[str, Any]:
    """The inputs of a provider as the program meant them: what is no string, its SDK sends as JSON."""
    left_out = {*_OF_PROVIDERS, *(settings - wanted.properties.keys())}
    given = {key: value for key, value in inputs.items() if key not in left_out}
    return {key: _parsed(value) if key in wanted.properties and not _text(wanted, key) else value for key, value in given.items()}


def _text(wanted: Record, key: str) -> bool:
    kind = wanted.properties[key].type()
    options = kind.options if isinstance(kind, OneOf) else (kind,)
    return any(option == Scalar("str") or (isinstance(option, Named) and not option.name.endswith("Args")) for option in options)


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
