"""Resources as a policy pack is sent them.

Source: pkg/resource/plugin/analyzer_plugin.go, generateResourceSteps and AnalyzeResources in step_generator.go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from google.protobuf.message import Message
from pulumi.runtime.proto import analyzer_pb2

from .. import urn as urns
from .. import wire
from ..resource import Resource
from ..values import Properties

M = TypeVar("M", bound=Message)
INTERNAL = "__"
"""How the names of properties begin that are the engine's own."""


def analyze(
    resource: Resource, provider: Resource | None, *, delete_before_replace: bool | None, whole: bool = False
) -> analyzer_pb2.AnalyzeRequest:
    """A resource by its inputs.

    Args:
        resource: the resource.
        provider: its provider resource; None for components and providers.
        delete_before_replace: what the program says of it; None where it says nothing.
        whole: send the engine's own properties too, as a remediation gives all of them back.
    """
    inputs = resource.inputs if whole else _public(resource.inputs)
    return _filled(analyzer_pb2.AnalyzeRequest, resource, inputs, provider, delete_before_replace=delete_before_replace)


def stack(
    resources: Sequence[Resource],
    provider_of: Callable[[Resource], Resource | None],
    delete_before_replace: Mapping[str, bool | None],
) -> analyzer_pb2.AnalyzeStackRequest:
    """A whole stack, each resource by its outputs.

    Args:
        resources: its resources.
        provider_of: gives the provider resource of each; None for components and providers.
        delete_before_replace: what the program says of each, by URN.
    """
    request = analyzer_pb2.AnalyzeStackRequest()
    for resource in resources:
        message = _filled(
            analyzer_pb2.AnalyzerResource,
            resource,
            _public(resource.outputs),
            provider_of(resource),
            delete_before_replace=delete_before_replace.get(resource.urn),
        )
        message.parent = resource.parent
        message.dependencies.extend(resource.dependencies)
        for key, needed in resource.property_dependencies.items():
            if needed:
                message.propertyDependencies[key].urns.extend(needed)
        request.resources.append(message)
    return request


def _filled(
    kind: type[M],
    resource: Resource,
    properties: Properties,
    provider: Resource | None,
    *,
    delete_before_replace: bool | None,
) -> M:
    timeouts = resource.custom_timeouts or {}
    return kind(
        urn=resource.urn,
        type=resource.type,
        name=urns.name_of(resource.urn),
        properties=_struct(properties),
        options=analyzer_pb2.AnalyzerResourceOptions(
            protect=resource.protect,
            ignoreChanges=resource.ignore_changes,
            deleteBeforeReplace=bool(delete_before_replace),
            deleteBeforeReplaceDefined=delete_before_replace is not None,
            additionalSecretOutputs=resource.additional_secret_outputs,
            aliases=resource.aliases,
            customTimeouts=analyzer_pb2.AnalyzerResourceOptions.CustomTimeouts(**timeouts),
            parent=resource.parent,
        ),
        provider=_provider(provider) if provider is not None else None,
    )


def _provider(provider: Resource) -> analyzer_pb2.AnalyzerProviderResource:
    return analyzer_pb2.AnalyzerProviderResource(
        urn=provider.urn,
        type=provider.type,
        name=urns.name_of(provider.urn),
        properties=_struct(_public(provider.inputs)),
    )


def _public(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if not key.startswith(INTERNAL)}


def _struct(properties: Properties) -> Any:
    return wire.to_struct(properties, keep_references=False)
