"""Whether a real API server refuses what the offline check calls an error, and takes what is silent there: one broken object a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from checks.finding import Severity
from checks.manifests.checking import problems
from checks.manifests.objects import Manifest
from checks.manifests.order import ordered
from tests.checks.manifests.cases import BY_RULES, BY_SCHEMA, TAKEN, Case
from tests.checks.manifests.made import every, plan, set_at

from .asking import MADE, Asker

CASES: Final[Sequence[Case]] = (*BY_SCHEMA, *BY_RULES)


@dataclass(frozen=True)
class Agreement:
    """What came of the cases.

    Args:
        cases: how many there are.
        refused: how many an API server refuses too.
        taken: how many are errors offline alone, for reasons that are known.
        strange: where the two do not agree, in words.
    """

    cases: int
    refused: int
    taken: int
    strange: tuple[str, ...]


def agreement(asker: Asker) -> Agreement:
    """Ask of every case's object, beside the sound ones that it needs.

    Args:
        asker: asks an API server that has nothing yet.
    """
    refused = taken = 0
    told = asker.ask(_entry(each) for each in ordered(plan(every()).objects))
    strange = [f"what is sound is refused: {urn}: {message}" for urn, message in told.errors]
    for called, path, value, _, _ in CASES:
        objects = every()
        set_at(objects[called], path, value)
        made = plan(objects)
        found = [problem.severity for each, problem in problems(made) if _called(each) == called]
        broken = next(each for each in made.objects if _called(each) == called)
        offline, real = Severity.ERROR in found, bool(asker.ask([_entry(broken, again=path)], make=False).errors)
        refused += offline and real
        if offline and not real and (called, path) in TAKEN:
            taken += 1
        elif offline and not real:
            strange.append(f"{called}: {path} = {value!r}: an error offline, and the API server takes it")
        elif real and not found:
            strange.append(f"{called}: {path} = {value!r}: the API server refuses it, and nothing is told offline")
    return Agreement(len(CASES), refused, taken, tuple(strange))


def _called(manifest: Manifest) -> str:
    return manifest.urn.rpartition("::")[2]


def _entry(manifest: Manifest, again: str = "") -> dict[str, Any]:
    """An object as it is asked; what was made before is asked under another name, unless that is what is broken."""
    body = dict(manifest.body)
    if again and body["kind"] in MADE and again != "metadata.name":
        body["metadata"] = {**body["metadata"], "name": f"{body['metadata']['name']}-again"}
    return {"urn": manifest.urn, "object": body}
