"""Events with no secret in any text of theirs: also not where a program, or a provider, wrote one into a value in clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.events import (
    Asked,
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
from engine.paths import PathError, parse, render
from engine.resource import Resource
from engine.values import Properties, Value

from .veil import Veil, marked, secrets_in


class Veiled:
    """Masks secrets in events as they come, by those that are known and those that the events bring.

    Pulumi masks what is marked as secret alone. What is not, and holds a secret that is known, is told with a mask in its place.

    Args:
        secrets: what is known to be secret before anything happens.
    """

    def __init__(self, secrets: Iterable[Value] = ()) -> None:
        self.veil = Veil(secrets)
        """Hides what is known to be secret so far."""

    def learn(self, event: Event) -> None:
        """Take in what an event says is secret."""
        self.veil.learn(held_by(event))

    def __call__(self, event: Event) -> Event:
        """The event as it may be told."""
        self.learn(event)
        if not self.veil:
            return event
        match event:
            case StepStarted(step) | StepDone(step) | StepFailed(step):
                return replace(event, step=self._step(step))
            case OutputsChanged(old=old, new=new):
                return replace(event, old=self._told(old), new=self._told(new))
            case PolicyRemediation(before=before, after=after):
                return replace(event, before=self._told(before), after=self._told(after))
            case Diagnostic(message=message) | PolicyViolation(message=message):
                return replace(event, message=self.veil.over(message))
        return event

    def _step(self, step: Step) -> Step:
        detailed = step.detailed_diff
        return replace(
            step,
            old=self._resource(step.old),
            new=self._resource(step.new),
            detailed_diff=None if detailed is None else {self._path(path): diff for path, diff in detailed.items()},
        )

    def _path(self, path: str) -> str:
        """The path of a property by the keys that it has in what is told; some providers give paths that are none."""
        if (masked := self.veil.over(path)) == path:
            return path
        try:
            return render(tuple(self.veil.over(each) if isinstance(each, str) else each for each in parse(path)))
        except PathError:
            return masked

    def _resource(self, resource: Resource | None) -> Resource | None:
        if resource is None:
            return None
        return replace(resource, inputs=self._told(resource.inputs), outputs=self._told(resource.outputs))

    def _told(self, properties: Properties) -> Properties:
        return {key: self.veil.inside(value) for key, value in properties.items()}


def held_by(event: Event) -> Iterator[Value]:
    """The values in which an event brings secrets."""
    match event:
        case StepStarted(step) | StepDone(step) | StepFailed(step):
            for resource in (step.old, step.new):
                if resource is not None:
                    yield from marked(resource)
        case OutputsChanged(old=old, new=new):
            yield from (old, new)
        case Asked(inputs=inputs):
            yield from secrets_in(inputs)  # what options call secret is not marked here, and must not pass for clear
