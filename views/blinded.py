"""Resources for machines to read, with nothing in them that must not be read: secrets are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from engine.deployment import resource_to_json
from engine.encoding import to_json
from engine.properties import without_outputs
from engine.resource import Resource
from engine.values import Archive, Asset, Properties, Secret, Value

from .values import CONTENTS, MASK

SECRET: Final[str] = MASK.value


def blinded(value: Value, *, contents: bool) -> Value:
    """The value with a mask for each secret, at every depth.

    Args:
        value: of a property.
        contents: keep the texts of assets, which may be of any length.
    """
    match without_outputs(value):
        case Secret():
            return SECRET
        case Mapping() as fields:
            return {key: blinded(item, contents=contents) for key, item in fields.items()}
        case list() as items:
            return [blinded(item, contents=contents) for item in items]
        case Asset() as asset if asset.text is not None and not contents:
            return replace(asset, text=CONTENTS)
        case Archive() as archive if archive.assets is not None:
            return replace(archive, assets={name: blinded(member, contents=contents) for name, member in archive.assets.items()})
        case plain:
            return plain


def state(resource: Resource | None, *, contents: bool) -> dict[str, Any] | None:
    """The resource as an entry of Pulumi's deployment format, masked; with the texts of assets or without."""
    if resource is None:
        return None
    masked = replace(
        resource,
        inputs=blinded(resource.inputs, contents=contents),
        outputs=blinded(resource.outputs, contents=contents),
        replacement_trigger=blinded(resource.replacement_trigger, contents=contents),
    )
    return resource_to_json(masked, None)


def properties(values: Properties) -> dict[str, Any]:
    """Properties in Pulumi's deployment format, masked."""
    return to_json(blinded(values, contents=True), None)
