"""A request to register a resource, as the goal that it comes to with what parents, providers and transforms add to it.

Source: pkg/resource/deploy/source_eval.go (RegisterResource, inheritFromParent, resolveProvider).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from google.protobuf import struct_pb2
from pulumi.runtime.proto import callback_pb2, resource_pb2

from .. import urn as urns
from .. import wire
from ..assets import AssetError
from ..errors import EngineError
from ..goal import Goal, ReadGoal
from ..properties import dependencies_of, without_outputs
from ..providers.registry import INTERNAL, is_provider_type, with_version
from ..values import Output, Properties
from .callbacks import Callbacks, ResourceOptions, Transform
from .options import alias_of, hooks_of, options_of, timeouts_of
from .packages import Packages
from .positions import position_of


class Registrations:
    """What a deployment has been told so far, as far as later registrations build on it.

    Args:
        root: the folder of Pulumi.yaml, to which assets and positions are relative.
        packages: the packages that the program registered.
        callbacks: the way to the program's transforms.
    """

    def __init__(self, *, root: Path, packages: Packages, callbacks: Callbacks) -> None:
        self._root = root
        self._packages = packages
        self._callbacks = callbacks
        self._goals: dict[str, Goal] = {}
        self._component_providers: dict[str, Mapping[str, str]] = {}
        self._transforms: dict[str, list[Transform]] = {}
        self._stack_transforms: list[Transform] = []

    def add_stack_transform(self, callback: callback_pb2.Callback) -> None:
        self._stack_transforms.append(Transform(self._callbacks, callback))

    def provider_of(self, provider: str, providers: Mapping[str, str], parent: str, package: str) -> str:
        """The reference of the provider for a package: the one named, else the map's, else the parent component's; else empty."""
        return provider or providers.get(package) or self._component_providers.get(parent, {}).get(package, "")

    async def goal(self, request: resource_pb2.RegisterResourceRequest) -> tuple[Goal, ResourceOptions]:
        """The goal of a registration, and its options once every transform has had its say.

        Raises:
            EngineError: an option is malformed, a transform failed, or a remote component is asked for.
        """
        if request.remote:
            raise EngineError(
                f"{request.type} resource '{request.name}' is a remote component: the plugin of package "
                f"'{_package(request.type)}' builds it, which this engine does not run; fix: declare the resources that it is "
                f"made of, or have the Pulumi CLI plan: pulumi preview --json | nusa comment --plan -"
            )
        self._inherit(request)
        inputs = self.received(request.object, keep_outputs=True)
        own = [Transform(self._callbacks, callback) for callback in request.transforms]
        named = {key: tuple(message.urns) for key, message in request.propertyDependencies.items()}
        dependencies = dict.fromkeys(request.dependencies)
        if not named:
            named = dict.fromkeys(inputs, tuple(dependencies))
        if own:
            inputs = _with_dependencies(inputs, named)
        provider = request.provider
        if request.custom:
            provider = self.provider_of(provider, request.providers, request.parent, _package(request.type))
        options = options_of(request, provider)
        for transform in self._transforms_for(request.parent, own):
            inputs, options = await transform(request, inputs, options)
        if not request.custom:
            for package, reference in self._component_providers.get(request.parent, {}).items():
                if package not in options.providers:
                    options.providers[package] = reference
        reference = ""
        if request.custom and not is_provider_type(request.type):
            reference = options.provider or await self._default_provider(request, options)
        if own:
            dependencies = dict.fromkeys(options.depends_on)
            named = {key: tuple(_found(value)) for key, value in inputs.items()}
            for urn_list in named.values():
                dependencies.update(dict.fromkeys(urn_list))
        else:
            named.update({key: tuple(_found(value, named.get(key, ()))) for key, value in inputs.items()})
        plain = {key: without_outputs(value) for key, value in inputs.items()}
        if is_provider_type(request.type):
            plain = self._provider_inputs(request, options, plain)
        goal = self._assemble(
            request,
            options,
            inputs=plain,
            dependencies=tuple(sorted(dependencies)),  # sorted, since the SDK keeps sets, whose order differs from run to run
            property_dependencies={key: tuple(sorted(urns)) for key, urns in named.items()},
            provider=reference,
        )
        return goal, options

    def settle(self, urn: str, goal: Goal, request: resource_pb2.RegisterResourceRequest, options: ResourceOptions) -> None:
        """Remember a registration under its URN, for what its children inherit."""
        self._goals[urn] = goal
        if request.transforms:
            self._transforms[urn] = [Transform(self._callbacks, callback) for callback in request.transforms]
        if not goal.custom and options.providers:
            self._component_providers[urn] = dict(options.providers)

    def goal_of(self, urn: str) -> Goal:
        """Raises: EngineError: nothing of this URN has been registered."""
        if urn not in self._goals:
            raise EngineError(f"unknown resource {urn}")
        return self._goals[urn]

    def received(self, struct: struct_pb2.Struct, *, keep_outputs: bool = False) -> Properties:
        """Properties that the program sent, with the hashes of their assets.

        Raises:
            EngineError: an asset cannot be read.
        """
        try:
            return wire.from_struct(struct, keep_outputs=keep_outputs, asset_root=self._root)
        except AssetError as error:
            raise EngineError(f"unmarshal properties: {error}") from error

    async def read_goal(self, request: resource_pb2.ReadResourceRequest) -> ReadGoal:
        """The goal of a look-up by id."""
        provider = request.provider
        if not provider and not is_provider_type(request.type):
            provider = await self._packages.default_provider(
                _package(request.type),
                reference=request.packageRef,
                version=request.version,
                url=request.pluginDownloadURL,
                checksums=request.pluginChecksums,
            )
        return ReadGoal(
            type=request.type,
            name=request.name,
            id=request.id,
            inputs=self.received(request.properties),
            parent=request.parent,
            provider=provider,
            dependencies=tuple(request.dependencies),
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            source_position=position_of(request.sourcePosition, self._root),
        )

    def _inherit(self, request: resource_pb2.RegisterResourceRequest) -> None:
        parent = self._goals.get(request.parent)
        if parent is None:
            return
        if not request.deletedWith:
            request.deletedWith = parent.deleted_with
        if not request.HasField("protect") and parent.protect is not None:
            request.protect = parent.protect
        if not request.HasField("retainOnDelete") and parent.retain_on_delete is not None:
            request.retainOnDelete = parent.retain_on_delete
        if not request.provider and parent.provider:
            owner = urns.package_of(urns.type_of(urns.split_reference(parent.provider)[0]))
            if not request.custom or owner == _package(request.type):
                request.provider = parent.provider

    def _transforms_for(self, parent: str, own: list[Transform]) -> list[Transform]:
        transforms = list(own)
        while parent:
            transforms += self._transforms.get(parent, ())
            parent = self._goals[parent].parent if parent in self._goals else ""
        return transforms + self._stack_transforms

    async def _default_provider(self, request: resource_pb2.RegisterResourceRequest, options: ResourceOptions) -> str:
        return await self._packages.default_provider(
            _package(request.type),
            reference=request.packageRef,
            version=options.version,
            url=options.plugin_download_url,
            checksums=options.plugin_checksums,
        )

    def _provider_inputs(
        self, request: resource_pb2.RegisterResourceRequest, options: ResourceOptions, inputs: Properties
    ) -> Properties:
        wanted = self._packages.request(
            urns.package_of(request.type),
            reference=request.packageRef,
            version=options.version,
            url=options.plugin_download_url,
        )
        if wanted.version:
            inputs = with_version(inputs, wanted.version)
        if wanted.url:
            inputs = {**inputs, INTERNAL: {**(inputs.get(INTERNAL) or {}), "pluginDownloadURL": wanted.url}}
        if request.envVarMappings:
            inputs = {**inputs, INTERNAL: {**(inputs.get(INTERNAL) or {}), "envVarMappings": dict(request.envVarMappings)}}
        return inputs

    def _assemble(
        self,
        request: resource_pb2.RegisterResourceRequest,
        options: ResourceOptions,
        *,
        inputs: Properties,
        dependencies: tuple[str, ...],
        property_dependencies: Mapping[str, tuple[str, ...]],
        provider: str,
    ) -> Goal:
        trigger = wire.from_value(options.replacement_trigger) if options.HasField("replacement_trigger") else None
        return Goal(
            type=request.type,
            name=request.name,
            custom=request.custom,
            inputs=inputs,
            parent=request.parent,
            provider=provider,
            dependencies=dependencies,
            property_dependencies=property_dependencies,
            aliases=tuple(alias_of(message) for message in options.aliases),
            protect=options.protect if options.HasField("protect") else None,
            retain_on_delete=options.retain_on_delete if options.HasField("retain_on_delete") else None,
            delete_before_replace=options.delete_before_replace if options.HasField("delete_before_replace") else None,
            ignore_changes=tuple(options.ignore_changes),
            replace_on_changes=tuple(options.replace_on_changes),
            replacement_trigger=trigger,
            additional_secret_outputs=tuple(options.additional_secret_outputs),
            hide_diff=tuple(options.hide_diff),
            deleted_with=options.deleted_with,
            replace_with=tuple(options.replace_with),
            custom_timeouts=timeouts_of(options.custom_timeouts) if options.HasField("custom_timeouts") else None,
            import_id=getattr(options, "import"),
            resource_hooks=hooks_of(options.hooks) if options.HasField("hooks") else {},
            source_position=position_of(request.sourcePosition, self._root),
        )


def _package(type_: str) -> str:
    return type_.partition(":")[0]


def _found(value: object, known: Iterable[str] = ()) -> dict[str, None]:
    found = dict.fromkeys(known)
    dependencies_of(value, found)
    return found


def _with_dependencies(inputs: Properties, named: Mapping[str, tuple[str, ...]]) -> Properties:
    """The inputs as outputs that carry what each depends on, so that a transform can move them."""
    upgraded = dict(inputs)
    for key, value in inputs.items():
        missing = [urn for urn in named.get(key, ()) if urn not in _found(value)]
        if missing:
            inner = value if isinstance(value, Output) else Output(value)
            upgraded[key] = Output(inner.value, inner.secret, tuple(dict.fromkeys((*inner.dependencies, *named[key]))))
    return upgraded
