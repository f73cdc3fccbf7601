"""What a step leaves for the rest of a deployment: a resource that others find, completed when its component's outputs come."""

from __future__ import annotations

from .context import Context
from .errors import EngineError
from .events import Op, OutputsChanged, Severity
from .recording import Recorder
from .redaction import uncovered
from .resource import Resource
from .steps import BaseStep
from .urn import ROOT_STACK_TYPE, qualified_type_of
from .values import Properties, Secret


class Settling:
    """The resources of one deployment, once their steps are done.

    Args:
        context: the deployment.
        recorder: keeps the state in step.
    """

    def __init__(self, context: Context, recorder: Recorder) -> None:
        self._context = context
        self._recorder = recorder
        self._registered: dict[str, BaseStep] = {}
        """Components whose outputs may still come, and everything else that was registered, by URN."""
        self._stack_outputs: Properties | None = None
        self._stack_urn = ""

    def settle(self, step: BaseStep, *, done: bool) -> None:
        """Let what a step has brought about be found by those that refer to it; a step that failed may have, in part."""
        if step.new is None:
            return
        if done and step.logical:
            self._registered[step.new.urn] = step
        if step.op is not Op.REPLACE:
            self._keep_secret(step.new)
            found = self._context.reads if step.op in (Op.READ, Op.READ_REPLACEMENT) else self._context.news
            found[step.new.urn] = step.new

    def _keep_secret(self, new: Resource) -> None:
        for key in new.additional_secret_outputs:
            if key == "id":
                warning = "The 'id' property cannot be made secret. See pulumi/pulumi#2717 for more details."
                self._context.report(Severity.WARNING, warning, new.urn)
        leaked = [key for key, value in new.inputs.items() if isinstance(value, Secret)]
        secret = {
            key: Secret(new.outputs[key])
            for key in (*new.additional_secret_outputs, *leaked)
            if key in new.outputs and not isinstance(new.outputs[key], Secret)
        }
        if secret:
            new.outputs = {**new.outputs, **secret}

    async def complete(self, urn: str, outputs: Properties) -> None:
        """Take the outputs of a component; those of the stack wait for the end.

        Raises:
            EngineError: nothing was registered under this URN, or its outputs are known already.
        """
        if qualified_type_of(urn) == ROOT_STACK_TYPE:
            self._stack_urn, self._stack_outputs = urn, outputs
            return
        await self._complete(urn, outputs)

    async def complete_stack(self, *, errored: bool) -> Properties:
        """Give the stack its outputs; after a failure, what was not exported again is kept."""
        outputs = self._stack_outputs
        if outputs is None:
            return {}
        if errored:
            old = self._context.prior.live.get(self._stack_urn)
            outputs = {**(old.outputs if old is not None else {}), **outputs}
        await self._complete(self._stack_urn, outputs)
        return outputs

    async def _complete(self, urn: str, outputs: Properties) -> None:
        if urn in self._context.unavailable:
            return  # of a component that was skipped, since it depends on a failure
        step = self._registered.pop(urn, None)
        if step is None:
            raise EngineError(f"cannot complete a resource '{urn}' whose registration isn't pending")
        if not step.recorded:
            return  # of a component that is not to be made now
        old = self._context.prior.live.get(urn)
        before = old.outputs if old is not None else {}
        if self._context.prior.redacted:
            before = uncovered(before, outputs)
        step.resource.outputs = outputs
        if not step.resource.custom:
            await step.run_after_hooks(self._context)
        self._recorder.outputs(step)
        self._context.listener(OutputsChanged(urn, before, outputs))
