"""Updates that may be replacements, for the same reason together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from checks.review.replacements import Replacement

from .telling import kind_of

Doubted: TypeAlias = Mapping[str, Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]]]
"""By reason, and by a type and the inputs of it that may force it: the URNs of the objects."""


def doubted(told: Iterable[Replacement]) -> Doubted:
    """What of replacements is planned as an update; an input without a name is any that differs."""
    found: defaultdict[str, defaultdict[tuple[str, tuple[str, ...]], list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in told:
        for why in dict.fromkeys(each.because):
            inputs = (cause.input for cause, reason in zip(each.causes, each.because, strict=True) if reason == why)
            found[why][kind_of(each.urn), tuple(filter(None, inputs))].append(each.urn)
    return {why: {key: tuple(urns) for key, urns in groups.items()} for why, groups in found.items()}
