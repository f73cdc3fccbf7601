"""What every step has: an operation, the resource before and after, why, and whom it answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum

from ..context import Context
from ..errors import EngineError
from ..events import Op, PropertyDiff, Step
from ..providers.answers import Diff
from ..resource import Resource


class Verdict(Enum):
    """What became of a registration."""

    SUCCESS = "success"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclasses.dataclass(slots=True)
class Registration:
    """What the program is told about the resource that it registered, once its steps are done."""

    state: Resource | None = None
    verdict: Verdict = Verdict.SUCCESS
    unknown: bool = False

    @property
    def required(self) -> Resource:
        """The resource, where nothing can go on without it.

        Raises:
            EngineError: its registration has failed or was skipped.
        """
        if self.state is None or self.verdict is not Verdict.SUCCESS:
            raise EngineError("resource registration failed")
        return self.state

    def answer(self, state: Resource, verdict: Verdict = Verdict.SUCCESS, *, unknown: bool = False) -> None:
        self.state, self.verdict, self.unknown = state, verdict, unknown


class BaseStep:
    """One step; a subclass says what applying it does.

    Args:
        old: the resource before, where there was one.
        new: the resource after, where there will be one; applying the step completes it.
        registration: whom to answer when it is done, failed or skipped.
        diff: what differs, where that was asked.
    """

    op: Op
    logical: bool = True
    """Whether a person counts this step."""
    hidden: bool = False
    """Whether it is the engine's own affair, which nobody is told of."""
    recorded: bool = True
    """Whether what it leaves behind belongs into the state."""

    def __init__(
        self, old: Resource | None, new: Resource | None, registration: Registration | None = None, diff: Diff | None = None
    ) -> None:
        self.old = old
        self.new = new
        self.registration = registration
        self.replace_reasons: tuple[str, ...] = diff.replace_keys if diff is not None else ()
        self.diff_reasons: tuple[str, ...] = diff.changed_keys if diff is not None else ()
        self.detailed: Mapping[str, PropertyDiff] | None = diff.detailed if diff is not None else None
        self.doubts: Mapping[str, str] = diff.doubts if diff is not None else {}

    @property
    def resource(self) -> Resource:
        """The latest that is known of the resource."""
        latest = self.new or self.old
        if latest is None:
            raise AssertionError("a step has an old or a new resource")
        return latest

    @property
    def counts_as(self) -> Op | None:
        """The operation that a summary counts it as, once it is done; None where it counts as nothing."""
        return self.op if self.logical else None

    @property
    def changes_something(self) -> bool:
        """Whether applying it outside a preview calls a provider that changes an object: such calls are journaled before."""
        return False

    async def apply(self, context: Context, operation: str) -> None:
        """Do it.

        Args:
            context: the deployment.
            operation: the id under which the change is journaled.

        Raises:
            EngineError: it did not happen.
            InitFailedError: it happened, and the object is not ready.
        """
        raise NotImplementedError

    async def run_after_hooks(self, context: Context) -> None:
        """Run the hooks that wait for a component's outputs, which are there now; most steps have none."""
        del context

    def complete(self) -> None:
        """Answer the program: the step is done and kept."""
        if self.registration is not None and self.new is not None:
            self.registration.answer(self.new)

    def fail(self) -> None:
        if self.registration is not None:
            self.registration.answer(self.resource, Verdict.FAILED)

    def skip(self) -> None:
        if self.registration is not None:
            self.registration.answer(self.resource, Verdict.SKIPPED)

    def describe(self) -> Step:
        """The step as an event tells it, with the resource as it is now."""
        resource = self.resource
        return Step(
            op=self.op,
            urn=resource.urn,
            type=resource.type,
            provider=resource.provider,
            old=self.old,
            new=None if self.new is None else dataclasses.replace(self.new),
            diff_reasons=self.diff_reasons,
            replace_reasons=self.replace_reasons,
            detailed_diff=self.detailed,
            doubts=self.doubts,
            logical=self.logical,
        )


def timeout(resource: Resource, operation: str) -> float:
    """The seconds that the program allows an operation; 0 where it leaves that to the provider."""
    return (resource.custom_timeouts or {}).get(operation, 0.0)


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
