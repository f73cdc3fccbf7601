"""The deployment that imports: everything in the state stays as it is, missing providers are made, objects are read.

Nothing is asked of a program. What is imported is read side by side, parents before their children.

Source: pkg/resource/deploy/import.go (importer), pkg/engine/deployment.go.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import re
from collections.abc import Callable, Sequence
from typing import Final

from .. import urn as urns
from ..context import Context
from ..errors import EngineError
from ..executor import Executor, StoppedError
from ..goal import Goal
from ..planner.checking import report_failures
from ..providers.defaults import DefaultProviders, ProviderRequest
from ..providers.registry import INTERNAL, is_provider_type, with_version
from ..resource import Resource
from ..steps import CreateStep, PlannedImportStep, Registration, SameStep
from ..values import Properties
from .request import Import

_TOKEN: Final = re.compile(r"[^:]+:[^:]+:[^:]+")


class Importer:
    """Imports objects into the state of one deployment.

    Args:
        context: the deployment.
        executor: applies its steps.
        imports: what is imported.
        config: the stack's configuration of a package's namespace, for default providers.
        version: the version of a package's provider that the program's SDK asks for.

    Raises:
        EngineError: a type is no type token.
    """

    def __init__(
        self,
        context: Context,
        executor: Executor,
        imports: Sequence[Import],
        *,
        config: Callable[[str], Properties],
        version: Callable[[str], str],
    ) -> None:
        self._context = context
        self._executor = executor
        self._imports = tuple(imports)
        self._require_tokens()
        # An import makes its default providers whether the stack allows programs to use them or not.
        self._defaults = DefaultProviders(
            self._default_provider, lambda package: {} if package == "pulumi" else config(package), version
        )
        self._references: dict[str, str] = {}
        """Those of explicit providers by URN."""
        self._default_references: dict[ProviderRequest, str] = {}

    async def run(self) -> None:
        """Do it, and report what goes wrong."""
        try:
            await self._run()
        except StoppedError:
            if self._executor.error is not None:
                self._say(f"step application failed: {self._executor.error}")
        except EngineError as error:
            self._say(str(error))

    def _say(self, message: str) -> None:
        self._context.error(f"{'preview' if self._context.preview else 'update'} failed: {message}")
        self._context.bailed = True

    async def _run(self) -> None:
        if not self._imports:
            return
        for resource in list(self._context.prior.live.values()):
            await self._executor.run([SameStep(resource, dataclasses.replace(resource, id=""))])
        stack, created = await self._stack()
        await self._make_providers()
        await self._import(self._planned(stack))
        if created:
            await self._executor.register_outputs(stack, {})
            await self._executor.finish_stack(errored=False)

    def _require_tokens(self) -> None:
        for item in self._imports:
            if item.needs_provider and not _TOKEN.fullmatch(item.type):
                raise EngineError(
                    f'import type "{item.type}" is not a valid resource type token. Type tokens must be of the format '
                    "<package>:<module>:<type> - refer to the import section of the provider resource documentation."
                )

    async def _stack(self) -> tuple[str, bool]:
        """The stack's URN, and whether it had to be made."""
        context = self._context
        for resource in context.prior.live.values():
            if resource.type == urns.ROOT_STACK_TYPE and not resource.parent:
                return resource.urn, False
        urn = urns.make(context.stack, context.project, "", urns.ROOT_STACK_TYPE, f"{context.project}-{context.stack}")
        await self._executor.run([CreateStep(Resource(urn=urn, type=urns.ROOT_STACK_TYPE), Registration())])
        return urn, True

    async def _make_providers(self) -> None:
        """Have every provider that is needed: those of the state, default ones, those that are imported or only referred to."""
        made: dict[str, Import] = {}
        for item in self._imports:
            if is_provider_type(item.type):
                made.setdefault(item.urn_in(self._context.stack, self._context.project), item)
        for item in self._imports:
            if item.provider:
                made.setdefault(item.provider, dataclasses.replace(item, parent="", inputs=item.provider_inputs))
        wanted = {request for item in self._imports if (request := _request(item)) is not None}
        for request in sorted(wanted, key=lambda request: (request.package, request.version, request.url)):
            self._default_references[request] = await self._defaults.reference(request)
        for urn in sorted(made):
            if (known := self._context.prior.live.get(urn)) is None:
                known = await self._make_provider(urn, made[urn].parent, _provider_inputs(made[urn]), "explicit ")
            self._references[urn] = urns.reference(known.urn, known.id)

    async def _default_provider(self, goal: Goal) -> Resource:
        urn = urns.make(self._context.stack, self._context.project, "", goal.type, goal.name)
        return self._context.prior.live.get(urn) or await self._make_provider(urn, "", goal.inputs, "")

    async def _make_provider(self, urn: str, parent: str, inputs: Properties, kind: str) -> Resource:
        resource = Resource(urn=urn, type=urns.type_of(urn), custom=True, inputs=inputs, parent=parent)
        try:
            checked = await self._context.registry.check(urn, None, inputs, seed=b"", allow_unknowns=self._context.preview)
        except EngineError as error:
            of = f" for {urn}" if kind else ""
            raise EngineError(f"failed to validate {kind}provider config{of}: {error}") from error
        if report_failures(self._context, resource, checked.failures):
            raise EngineError(f"explicit provider check failed for {urn}" if kind else "provider check failed")
        await self._executor.run([CreateStep(resource, Registration())])
        return resource

    def _planned(self, stack: str) -> list[PlannedImportStep]:
        """A step for each object that is not in the state yet."""
        context = self._context
        planned: dict[str, PlannedImportStep] = {}
        for item in self._imports:
            if is_provider_type(item.type):
                continue
            urn = item.urn_in(context.stack, context.project)
            if urn in planned:
                raise EngineError(f"duplicate import '{item.name}' of type '{item.type}'")
            old = context.prior.live.get(urn)
            if old is not None and (old.import_id or old.id) == item.id:
                continue
            new = Resource(
                urn=urn,
                type=item.type,
                custom=not item.component,
                inputs=item.inputs or {},
                outputs=item.outputs or {},
                parent=item.parent or stack,
                protect=item.protect,
                provider=self._reference(item),
                import_id=item.id,
            )
            planned[urn] = PlannedImportStep(new, properties=item.properties, seed=os.urandom(32))
        return list(planned.values())

    def _reference(self, item: Import) -> str:
        """The reference of the provider of an object; empty for a local component."""
        if item.provider:
            return self._references[item.provider]
        request = _request(item)
        return "" if request is None else self._default_references[request]

    async def _import(self, steps: Sequence[PlannedImportStep]) -> None:
        """Apply the steps, parents first and else side by side.

        Raises:
            StoppedError: one has failed.
        """
        waiting = {step.resource.urn: step for step in steps}
        while waiting:
            ready = [step for step in waiting.values() if step.resource.parent not in waiting]
            results = await asyncio.gather(*(self._executor.run([step]) for step in ready), return_exceptions=True)
            for failure in results:
                if isinstance(failure, BaseException):
                    raise failure
            for step in ready:
                del waiting[step.resource.urn]


def _request(item: Import) -> ProviderRequest | None:
    """The default provider that an object needs, if it does."""
    if item.provider or not item.needs_provider or is_provider_type(item.type):
        return None
    return ProviderRequest(urns.package_of(item.type), item.version, item.url)


def _provider_inputs(item: Import) -> Properties:
    """The configuration of an explicit provider, with where its plugin comes from."""
    inputs = dict(item.inputs or {})
    if item.version:
        inputs = with_version(inputs, item.version)
    if item.url:
        inputs[INTERNAL] = {**(inputs.get(INTERNAL) or {}), "pluginDownloadURL": item.url}
    return inputs
