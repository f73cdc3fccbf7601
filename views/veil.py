"""No secret in any text: also where a program wrote one into a longer string, encoded it, or a state had it before."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.events import Step
from engine.properties import without_outputs
from engine.resource import Resource
from engine.values import Archive, Asset, Output, Properties, Secret, Value

from .spellings import cores, decoded, spellings
from .values import MASK

SHORTEST: Final = 4
"""Secrets of fewer characters are masked where they stand alone: in longer texts they would be found everywhere."""
SHORTEST_PART: Final = 8
"""So long is a line or a value of a document that is secret as a whole, at least, to be looked for by itself."""


_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
"""What may be Base64, of either alphabet."""


class Veil:
    """Masks what is known to be secret, wherever it stands in a text.

    Args:
        secrets: values that hold secrets, at any depth; what is not marked as one is passed over.
    """

    def __init__(self, secrets: Iterable[Value] = ()) -> None:
        self._plain: set[str] = set()
        self._texts: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._encoded: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[Value]) -> None:
        """Mask further secrets from now on.

        Args:
            secrets: values that hold secrets, at any depth.
        """
        values = list(secrets)
        self._plain.update(text for value in values for text in in_clear(value))
        texts = {text for value in values for text in _hidden(value, self._plain, secret=False) if len(text) >= SHORTEST}
        if texts <= self._texts:
            return
        self._texts |= texts
        self._pattern = _any(form for text in self._texts for form in spellings(text))
        self._encoded = _any(core for text in self._texts if len(text.encode()) >= SHORTEST_PART for core in cores(text))

    def __bool__(self) -> bool:
        """Whether it hides anything."""
        return self._pattern is not None

    @classmethod
    def of(cls, steps: Iterable[Step], *further: Value) -> Veil:
        """What hides the secrets of steps: those that resources have, and those that they had.

        Args:
            steps: of a plan.
            further: other values with secrets, say the configuration's.
        """
        resources = [resource for step in steps for resource in (step.old, step.new) if resource is not None]
        return cls([*(value for resource in resources for value in marked(resource)), *further])

    def over(self, text: str) -> str:
        """The text with a mask for every secret in it, and for whatever is encoded with one in it."""
        return text if self._pattern is None else _RUN.sub(self._run, self._pattern.sub(MASK.value, text))

    def _run(self, found: re.Match[str]) -> str:
        run = found[0]
        if self._encoded is not None and self._encoded.search(run):
            return MASK.value
        inside = decoded(run)
        return run if inside is None or self.over(inside) == inside else MASK.value

    def inside(self, value: Value) -> Value:
        """A value, or its JSON, with a mask for every secret in a text of it; what is marked as secret stays so."""
        match value:
            case str():
                return self.over(value)
            case Mapping():
                return {self.over(key): self.inside(item) for key, item in value.items()}
            case list():
                return [self.inside(item) for item in value]
            case Output():
                return replace(value, value=self.inside(value.value))
            case Asset(text=str() as text):
                return replace(value, text=self.over(text))
            case Archive(assets=members) if members is not None:
                return replace(value, assets={name: self.inside(member) for name, member in members.items()})
            case _:
                return value


def marked(resource: Resource) -> tuple[Value, Value]:
    """The inputs and outputs of a resource as secrets are learnt from them: with what its options call secret as such in both.

    What a provider of AWS makes of tags of which one is secret is left out: it is secret as a whole, with words that are none.
    """
    return _marked(resource, resource.inputs), _marked(resource, resource.outputs)


def _marked(resource: Resource, properties: Properties) -> Value:
    told = {key: Secret(value) if key in resource.additional_secret_outputs else value for key, value in properties.items()}
    if not isinstance(told.get("tags"), Secret | None):
        told.pop("tagsAll", None)
    return told


def in_clear(value: Value) -> Iterator[str]:
    """The texts of a value that are not marked."""
    match without_outputs(value):
        case dict() as fields:
            for item in fields.values():
                yield from in_clear(item)
        case list() as items:
            for item in items:
                yield from in_clear(item)
        case str() as text:
            yield text


def _hidden(value: Value, plain: Container[str], *, secret: bool) -> Iterator[str]:
    """The texts that secrets in a value are made of; of documents, parts that stand somewhere in clear by themselves are none."""
    match without_outputs(value):
        case Secret(inside):
            yield from _hidden(inside, plain, secret=True)
        case dict() as fields:
            for item in fields.values():
                yield from _hidden(item, plain, secret=secret)
        case list() as items:
            for item in items:
                yield from _hidden(item, plain, secret=secret)
        case str() as text if secret:
            yield text
            yield from (line for line in text.splitlines() if len(line) >= SHORTEST_PART)
            parts = _hidden(_document(text), plain, secret=True)
            yield from (each for each in parts if len(each) >= SHORTEST_PART and each not in plain)
        case bool():
            return
        case int() | float() as number if secret:
            yield json.dumps(number)
        case Asset(text=str() as text) if secret:
            yield text
        case Archive(assets=members) if members is not None:
            for member in members.values():
                yield from _hidden(member, plain, secret=secret)


def secrets_in(value: Value) -> Iterator[Secret]:
    """What of a value is marked as secret."""
    match without_outputs(value):
        case Secret() as secret:
            yield secret
        case dict() as fields:
            for item in fields.values():
                yield from secrets_in(item)
        case list() as items:
            for item in items:
                yield from secrets_in(item)


def _document(text: str) -> Value:
    """What a secret holds as JSON: its values may stand elsewhere on their own."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _any(texts: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of several texts, the longest first; None for none."""
    longest_first = sorted(set(texts), key=lambda text: (-len(text), text))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
