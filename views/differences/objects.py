"""The difference of two objects, however deep."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.properties import equal, without_outputs
from engine.values import Archive, Properties, Secret, Value

from .. import documents
from .lists import aligned
from .model import ADD, DELETE, UPDATE, Difference, Document, Line, Named, Place, Reordered

if TYPE_CHECKING:
    from collections.abc import Collection


def difference(old: Properties, new: Properties, changed: Collection[str] | None = None) -> Difference:
    """How two objects differ.

    Args:
        old: the properties before.
        new: the properties after.
        changed: the names of the properties that the provider says differ; a secret that is none of them is taken as the same,
            since no text may give away whether two secrets are equal. All are asked without.
    """
    found = _Found(changed)
    found.objects((), old, new)
    found.lines.sort(key=lambda line: [str(step) for step in line.place])
    return Difference(tuple(found.lines), tuple(found.reordered), tuple(found.respelled))


class _Found:
    """What was found so far."""

    def __init__(self, changed: Collection[str] | None) -> None:
        self._changed = changed
        self.lines: list[Line] = []
        self.reordered: list[Reordered] = []
        self.respelled: list[Place] = []

    def objects(self, place: Place, old: Mapping[str, Value], new: Mapping[str, Value]) -> None:
        for key in sorted(old.keys() | new.keys()):
            if not key.startswith("__"):  # what the engine or a provider keeps for itself
                self.values((*place, key), old.get(key), new.get(key))

    def values(self, place: Place, old: Value, new: Value) -> None:
        old, new = without_outputs(old), without_outputs(new)
        match old, new:
            case Secret(), Secret():
                if self._changed is None or place[0] in self._changed:
                    self.lines.append(Line(place, UPDATE, old, new))
            case Mapping(), Mapping():
                self.objects(place, old, new)
            case list(), list():
                self._lists(place, old, new)
            case _ if equal(old, new):
                return
            case str(), str() if self._documents(place, old, new):
                return
            case Archive(assets=Mapping() as before), Archive(assets=Mapping() as after):
                self.objects((*place, Document("archive")), before, after)
            case (list(), str() | Mapping()) | (str() | Mapping(), list()) if _policy(place):
                self._lists(place, _listed(old), _listed(new))
            case None, _:
                self.lines.append(Line(place, ADD, None, new))
            case _, None:
                self.lines.append(Line(place, DELETE, old, None))
            case _:
                self.lines.append(Line(place, UPDATE, old, new))

    def _lists(self, place: Place, old: list[Value], new: list[Value]) -> None:
        found = aligned(old, new)
        if found.moved:
            self.reordered.append(Reordered(place, found.moved))
        for pair in found.pairs:
            was, is_ = pair
            step = Named(found.names[pair]) if found.names else (is_ if is_ is not None else was)
            assert step is not None, "an element stands in one of the lists at least"
            before, after = None if was is None else old[was], None if is_ is None else new[is_]
            if before is None and after is None and (was is None or is_ is None):  # a null, which an element may be
                self.lines.append(Line((*place, step), ADD if was is None else DELETE))
            else:
                self.values((*place, step), before, after)

    def _documents(self, place: Place, old: str, new: str) -> bool:
        """Compare what two strings hold, where both hold a document."""
        before, after = documents.decode_all(old), documents.decode_all(new)
        if before is None or after is None:
            return False
        told = len(self.lines), len(self.reordered)
        self.values((*place, Document(after.kind)), before.value, after.value)
        if (len(self.lines), len(self.reordered)) == told:
            self.respelled.append(place)
        return True


def _policy(place: Place) -> bool:
    """Whether something stands in the statements of a policy, where a list of one may be written without brackets.

    Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html; RAM's grammar is the same.
    """
    return any(isinstance(step, Document) and then == "Statement" for step, then in pairwise(place))


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]
