"""URNs: the names by which the engine knows resources, `urn:pulumi:<stack>::<project>::<parent type$type>::<name>`.

Source: sdk/go/common/resource/urn/urn.go. A name may itself hold `::`; the other parts may not.
"""

from __future__ import annotations

from typing import Final

PREFIX: Final = "urn:pulumi:"
ROOT_STACK_TYPE: Final = "pulumi:pulumi:Stack"


def make(stack: str, project: str, parent_type: str, type_: str, name: str) -> str:
    """The URN of a resource; `parent_type` is the parent's qualified type, empty without a parent."""
    qualified = type_ if parent_type in ("", ROOT_STACK_TYPE) else f"{parent_type}${type_}"
    return f"{PREFIX}{stack}::{project}::{qualified}::{name}"


urn = make


def is_urn(text: str) -> bool:
    return text.startswith(PREFIX) and text.count("::") >= 3


def _parts(urn: str) -> list[str]:
    parts = urn[len(PREFIX) :].split("::", 3)
    if not urn.startswith(PREFIX) or len(parts) < 4:
        raise ValueError(f"not a URN: {urn!r}")
    return parts


def stack_of(urn: str) -> str:
    return _parts(urn)[0]


def project_of(urn: str) -> str:
    return _parts(urn)[1]


def qualified_type_of(urn: str) -> str:
    """The type with the types of the parents before it, joined by `$`."""
    return _parts(urn)[2]


def type_of(urn: str) -> str:
    """The resource's own type."""
    return _parts(urn)[2].rpartition("$")[2]


def name_of(urn: str) -> str:
    return _parts(urn)[3]


def rename(urn: str, name: str) -> str:
    """The URN with another name."""
    stack, project, qualified, _ = _parts(urn)
    return f"{PREFIX}{stack}::{project}::{qualified}::{name}"


def rename_stack(urn: str, stack: str) -> str:
    _, project, qualified, name = _parts(urn)
    return f"{PREFIX}{stack}::{project}::{qualified}::{name}"


def rename_project(urn: str, project: str) -> str:
    stack, _, qualified, name = _parts(urn)
    return f"{PREFIX}{stack}::{project}::{qualified}::{name}"


def package_of(type_: str) -> str:
    """The package of a type token: `aws` of `aws:ec2/subnet:Subnet`; of `pulumi:providers:aws` it is `aws` too."""
    package, _, rest = type_.partition(":")
    if package == "pulumi" and rest.startswith("providers:"):
        return rest.removeprefix("providers:")
    return package


def reference(urn: str, id_: str) -> str:
    """A provider's reference, as resources carry it."""
    return f"{urn}::{id_}"


def split_reference(reference: str) -> tuple[str, str]:
    """The URN and the id of a provider's reference; a name may hold `::`, an id may not."""
    urn, separator, id_ = reference.rpartition("::")
    if not separator or not is_urn(urn):
        raise ValueError(f"not a provider reference: {reference!r}")
    return urn, id_
