"""Events with no secret in any text of theirs: also not where a program, or a provider, wrote one into a value in clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.events import (
    Diagnostic,
    Event,
    OutputsChanged,
    PolicyRemediation,
    PolicyViolation,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
)
from engine.resource import Resource
from engine.values import Properties, Value

from .veil import Veil


class Veiled:
    """Masks secrets in events as they come, by those that are known and those that the events bring.

    Pulumi masks what is marked as secret alone. What is not, and holds a secret that is known, is told with a mask in its place.

    Args:
        secrets: what is known to be secret before anything happens.
    """

    def __init__(self, secrets: Iterable[Value] = ()) -> None:
        self._veil = Veil(secrets)

    def __call__(self, event: Event) -> Event:
        """The event as it may be told."""
        self._veil.learn(_properties(event))
        if not self._veil:
            return event
        match event:
            case StepStarted(step) | StepDone(step) | StepFailed(step):
                return replace(event, step=self._step(step))
            case OutputsChanged(old=old, new=new):
                return replace(event, old=self._told(old), new=self._told(new))
            case PolicyRemediation(before=before, after=after):
                return replace(event, before=self._told(before), after=self._told(after))
            case Diagnostic(message=message) | PolicyViolation(message=message):
                return replace(event, message=self._veil.over(message))
        return event

    def _step(self, step: Step) -> Step:
        return replace(step, old=self._resource(step.old), new=self._resource(step.new))

    def _resource(self, resource: Resource | None) -> Resource | None:
        if resource is None:
            return None
        return replace(resource, inputs=self._told(resource.inputs), outputs=self._told(resource.outputs))

    def _told(self, properties: Properties) -> Properties:
        return {key: self._veil.inside(value) for key, value in properties.items()}


def _properties(event: Event) -> Iterator[Properties]:
    match event:
        case StepStarted(step) | StepDone(step) | StepFailed(step):
            for resource in (step.old, step.new):
                if resource is not None:
                    yield from (resource.inputs, resource.outputs)
        case OutputsChanged(old=old, new=new):
            yield from (old, new)
