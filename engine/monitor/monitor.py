"""The RPCs that a running program may call.

Source: pkg/resource/deploy/source_eval.go (resmon), pkg/resource/plugin/host_server.go.
"""

# ruff: noqa: N802  methods bear the names of the RPCs that they answer

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn, TypeVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import callback_pb2, engine_pb2, provider_pb2, resource_pb2

from .. import wire
from ..context import Context
from ..errors import EngineError, ReportedError
from ..events import Diagnostic, Severity
from ..executor import StoppedError
from ..hooks import ErrorHook, ResourceHook
from ..host import ProgramSpec, RpcFault
from ..properties import contains_unknown
from ..registrar import Registrar
from ..steps import Verdict
from ..values import Properties
from .callbacks import Callbacks
from .calls import Calls
from .hooking import error_hook, resource_hook
from .invokes import Invokes
from .packages import Packages
from .registration import Registrations

T = TypeVar("T")
FEATURES: Final = {
    "secrets": resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    "resourceReferences": resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    "outputValues": resource_pb2.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    "aliasSpecs": resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    "replacementTrigger": resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    "deletedWith": resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    "replaceWith": resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    "transforms": resource_pb2.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    "invokeTransforms": resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    "parameterization": resource_pb2.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    "resourceHooks": resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    "errorHooks": resource_pb2.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
    "sendsOptionsToHooks": resource_pb2.RESOURCE_MONITOR_FEATURE_SENDS_OPTIONS_TO_HOOKS,
}
"""What the monitor supports, by the name that older SDKs ask for and the value that newer ones are told."""

SEVERITIES: Final = {
    engine_pb2.DEBUG: Severity.DEBUG,
    engine_pb2.INFO: Severity.INFO,
    engine_pb2.WARNING: Severity.WARNING,
    engine_pb2.ERROR: Severity.ERROR,
}
_RESULTS: Final[dict[Verdict, Any]] = {
    Verdict.SUCCESS: resource_pb2.Result.SUCCESS,
    Verdict.FAILED: resource_pb2.Result.FAIL,
    Verdict.SKIPPED: 2,  # SKIP, which the SDK's enum does not name yet; whatever is not success is a failure to it
}


