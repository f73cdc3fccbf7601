"""From Terraform's names to those on Pulumi's wire, by the SDK that is installed.

The bridge writes names in camel case and lists in the plural, and takes a list of one for its element, with exceptions by hand
(pkg/tfbridge/names.go of pulumi-terraform-bridge). What came of that is what the SDK has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checks.schema.types import ListOf, MapOf, Named, OneOf, Record, Type


def tokens(terraform: Iterable[str], known: Mapping[str, str], of_sdk: frozenset[str]) -> dict[str, str]:
    """Resources in Terraform to types of the SDK.

    Args:
        terraform: the resources.
        known: what the bridge has written down; it is of an earlier release, and lacks what is new.
        of_sdk: the SDK's types.
    """
    plain = {_squeezed(f"{each.split(':')[1].split('/')[0]}{each.rpartition(':')[2]}"): each for each in of_sdk}
    found = {each: known.get(each) or plain.get(_squeezed(each.removeprefix("alicloud_")), "") for each in terraform}
    return {each: token for each, token in found.items() if token in of_sdk}


def wired(fields: Mapping[str, Any], wanted: Record) -> dict[str, str]:
    """Arguments of one level to the properties that the SDK has there; what has none is left out."""
    found = {argument: wire for argument in fields if (wire := _camel(argument)) in wanted.properties}
    by_plain = {_squeezed(wire): wire for wire in wanted.properties if wire not in found.values()}
    found |= {name: by_plain[plain] for name in fields if name not in found and (plain := _squeezed(name)) in by_plain}
    free = {plain: wire for plain, wire in by_plain.items() if wire not in found.values()}
    for argument in fields:
        if argument in found:
            continue
        if wire := free.get(next((form for form in _forms(_squeezed(argument)) if form in free), "")):
            found[argument] = wire
    return found


def _forms(plain: str) -> Iterator[str]:
    """A name in the plural and the singular."""
    yield f"{plain}s"
    yield f"{plain}es"
    yield re.sub("y$", "ies", plain)
    yield re.sub("s$", "", plain)
    yield re.sub("es$", "", plain)
    yield re.sub("ies$", "y", plain)


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def _squeezed(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def inside(wanted: Type) -> tuple[str, Record | None]:
    """How a path goes on into a property, `[*]` or nothing, and the object that is there; None where it is none."""
    match wanted:
        case Named():
            return inside(wanted.found())  # type: ignore[arg-type]  # an enum is a type too
        case OneOf(options):
            return next((each for each in map(inside, options) if each[1] is not None), ("", None))
        case ListOf(of):
            step, record = inside(of)
            return f"[*]{step}", record
        case MapOf():
            return "", None
        case Record():
            return "", wanted
    return "", None
