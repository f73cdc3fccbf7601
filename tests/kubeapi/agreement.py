"""Whether a real API server refuses what the offline check calls an error, and takes what is silent there: one object a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from checks.finding import Severity
from checks.manifests.checking import problems
from checks.manifests.objects import Manifest
from checks.manifests.order import ordered
from tests.checks.manifests.asked import MISSED, REFUSED, TAKEN, Asked
from tests.checks.manifests.cases import BY_RULES, BY_SCHEMA, ERRORS_HERE_ALONE
from tests.checks.manifests.made import every, plan, set_at

from .asking import MADE, Asker

CASES: Final = tuple(Asked(*case[:3]) for case in (*BY_SCHEMA, *BY_RULES))


@dataclass(frozen=True)
class Agreement:
    """What came of the cases.

    Args:
        cases: how many there are.
        refused: how many both refuse.
        taken: how many both take.
        here: how many are errors offline alone, for reasons that are known.
        there: how many the API server alone refuses, as is known.
        strange: where the two are not as they are said to be, in words.
    """

    cases: int
    refused: int
    taken: int
    here: int
    there: int
    strange: tuple[str, ...]


def agreement(asker: Asker) -> Agreement:
    """Ask of every case's object, beside the sound ones that it needs.

    Args:
        asker: asks an API server that has nothing yet.
    """
    told = asker.ask(_entry(each) for each in ordered(plan(every()).objects))
    strange = [f"what is sound is refused: {urn}: {message}" for urn, message in told.errors]
    asked = [(case, True) for case in CASES] + [(case, False) for case in (*REFUSED, *TAKEN, *MISSED)]
    answers = [(case, *_answers(asker, case, warned=warned)) for case, warned in asked]
    known = frozenset(map(str, MISSED))
    for case, offline, real in answers:
        if offline and not real and (case.called, case.path) not in ERRORS_HERE_ALONE:
            strange.append(f"{case}: an error offline, and the API server takes it")
        elif real and not offline and str(case) not in known:
            strange.append(f"{case}: the API server refuses it, and nothing is told offline")
    pairs = [(offline, real) for _, offline, real in answers]
    return Agreement(
        cases=len(pairs),
        refused=pairs.count((True, True)),
        taken=pairs.count((False, False)),
        here=pairs.count((True, False)),
        there=pairs.count((False, True)),
        strange=tuple(strange),
    )


def _answers(asker: Asker, case: Asked, *, warned: bool) -> tuple[bool, bool]:
    """Whether the offline check refuses an object, or warns of it where that counts, and whether the API server does."""
    objects = every()
    set_at(objects[case.called], case.path, case.value)
    made = plan(objects)
    found = [problem.severity for each, problem in problems(made) if _called(each) == case.called]
    broken = next(each for each in made.objects if _called(each) == case.called)
    real = bool(asker.ask([_entry(broken, again=case.path)], make=False).errors)
    return Severity.ERROR in found or (warned and real and bool(found)), real


def _called(manifest: Manifest) -> str:
    return manifest.urn.rpartition("::")[2]


def _entry(manifest: Manifest, again: str = "") -> dict[str, Any]:
    """An object as it is asked; what was made before is asked under another name, unless that is what is broken."""
    body = dict(manifest.body)
    if again and body["kind"] in MADE and again != "metadata.name":
        body["metadata"] = {**body["metadata"], "name": f"{body['metadata']['name']}-again"}
    return {"urn": manifest.urn, "object": body}