class ResourceMonitor:
    """Answers a program. Once the deployment is ending, calls that would begin something are not answered: the program is ended."""

    def __init__(
        self,
        context: Context,
        program: ProgramSpec,
        registrar: Registrar,
        *,
        registrations: Registrations,
        invokes: Invokes,
        calls: Calls,
        packages: Packages,
        callbacks: Callbacks,
    ) -> None:
        self._context = context
        self._program = program
        self._registrar = registrar
        self._registrations = registrations
        self._invokes = invokes
        self._calls = calls
        self._packages = packages
        self._callbacks = callbacks
        self._root = ""
        self.finished = asyncio.Event()
        """The program has said that it will register nothing more."""
        self.shutdown = asyncio.Event()
        """The deployment is over, so the program need not wait any longer."""

    # The resource monitor's service; its methods are named as the RPCs are.

    async def GetDeploymentInfo(self, request: empty_pb2.Empty) -> resource_pb2.DeploymentInfo:
        del request
        program = self._program
        return resource_pb2.DeploymentInfo(
            project=program.project,
            stack=program.stack,
            organization=program.organization,
            config=program.config,
            configSecretKeys=program.secret_keys,
            dryRun=program.dry_run,
            parallel=program.parallel,
            supportedFeatures=list(FEATURES.values()),
        )

    async def SupportsFeature(self, request: resource_pb2.SupportsFeatureRequest) -> resource_pb2.SupportsFeatureResponse:
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in FEATURES)

    async def RegisterPackage(self, request: resource_pb2.RegisterPackageRequest) -> resource_pb2.RegisterPackageResponse:
        try:
            return resource_pb2.RegisterPackageResponse(ref=self._packages.register(request))
        except EngineError as error:
            _refuse(error)

    async def RegisterStackTransform(self, request: callback_pb2.Callback) -> empty_pb2.Empty:
        self._registrations.add_stack_transform(request)
        return empty_pb2.Empty()

    async def RegisterStackInvokeTransform(self, request: callback_pb2.Callback) -> empty_pb2.Empty:
        self._invokes.add_transform(request)
        return empty_pb2.Empty()

    async def RegisterResourceHook(self, request: resource_pb2.RegisterResourceHookRequest) -> empty_pb2.Empty:
        return self._register_hook(resource_hook(self._callbacks, request))

    async def RegisterErrorHook(self, request: resource_pb2.RegisterErrorHookRequest) -> empty_pb2.Empty:
        return self._register_hook(error_hook(self._callbacks, request))

    def _register_hook(self, hook: ResourceHook | ErrorHook) -> empty_pb2.Empty:
        try:
            self._context.hooks.register(hook)
        except EngineError as error:
            _refuse(error)
        return empty_pb2.Empty()

    async def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceResponse:
        async def register() -> resource_pb2.RegisterResourceResponse:
            goal, options = await self._registrations.goal(request)
            registration = await self._registrar.register(goal)
            state = registration.state if request.supportsResultReporting else registration.required
            if state is None:
                raise EngineError(f"the registration of {request.type} {request.name} has no answer")
            self._registrations.settle(state.urn, goal, request, options)
            return resource_pb2.RegisterResourceResponse(
                urn=state.urn,
                id=state.id,
                object=wire.to_struct(
                    _visible(request, state.outputs), keep_secrets=request.acceptSecrets, keep_references=request.acceptResources
                ),
                result=_RESULTS[registration.verdict],
                unknown=registration.unknown,
            )

        return await _answer(register)

    async def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:
        async def read() -> resource_pb2.ReadResourceResponse:
            registration = await self._registrar.read(await self._registrations.read_goal(request))
            state = registration.state
            if state is None:
                raise EngineError(f"the look-up of {request.type} {request.name} has no answer")
            outputs = wire.to_struct(state.outputs, keep_secrets=request.acceptSecrets, keep_references=request.acceptResources)
            return resource_pb2.ReadResourceResponse(urn=state.urn, properties=outputs, result=_RESULTS[registration.verdict])

        return await _answer(read)

    async def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> empty_pb2.Empty:
        async def complete() -> empty_pb2.Empty:
            await self._registrar.register_outputs(request.urn, self._registrations.received(request.outputs))
            return empty_pb2.Empty()

        return await _answer(complete)

    async def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:
        return await _answer(lambda: self._invokes.call(request))

    async def Call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:
        async def call() -> provider_pb2.CallResponse:
            try:
                return await self._calls.call(request)
            except ReportedError as error:
                self._registrar.abort(error)

        return await _answer(call)

    async def SignalAndWaitForShutdown(self, request: empty_pb2.Empty) -> empty_pb2.Empty:
        self.finished.set()
        await self.shutdown.wait()
        return request

    # The engine's service.

    async def Log(self, request: engine_pb2.LogRequest) -> empty_pb2.Empty:
        severity = SEVERITIES.get(request.severity, Severity.INFO)
        self._context.listener(Diagnostic(request.message, severity, request.urn, request.ephemeral, request.streamId))
        return empty_pb2.Empty()

    async def GetRootResource(self, request: engine_pb2.GetRootResourceRequest) -> engine_pb2.GetRootResourceResponse:
        del request
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    async def SetRootResource(self, request: engine_pb2.SetRootResourceRequest) -> engine_pb2.SetRootResourceResponse:
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()


async def _answer(work: Callable[[], Awaitable[T]]) -> T:
    """The answer to a call that begins something; none at all once the deployment is ending, since the program will be ended."""
    try:
        return await work()
    except StoppedError:
        return await asyncio.get_running_loop().create_future()
    except EngineError as error:
        _refuse(error)


def _refuse(error: EngineError) -> NoReturn:
    raise RpcFault(grpc.StatusCode.UNKNOWN, str(error)) from error


def _visible(request: resource_pb2.RegisterResourceRequest, outputs: Properties) -> Properties:
    """The outputs that a program may see: a component's are its own business, and old SDKs know no half-known values."""
    if not request.custom:
        return {}
    if request.supportsPartialValues:
        return outputs
    return {key: value for key, value in outputs.items() if not contains_unknown(value)}
