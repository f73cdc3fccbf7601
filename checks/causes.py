"""What has an object replaced: inputs, or the provider that it has, by what that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engine import paths, urn
from engine.events import Step
from engine.properties import equal, unwrap
from engine.providers.registry import VERSION, is_provider_type, without_internal
from engine.resource import Resource
from engine.values import Properties, Value

from .plan import Cause

_PROVIDER: Final = "provider"


class Causes:
    """Tells causes of one plan.

    Args:
        steps: its steps, those of the providers that the engine makes itself among them.
        touched: the URNs of what is made, made anew or deleted.
    """

    def __init__(self, steps: Iterable[Step], touched: frozenset[str]) -> None:
        providers = [step for step in steps if is_provider_type(step.type)]
        self._before = {step.urn: step.old.inputs for step in providers if step.old is not None}
        self._after = {step.urn: step.new.inputs for step in providers if step.new is not None}
        self._touched = touched

    def of(self, step: Step) -> Iterator[Cause]:
        """The inputs that force a replacement: by their paths where the provider says them, else by their names."""
        forcing = [path for path, diff in (step.detailed_diff or {}).items() if diff.kind.endswith("-replace")]
        for path in sorted(forcing) or sorted(step.replace_reasons):
            yield from self._provider(step) if self._by_provider(step, path) else (self.by(step, path),)

    def by(self, step: Step, path: str) -> Cause:
        """One input, before and after; an empty cause for an empty path."""
        if not path:
            return Cause(input="")
        steps = paths.parse(path)
        both = [resource for resource in (step.old, step.new) if resource is not None]
        sources = {source for resource in both for source in resource.property_dependencies.get(str(steps[0]), ())}
        return Cause(
            input=path,
            old=at(steps, _inputs(step.old)),
            new=at(steps, _inputs(step.new)),
            upstream=tuple(sorted(sources & self._touched)),
        )

    def _by_provider(self, step: Step, path: str) -> bool:
        """Whether it is the engine that asks, for another provider, and not an input that has this name."""
        return (
            path == _PROVIDER and not (step.detailed_diff or {}) and not any(path in _inputs(each) for each in (step.old, step.new))
        )

    def _provider(self, step: Step) -> Iterator[Cause]:
        """What its provider is told otherwise; where nothing is known of that, which provider it is."""
        before, after = (urn.split_reference(each.provider)[0] if each and each.provider else "" for each in (step.old, step.new))
        old, new = _words(self._before.get(before, {})), _words(self._after.get(after, {}))
        upstream = tuple(sorted({before, after} & self._touched))
        differing = sorted(key for key in old.keys() | new.keys() if not equal(old.get(key), new.get(key)))
        for key in differing:
            yield Cause(input=f"{_PROVIDER}.{key}", old=old.get(key), new=new.get(key), upstream=upstream)
        if not differing:
            yield Cause(input=_PROVIDER, old=urn.name_of(before), new=urn.name_of(after), upstream=upstream)


def _words(of: Properties) -> Properties:
    """What a program tells a provider: without its version, which replaces nothing."""
    return {key: value for key, value in without_internal(of).items() if key != VERSION}


def _inputs(of: Resource | None) -> Mapping[str, Value]:
    return of.inputs if of is not None else {}


def at(path: paths.Path, value: Value) -> Value:
    """What stands at a path; None for nothing."""
    for step in path:
        value = unwrap(value)
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value
