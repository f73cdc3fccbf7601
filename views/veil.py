"""No secret in any text: also where a program wrote one into a longer string, encoded it, or a state had it before."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote, quote_plus

from engine.events import Step
from engine.properties import without_outputs
from engine.values import Archive, Asset, Output, Secret, Value

from .values import MASK

SHORTEST: Final = 4
"""Secrets of fewer characters are masked where they stand alone: in longer texts they would be found everywhere."""
SHORTEST_PART: Final = 8
"""So long is a line or a value of a document that is secret as a whole, at least, to be looked for by itself."""


class Veil:
    """Masks what is known to be secret, wherever it stands in a text.

    Args:
        secrets: values that hold secrets, at any depth; what is not marked as one is passed over.
    """

    def __init__(self, secrets: Iterable[Value] = ()) -> None:
        self._plain: set[str] = set()
        self._texts: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[Value]) -> None:
        """Mask further secrets from now on.

        Args:
            secrets: values that hold secrets, at any depth.
        """
        values = list(secrets)
        self._plain.update(text for value in values for text in _plain(value))
        texts = {text for value in values for text in _hidden(value, self._plain, secret=False) if len(text) >= SHORTEST}
        if texts <= self._texts:
            return
        self._texts |= texts
        longest_first = sorted({form for text in self._texts for form in _forms(text)}, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

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
        return cls([*(value for resource in resources for value in (resource.inputs, resource.outputs)), *further])

    def over(self, text: str) -> str:
        """The text with a mask for every secret in it."""
        return text if self._pattern is None else self._pattern.sub(MASK.value, text)

    def inside(self, value: Value) -> Value:
        """A value, or its JSON, with a mask for every secret in a text of it; what is marked as secret stays so."""
        match value:
            case str():
                return self.over(value)
            case Mapping():
                return {key: self.inside(item) for key, item in value.items()}
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


def _plain(value: Value) -> Iterator[str]:
    """The texts in a value that nobody has marked as secret."""
    match without_outputs(value):
        case dict() as fields:
            for item in fields.values():
                yield from _plain(item)
        case list() as items:
            for item in items:
                yield from _plain(item)
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
            parts = [*text.splitlines(), *_hidden(_document(text), plain, secret=True)]
            yield from (part for part in parts if len(part) >= SHORTEST_PART and part not in plain)
        case bool():
            return
        case int() | float() as number if secret:
            yield json.dumps(number)
        case Asset(text=str() as text) if secret:
            yield text
        case Archive(assets=members) if members is not None:
            for member in members.values():
                yield from _hidden(member, plain, secret=secret)


def _document(text: str) -> Value:
    """What a secret holds as JSON: its values may stand elsewhere on their own."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _forms(text: str) -> set[str]:
    """How a text may stand inside others: as it is, in JSON, in a URL, and in Base64, as Kubernetes keeps secrets."""
    raw = text.encode()
    return {
        text,
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        quote(text, safe=""),
        quote_plus(text),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
    }
