"""A state that anybody may read: without a secret, and still good for saying what a change would do (docs/adr/0017)."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.deployment import PendingOperation, Snapshot
from engine.properties import without_outputs
from engine.redaction import REDACTED, Redaction
from engine.resource import Resource
from engine.values import Archive, Asset, Properties, Secret, Value

from .sensitive import configures, decoded, sensitive, texts
from .veil import SHORTEST, Veil, in_clear

_DIGESTS: Final = ("md5", "sha1", "sha256", "sha512")
_SAYING_NOTHING: Final = frozenset({"true", "false", "null", "none"})
"""Secrets that are looked for nowhere else: everything is full of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A state without its secrets.

    Args:
        snapshot: the state.
        values: how many values were taken out of it.
        named: the URNs that a secret's text stands in, which no plan can do without: they are as they were.
    """

    snapshot: Snapshot
    values: int
    named: tuple[str, ...]


def redacted(snapshot: Snapshot, commit: str = "") -> Redacted:
    """Take out of a state what is secret, what looks as if it were, and whatever text holds one of these, also encoded or hashed.

    Args:
        snapshot: the state, its secrets opened: one that stays sealed cannot be found in other values.
        commit: of what it was brought up.
    """
    resources = [*snapshot.resources, *(each.resource for each in snapshot.pending_operations)]
    marked = [_marked(resource) for resource in resources]
    values = [value for each in marked for value in (each.inputs, each.outputs, each.replacement_trigger)]
    clear = {text for value in values for text in in_clear(value)}
    found = {text for value in values for text in texts(value, clear) if text.lower() not in _SAYING_NOTHING}
    redactor = _Redactor(Veil([*map(Secret, (*sorted(found), *_digests(found))), *sorted(clear)]))
    done = [redactor.resource(each) for each in marked]
    count = len(snapshot.resources)
    pending = zip(snapshot.pending_operations, done[count:], strict=True)
    return Redacted(
        snapshot=dataclasses.replace(
            snapshot,
            resources=done[:count],
            pending_operations=[PendingOperation(resource, each.type) for each, resource in pending],
            salt="",
            redaction=Redaction(commit=commit),
            extra={},
        ),
        values=redactor.count,
        named=tuple(resource.urn for resource in snapshot.resources if redactor.holds(resource.urn)),
    )


def _marked(resource: Resource) -> Resource:
    """A resource with everything marked that is to go."""
    outputs = sensitive(resource.type, resource.outputs)
    also = {key: Secret(outputs[key]) for key in resource.additional_secret_outputs if key in outputs}
    return dataclasses.replace(resource, inputs=sensitive(resource.type, resource.inputs), outputs={**outputs, **also})


def _digests(texts: Iterable[str]) -> Iterator[str]:
    """Secrets in hexadecimal, and the digests by which a program may tell that one has changed: they confirm a guess."""
    for text in texts:
        if len(text) >= SHORTEST:
            yield text.encode().hex()
            for algorithm in _DIGESTS:
                digest = hashlib.new(algorithm, text.encode(), usedforsecurity=False)
                yield from (digest.hexdigest(), base64.b64encode(digest.digest()).decode())


class _Redactor:
    """Takes values out of resources, and counts them."""

    def __init__(self, veil: Veil) -> None:
        self._veil = veil
        self.count = 0

    def holds(self, text: str) -> bool:
        """Whether a secret stands in a text, or in what it encodes."""
        return any(self._veil.over(told) != told for told in (text, *decoded(text)))

    def resource(self, resource: Resource) -> Resource:
        """A resource without what must not be read; what it is known by, and what it hangs together with, stays."""
        return dataclasses.replace(
            resource,
            id=REDACTED if self.holds(resource.id) else resource.id,
            import_id=REDACTED if self.holds(resource.import_id) else resource.import_id,
            inputs=self._properties(resource.type, resource.inputs),
            outputs=self._outputs(resource),
            replacement_trigger=self._value(resource.replacement_trigger),
            init_errors=tuple(map(self._veil.over, resource.init_errors)),
            extra={},
        )

    def _properties(self, type_: str, properties: Properties) -> Properties:
        hidden = {key: Secret(value) for key, value in properties.items() if configures(type_, key, value)}
        return self._fields({**properties, **hidden})

    def _outputs(self, resource: Resource) -> Properties:
        """Outputs, which programs read by their types: where one says that it is a number, a number stands for it."""
        taken = self._properties(resource.type, resource.outputs)
        return {key: _typed(value, resource.outputs.get(key)) for key, value in taken.items()}

    def _fields(self, fields: Properties) -> Properties:
        return {REDACTED if self.holds(key) else key: self._value(value) for key, value in fields.items()}

    def _value(self, value: Value) -> Value:
        match without_outputs(value):
            case Secret(value=hidden):
                return Secret(self._stand_in(hidden))
            case dict() as fields:
                return self._fields(fields)
            case list() as items:
                return [self._value(item) for item in items]
            case str() as text if self.holds(text):
                return self._taken(REDACTED)
            case bytes() as raw if self.holds(raw.decode(errors="replace")):
                return self._taken(REDACTED)
            case Asset() | Archive() as held if self._in_asset(held):
                return self._taken(REDACTED)  # its hash goes too
            case plain:
                return plain

    def _stand_in(self, hidden: Value) -> Value:
        """What stands for a secret: of its shape, since programs read outputs by their types."""
        match hidden:
            case Secret(value=inner):
                return self._stand_in(inner)
            case dict():
                return {REDACTED if self.holds(key) else key: self._stand_in(item) for key, item in hidden.items()}
            case list():
                return [self._stand_in(item) for item in hidden]
            case None | bool():
                return hidden  # there is nothing in it to be read
        return self._taken(REDACTED)

    def _in_asset(self, held: Asset | Archive) -> bool:
        texts = (held.path or "", held.uri or "", (held.text or "") if isinstance(held, Asset) else "")
        members = held.assets or {} if isinstance(held, Archive) else {}
        return any(map(self.holds, (*texts, *members))) or any(map(self._in_asset, members.values()))

    def _taken(self, stand_in: Value) -> Value:
        self.count += 1
        return stand_in


def _typed(taken: Value, was: Value) -> Value:
    """What stands for a value, with a number where that was one."""
    match taken, without_outputs(was):
        case Secret(value=inside), Secret(value=before):
            return Secret(_typed(inside, before))
        case Secret(value=inside), before:
            return Secret(_typed(inside, before))
        case dict(), dict() as before:
            return {key: _typed(item, before.get(key)) for key, item in taken.items()}
        case list(), list() as before:
            return [_typed(item, each) for item, each in zip(taken, before, strict=True)]
        case str(), int() | float() if taken == REDACTED:
            return 0
    return taken
