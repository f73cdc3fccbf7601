"""Hooks as the program registers them: functions that are called back with the resource and its options.

Source: pkg/resource/deploy/source_eval.go (wrapResourceHookCallback, wrapErrorHookCallback), resource_options.go.
"""

from __future__ import annotations

from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime.proto import alias_pb2, resource_pb2

from .. import urn as urns
from .. import wire
from ..errors import EngineError
from ..hooks import ErrorHook, HookKind, Occasion, ResourceHook
from ..resource import Resource
from ..values import Properties
from .callbacks import Callbacks
from .options import HOOKS, duration_of


def resource_hook(callbacks: Callbacks, request: resource_pb2.RegisterResourceHookRequest) -> ResourceHook:
    """The hook of a registration."""

    async def call(occasion: Occasion) -> None:
        message = resource_pb2.ResourceHookRequest(**_fields(occasion))
        if occasion.kind.after and occasion.new is not None:
            message.new_outputs.CopyFrom(_struct(occasion.new.outputs))
        said = await callbacks.call(request.callback, message.SerializeToString())
        if error := resource_pb2.ResourceHookResponse.FromString(said).error:
            raise EngineError(error)

    return ResourceHook(name=request.name, call=call, on_dry_run=request.on_dry_run, ignore_errors=request.ignore_errors)


def error_hook(callbacks: Callbacks, request: resource_pb2.RegisterErrorHookRequest) -> ErrorHook:
    """The error hook of a registration."""

    async def call(occasion: Occasion) -> bool:
        message = resource_pb2.ErrorHookRequest(**_fields(occasion), failed_operation=occasion.operation, errors=occasion.failures)
        answer = resource_pb2.ErrorHookResponse.FromString(await callbacks.call(request.callback, message.SerializeToString()))
        if answer.error:
            raise EngineError(answer.error)
        return answer.retry

    return ErrorHook(name=request.name, call=call)


def _fields(occasion: Occasion) -> dict[str, Any]:
    """What every kind of hook is told; a resource that there was not, or will not be, is left out."""
    old, new, resource = occasion.old, occasion.new, occasion.resource
    return {
        "urn": resource.urn,
        "id": resource.id,
        "name": urns.name_of(resource.urn),
        "type": resource.type,
        "new_inputs": None if new is None else _struct(new.inputs),
        "old_inputs": None if old is None else _struct(old.inputs),
        "old_outputs": None if old is None else _struct(old.outputs),
        "new_options": None if new is None else _options(new),
        "old_options": None if old is None else _options(old),
    }


def _struct(properties: Properties) -> struct_pb2.Struct:
    return wire.to_struct(properties, keep_outputs=True)


def _options(resource: Resource) -> resource_pb2.ResourceOptions:
    """The options of a resource as its state knows them."""
    timeouts = {name: duration_of(seconds) for name, seconds in (resource.custom_timeouts or {}).items() if seconds}
    hooks = {field: resource.resource_hooks.get(HookKind(kind), ()) for field, kind in HOOKS.items()}
    message = resource_pb2.ResourceOptions(
        depends_on=resource.dependencies,
        ignore_changes=resource.ignore_changes,
        replace_on_changes=resource.replace_on_changes,
        provider=resource.provider,
        deleted_with=resource.deleted_with,
        hide_diff=resource.hide_diff,
        replace_with=resource.replace_with,
        parent=resource.parent,
        aliases=[alias_pb2.Alias(urn=urn) for urn in resource.aliases],
        additional_secret_outputs=resource.additional_secret_outputs,
        protect=resource.protect,
        retain_on_delete=resource.retain_on_delete,
        custom_timeouts=resource_pb2.RegisterResourceRequest.CustomTimeouts(**timeouts) if timeouts else None,
        hooks=resource_pb2.RegisterResourceRequest.ResourceHooksBinding(**hooks) if resource.resource_hooks else None,
    )
    setattr(message, "import", resource.import_id)
    return message
