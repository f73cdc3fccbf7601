"""A resource as the state knows it: one entry of Pulumi's deployment format, version 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .values import Properties


@dataclass(slots=True, kw_only=True)
class Resource:
    """One entry of a deployment. Field by field it is apitype.ResourceV3 (sdk/go/common/apitype/deployments.go)."""

    urn: str
    type: str
    custom: bool = False
    id: str = ""
    inputs: Properties = field(default_factory=dict)
    outputs: Properties = field(default_factory=dict)
    parent: str = ""
    provider: str = ""
    """The provider's reference, `urn::id`; empty for components."""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protect: bool = False
    external: bool = False
    delete: bool = False
    """Waits to be deleted: it was replaced, and the deletion has not happened yet."""
    pending_replacement: bool = False
    init_errors: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    custom_timeouts: Mapping[str, float] | None = None
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: tuple[str, ...] = ()
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    hide_diff: tuple[str, ...] = ()
    refresh_before_update: bool = False
    view_of: str = ""
    replacement_trigger: object = None
    resource_hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taint: bool = False
    """Is to be replaced by the next update, whatever its inputs."""
    created: str = ""
    modified: str = ""
    source_position: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    """What else the entry holds (a stack trace, keys of a newer Pulumi): kept as it is."""
