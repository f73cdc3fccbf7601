"""What a program asks a resource to be: the goal that a step has to reach.

Source: pkg/resource/resource_goal.go, sdk/go/common/resource/alias.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .values import Properties, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name under which the prior state may know the resource: a whole URN, or what differs in it."""

    urn: str = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: str = ""
    no_parent: bool = False


@dataclass(slots=True, kw_only=True)
class Goal:
    """One registration, with everything that parents, providers and transforms add to it. None means: not said."""

    type: str
    name: str
    custom: bool
    inputs: Properties = field(default_factory=dict)
    parent: str = ""
    provider: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    replacement_trigger: Value = None
    additional_secret_outputs: tuple[str, ...] = ()
    hide_diff: tuple[str, ...] = ()
    deleted_with: str = ""
    replace_with: tuple[str, ...] = ()
    custom_timeouts: Mapping[str, float] | None = None
    import_id: str = ""
    resource_hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source_position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGoal:
    """A program's wish to look an existing object up by its id."""

    type: str
    name: str
    id: str
    inputs: Properties
    parent: str = ""
    provider: str = ""
    dependencies: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    source_position: str = ""
