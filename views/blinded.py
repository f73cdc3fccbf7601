"""Resources for machines to read, with nothing in them that must not be read: secrets and the contents of assets are masked."""

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


def blinded(value: Value) -> Value:
    """The value with a mask for each secret, at every depth."""
    match without_outputs(value):
        case Secret():
            return SECRET
        case Mapping() as fields:
            return {key: blinded(item) for key, item in fields.items()}
        case list() as items:
            return [blinded(item) for item in items]
        case Asset() as asset if asset.text is not None:
            return replace(asset, text=CONTENTS)
        case Archive() as archive if archive.assets is not None:
            return replace(archive, assets={name: blinded(member) for name, member in archive.assets.items()})
        case plain:
            return plain


def state(resource: Resource | None) -> dict[str, Any] | None:
    """The resource as an entry of Pulumi's deployment format, masked."""
    if resource is None:
        return None
    masked = replace(
        resource,
        inputs=blinded(resource.inputs),
        outputs=blinded(resource.outputs),
        replacement_trigger=blinded(resource.replacement_trigger),
    )
    return resource_to_json(masked, None)


def properties(values: Properties) -> dict[str, Any]:
    """Properties in Pulumi's deployment format, masked."""
    return to_json(blinded(values), None)
