"""Resource options as messages, and what they mean: aliases, durations, names of hooks."""

from __future__ import annotations

import re
from typing import Final

from pulumi.runtime.proto import alias_pb2, resource_pb2

from ..errors import EngineError
from ..goal import Alias
from ..wire import number

HOOKS: Final = {
    "before_create": "BeforeCreate",
    "after_create": "AfterCreate",
    "before_update": "BeforeUpdate",
    "after_update": "AfterUpdate",
    "before_delete": "BeforeDelete",
    "after_delete": "AfterDelete",
    "on_error": "OnError",
}
"""The message's fields, and the names under which the state keeps them."""

_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION: Final = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")


def seconds_of(duration: str) -> float:
    """The seconds of a duration in Go's notation, such as `1h30m` or `90s`."""
    total, position = 0.0, 0
    for match in _DURATION.finditer(duration):
        if match.start() != position:
            break
        total += float(match[1]) * _UNITS[match[2]]
        position = match.end()
    if position == 0 or position != len(duration):
        raise EngineError(f"unable to parse customTimeout Value {duration}")
    return total


def duration_of(seconds: float) -> str:
    """A duration in Go's notation: `1h30m0s`; less than a second in the largest unit of which it is one at least."""
    if seconds < 1:
        units = (unit for unit in ("ms", "µs", "ns") if seconds >= _UNITS[unit])
        return next((f"{seconds / _UNITS[unit]:.9g}{unit}" for unit in units), "0s")
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if hours or minutes else "") + f"{rest:.9g}s"


def timeouts_of(message: resource_pb2.RegisterResourceRequest.CustomTimeouts) -> dict[str, float] | None:
    """The timeouts in seconds by operation; None where none is set."""
    given = {name: getattr(message, name) for name in ("create", "update", "delete", "read")}
    return {name: number(seconds_of(text)) for name, text in given.items() if text} or None


def alias_of(message: alias_pb2.Alias) -> Alias:
    if message.WhichOneof("alias") == "urn":
        return Alias(urn=message.urn)
    spec = message.spec
    return Alias(
        name=spec.name,
        type=spec.type,
        stack=spec.stack,
        project=spec.project,
        parent=spec.parentUrn if spec.WhichOneof("parent") == "parentUrn" else "",
        no_parent=spec.noParent if spec.WhichOneof("parent") == "noParent" else False,
    )


def hooks_of(message: resource_pb2.RegisterResourceRequest.ResourceHooksBinding) -> dict[str, tuple[str, ...]]:
    """The names of the hooks by kind, as the state keeps them."""
    return {kind: tuple(names) for field, kind in HOOKS.items() if (names := getattr(message, field))}


def options_of(request: resource_pb2.RegisterResourceRequest, provider: str) -> resource_pb2.TransformResourceOptions:
    """The options of a registration in the form that transforms take and return.

    Args:
        request: the registration.
        provider: the provider's reference that it comes to, with what it inherits; empty for the default one.
    """
    options = resource_pb2.TransformResourceOptions(
        depends_on=request.dependencies,
        ignore_changes=request.ignoreChanges,
        replace_on_changes=request.replaceOnChanges,
        version=request.version,
        aliases=[*(alias_pb2.Alias(urn=urn) for urn in request.aliasURNs), *request.aliases],
        provider=provider,
        providers=request.providers,
        plugin_download_url=request.pluginDownloadURL,
        plugin_checksums=request.pluginChecksums,
        deleted_with=request.deletedWith,
        replace_with=request.replace_with,
        additional_secret_outputs=request.additionalSecretOutputs,
        hide_diff=request.hideDiffs,
    )
    setattr(options, "import", request.importId)
    if request.HasField("customTimeouts"):
        options.custom_timeouts.CopyFrom(request.customTimeouts)
    if request.HasField("protect"):
        options.protect = request.protect
    if request.HasField("retainOnDelete"):
        options.retain_on_delete = request.retainOnDelete
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        options.delete_before_replace = request.deleteBeforeReplace
    if request.HasField("hooks"):
        options.hooks.CopyFrom(request.hooks)
    if request.HasField("replacement_trigger"):
        options.replacement_trigger.CopyFrom(request.replacement_trigger)
    return options
