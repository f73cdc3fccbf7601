"""How reviews tell of objects, values and counts: the words that their renderers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.plan import Change, Kind, Plan
from checks.review.model import Risk
from engine import urn
from engine.properties import contains_unknown, without_outputs
from engine.values import UNKNOWN, Archive, Asset, Secret, Value

from . import names
from .differences import Line, exports
from .differences.model import Document, Named
from .values import MASK, number
from .veil import Veil

LONGEST: Final = 120
"""A value in a line has at most so many characters."""
_HASH: Final = 10
"""So many digits of a hash tell one content from another."""
TO_DO: Final = {
    Kind.CREATED: "to create",
    Kind.IMPORTED: "to import",
    Kind.UPDATED: "to update",
    Kind.REPLACED: "to replace",
    Kind.DELETED: "to delete",
}
_MAKING: Final = frozenset({Kind.CREATED, Kind.IMPORTED, Kind.UPDATED, Kind.REPLACED})
"""What becomes of objects whose outputs an update alone can tell."""
_OUTPUTS: Final = ("arn", "id", "name", "endpoint", "url")
"""Outputs that inputs are called by: `roleArn` takes a role's `arn`."""


def summary(plan: Plan) -> str:
    """How much would change, in Pulumi's words: "1 to create, 2 to replace"."""
    counts = Counter(change.kind for change in plan.changes)
    return ", ".join(f"{counts[kind]:,} {words}" for kind, words in TO_DO.items() if counts[kind]) or (
        "no changes but of outputs" if exports(plan) else "no changes"
    )


def tier_of(risk: Risk) -> str:
    """How what a step destroys comes back, and whether that is certain."""
    return f"{risk.tier} if it is replaced" if risk.possible else str(risk.tier)


def kind_of(of: str) -> str:
    """The type of a URN as people read it."""
    return names.short_type(urn.type_of(of))


def shortened(text: str) -> str:
    """A text of which the end is left out where it is too long for a line."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells values of one plan, no secret among them.

    Args:
        plan: the plan.
        veil: hides what is secret.
    """

    plan: Plan
    veil: Veil

    def value(self, value: Value, change: Change | None = None, line: Line | None = None) -> str:
        """A value in a line; of an unknown one of a change, also what it comes from."""
        told = without_outputs(value)
        text = self.veil.over("".join(self._flow(told, self.origin(change, line))))
        if line is not None and isinstance(told, str) and self._alike(line):
            text = f'"{text}"'
        return shortened(text)

    def _alike(self, line: Line) -> bool:
        """Whether what was and what is to be read alike, and are a text and no text: 1 and "1"."""
        old, new = without_outputs(line.old), without_outputs(line.new)
        return isinstance(old, str) != isinstance(new, str) and "".join(self._flow(old, "")) == "".join(self._flow(new, ""))

    def text(self, text: str) -> str:
        """A text in which no secret stands."""
        return self.veil.over(text)

    def placed(self, of: str) -> str:
        """An object by its site and its name without the site's: `jakarta-aws/vpc`."""
        change = self.plan.by_urn.get(of)
        site, name = (self.plan.site(change) if change else "") or self.plan.site_of(of), urn.name_of(of)
        return self.veil.over(f"{site}/{name.removeprefix(f'{site}-')}" if site else name)

    def origin(self, change: Change | None, line: Line | None) -> str:
        """What an unknown value comes from, as ` ← jakarta-aws/vpc.id`: the objects that it depends on, as far as they change too.

        Which of an object's outputs it is follows from the input's name, and is left out where it does not.
        """
        if change is None or line is None or not contains_unknown(line.new):
            return ""
        sources = [source for source in change.sources.get(str(line.place[0]), ()) if self._made(source)]
        leaf = next((step for step in reversed(line.place) if isinstance(step, str) and not isinstance(step, Named | Document)), "")
        stem = leaf.lower().rstrip("s")
        output = next((f".{each}" for each in _OUTPUTS if stem.endswith(each)), "")
        told = ", ".join(f"{self._called(source)}{output}" for source in sources)
        return f" ← {told}" if told else ""

    def _called(self, of: str) -> str:
        """An object by its place; with its type, where something else that is made is called the same."""
        placed = self.placed(of)
        alike = sum(self.placed(each.urn) == placed and each.kind in _MAKING for each in self.plan.by_name[urn.name_of(of)])
        return f"{urn.type_of(of).rpartition(':')[2]} {placed}" if alike > 1 else placed

    def _made(self, of: str) -> bool:
        change = self.plan.by_urn.get(of)
        return change is not None and change.kind in _MAKING

    def _flow(self, value: Value, origin: str) -> Iterator[str]:
        match value:
            case None:
                yield "null"
            case bool():
                yield str(value).lower()
            case str():
                yield value
            case int():
                yield str(value)  # every digit of it
            case float():
                yield number(value)
            case Secret():
                yield MASK.value
            case Mapping():
                yield "{"
                yield from self._joined(((f"{key}: ", each) for key, each in sorted(value.items())), origin)
                yield "}"
            case list():
                yield "["
                yield from self._joined((("", each) for each in value), origin)
                yield "]"
            case Asset() | Archive():
                kind = "asset" if isinstance(value, Asset) else "archive"
                yield f"{kind}({value.path or value.uri or value.hash[:_HASH]})"
            case _:
                yield f"[unknown{origin}]" if value is UNKNOWN else type(value).__name__.lower()

    def _joined(self, items: Iterable[tuple[str, Value]], origin: str) -> Iterator[str]:
        for index, (lead, item) in enumerate(items):
            yield f"{', ' if index else ''}{lead}"
            yield from self._flow(item, origin)
