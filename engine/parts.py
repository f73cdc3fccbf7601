"""What a run is made of, and how it is put together.

A destruction, an import and a refresh have no program by themselves: then nothing answers one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Final

from .backend import Backend
from .config import StackConfig
from .context import Context
from .events import Diagnostic
from .executor import Executor
from .goal import Goal
from .hearing import Journal
from .history import UpdateKind
from .host import ProgramSpec
from .imports.importer import Importer
from .monitor.callbacks import Callbacks
from .monitor.calls import Calls
from .monitor.invokes import Invokes
from .monitor.monitor import ResourceMonitor
from .monitor.packages import Packages
from .monitor.registration import Registrations
from .planner.planner import Planner
from .planner.withholding import Mode
from .prior import Prior
from .project import Project
from .providers import dynamic
from .providers.builtin import Builtin
from .providers.defaults import DefaultProviders
from .providers.engine_service import EngineService
from .providers.installed import Installed
from .providers.launch import Launch, by_path
from .providers.loader import Loader, Providers
from .providers.registry import Registry
from .recording import Recorder
from .references import outputs_of
from .refreshing import Refresher
from .registrar import Registrar
from .resource import Resource
from .result import Options
from .values import Properties
from .virtualenv import site_packages

_MODES: Final = {UpdateKind.REFRESH: Mode.REFRESH, UpdateKind.DESTROY: Mode.DESTROY}
"""What a program may be run for, beside an update."""


@dataclasses.dataclass(slots=True, kw_only=True)
class Parts:
    """What a run is made of."""

    kind: UpdateKind
    options: Options
    context: Context
    refresher: Refresher
    executor: Executor
    planner: Planner
    loader: Loader
    callbacks: Callbacks
    monitor: ResourceMonitor | None
    program: ProgramSpec | None
    """None where nothing is registered: a destruction then deletes everything."""
    importer: Importer | None = None
    """Imports, and does nothing else."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Puts together what the runs of one stack are made of.

    Args:
        project: the project.
        stack: the stack's name.
        config: its configuration.
        backend: where its state is kept.
        providers: servicers by package, for what the project names no plugin for.
        environment: variables that the program finds on top of this process's own.
    """

    project: Project
    stack: str
    config: StackConfig
    backend: Backend
    providers: Providers
    environment: dict[str, str]

    def parts(
        self, prior: Prior, recorder: Recorder, options: Options, journal: Journal, kind: UpdateKind, *, preview: bool
    ) -> Parts:
        """The parts of one run.

        Args:
            prior: the state that it starts from.
            recorder: keeps the state in step.
            options: what was asked.
            journal: hears what happens.
            kind: what is to be done.
            preview: whether nothing is changed.
        """
        service = EngineService(journal.log)
        callbacks = Callbacks()

        def registered(urn: str) -> Resource | None:
            return context.news.get(urn) or context.reads.get(urn)

        loader = Loader(
            plugins=self._plugins(),
            versions={plugin.name: plugin.version for plugin in self.project.providers},
            providers=self.providers,
            builtin=Builtin(registered, partial(outputs_of, self.backend, made=self.project.configured_stacks)),
            root=self.project.root,
            service=service,
            output=lambda severity, text: journal(Diagnostic(text, severity)),
        )
        context = Context(
            project=self.project.name,
            stack=self.stack,
            preview=preview,
            continue_on_error=options.continue_on_error,
            prior=prior,
            registry=Registry(loader),
            listener=journal,
            selection=options.selection,
            asked=options.asked,
            unguarded=options.unguarded and preview,
        )
        executor = Executor(context, recorder, options.parallel)
        refresher = Refresher(context, executor, recorder, alone=kind is UpdateKind.REFRESH)
        by_program = options.refresh and options.run_program and kind is not UpdateKind.DESTROY  # that one refreshes before
        planner = Planner(context, refresher if by_program else None, _MODES.get(kind, Mode.UPDATE))
        parts = Parts(
            kind=kind,
            options=options,
            context=context,
            refresher=refresher,
            executor=executor,
            planner=planner,
            loader=loader,
            callbacks=callbacks,
            monitor=None,
            program=None,
        )
        installed = Installed(site_packages(self.project.interpreter))
        if options.imports is not None:
            parts.importer = Importer(context, executor, options.imports, config=self._provider_config, version=installed.version)
        if kind is not UpdateKind.UPDATE and not (kind in _MODES and options.run_program):
            return parts
        registrar = Registrar(context, planner, executor)

        async def register_provider(goal: Goal) -> Resource:
            return (await registrar.register(goal)).required

        defaults = DefaultProviders(register_provider, self._provider_config, installed.version)
        packages = Packages(defaults)
        registrations = Registrations(root=self.project.root, packages=packages, callbacks=callbacks)
        parts.program = self._program(options, preview=preview)
        parts.monitor = ResourceMonitor(
            context,
            parts.program,
            registrar,
            registrations=registrations,
            invokes=Invokes(context, registrations, packages, callbacks),
            calls=Calls(context, parts.program, registrations, packages),
            packages=packages,
            callbacks=callbacks,
        )
        if options.policy_packs:
            from .analyzers.policies import Policies

            context.policies = Policies.of(context, options.policy_packs, parts.program, service)
        return parts

    def _program(self, options: Options, *, preview: bool) -> ProgramSpec:
        config, secret_keys = self.config.for_program()
        return ProgramSpec(
            directory=self.project.working_directory,
            entry_point=self.project.entry_point,
            interpreter=self.project.interpreter,
            project=self.project.name,
            stack=self.stack,
            root_directory=self.project.root,
            config=config,
            secret_keys=secret_keys,
            dry_run=preview,
            parallel=options.parallel,
            environment=self.environment,
        )

    def _plugins(self) -> dict[str, Callable[[], Launch]]:
        project = self.project
        brought = {plugin.name: partial(by_path, plugin.path, project.root) for plugin in project.providers}
        return {dynamic.PACKAGE: partial(dynamic.launch, project), **brought}

    def _provider_config(self, package: str) -> Properties:
        return dict(self.config.values if package == dynamic.PACKAGE else self.config.namespace(package))
