"""Objects with one thing otherwise, each with what a real API server said of it; `tests.kubeapi` asks it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from ..made import OUT

_LEFT_OUT: Final = "(left out)"


class Asked(NamedTuple):
    """What is otherwise: the object as objects.yaml calls it, the place, and what is put there."""

    called: str
    path: str
    value: Any

    def __str__(self) -> str:
        return f"{self.called}: {self.path} = {_LEFT_OUT if self.value is OUT else repr(self.value)}"


def _read(name: str) -> tuple[Asked, ...]:
    table = yaml.safe_load(Path(__file__).with_name(name).read_text())
    return tuple(
        Asked(called, path, OUT if value == _LEFT_OUT else value)
        for called, places in table.items()
        for path, values in places.items()
        for value in values
    )


REFUSED: Final = _read("refused.yaml")
TAKEN: Final = _read("taken.yaml")
MISSED: Final = _read("missed.yaml")
