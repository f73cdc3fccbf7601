"""Cases carried out: what each begins with is brought up once."""

from __future__ import annotations

from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

import simulator
from checks.evolution import Evolution, judged
from checks.expectation import title
from checks.plan import CONTROL_PLANES, Change, Kind
from checks.trial import Trial
from engine import urn
from tests.support.preloaded import preloaded

from .case import STARTS, Case
from .environment import STACK, file

ROOT = Path(__file__).parents[2]


class Runner:
    """Carries cases out; use it as a context manager."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._trials: dict[str, Trial] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, case: Case) -> Evolution:
        """What a case comes to."""
        with preloaded():
            if case.start not in self._trials:
                trial = self._open.enter_context(Trial(ROOT, STACK, providers=simulator.providers, plant=simulator.plant))
                trial.up(file(STARTS[case.start]))
                self._trials[case.start] = trial
            return judged(self._trials[case.start].plan(file(case.change(STARTS[case.start]), *case.workloads)))


def _stays(change: Change) -> bool:
    """Whether it is what everything in a cluster, or in a site, goes through."""
    return change.type in CONTROL_PLANES or change.type.startswith("pulumi:providers:")


def faults(case: Case, evolution: Evolution) -> list[str]:
    """What a case comes to that it does not name, and what it names and does not come to."""
    refused = [urn.name_of(finding.resource) for finding in evolution.refused]
    beyond = [name for name in refused if not any(fnmatchcase(name, pattern) for pattern in case.refused)]
    missing = [pattern for pattern in case.refused if not any(fnmatchcase(name, pattern) for name in refused)]
    anew = [title(change) for change in evolution.of(Kind.REPLACED) if _stays(change)]
    return [
        *(f"{name} is replaced, and with it everything that goes through it" for name in anew if not case.anew),
        *(["no control plane and no provider is replaced"] if case.anew and not anew else []),
        *case.expected.faults(evolution),
        *(f"{name} is refused, and should not be" for name in beyond),
        *(f"nothing is refused that is called {pattern}" for pattern in missing),
    ]
