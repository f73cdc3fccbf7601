"""A change that reviewers meet: what stands before it, what after it, and what they are to read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import yaml

from views.comment import LIMIT

FOLDER: Final = Path(__file__).parent
HEAD: Final = "case.yaml"
PLAN: Final = "plan.txt"
COMMENT: Final = "comment.md"
COMMIT: Final = "commit"
CHECKPOINT: Final = "checkpoint"
_ENVIRONMENTS: Final = FOLDER / "environments"
_PROGRAMS: Final = FOLDER / "programs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder of `tests/cases/`.

    What changes is either a program or an environment of this project's own program. A program is `before.py` in the folder, or one of
    `programs/`, from which several cases begin. Afterwards it is what `after.py` has, or what the pieces of `after` make of it; or it
    stays as it is, and its configuration changes. A `world.py` beside it is brought up first, as a stack of others in the same clouds.

    Args:
        name: the folder's.
        title: what is done, as its author would say it.
        shows: what a reviewer must be able to tell at a glance.
        asks: which of `asks.ASKS` it answers.
        diff: whether the plan is shown with `--diff`.
        at: the moment that checks go by; without it nothing dated is said.
        limit: how long the comment may be.
        against: what it is compared with: a `commit`, a `checkpoint`, or the name of another stack, whose configuration is `config`.
        pending: what was under way when a checkpoint was written: by a resource's name, "creating", "updating" or "deleting".
        stack: the stack's name.
        config: configuration of a program, before and after.
        config_after: what of it is otherwise afterwards.
        program: a file of `programs/`, without its suffix, where the folder has no `before.py`.
        environment: a file of `environments/`, without its suffix; a program is run where there is none.
        before: pieces of an environment, and what stands in their place to begin with.
        after: pieces of that, or of the program, and what stands in their place afterwards.
    """

    name: str
    title: str
    shows: str
    asks: tuple[str, ...] = ()
    diff: bool = False
    at: str | None = None
    limit: int = LIMIT
    against: str = COMMIT
    pending: Mapping[str, str] = field(default_factory=dict)
    stack: str = "production"
    config: Mapping[str, str] = field(default_factory=dict)
    config_after: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    environment: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The case in a folder."""
        told: dict[str, Any] = yaml.safe_load((folder / HEAD).read_text())
        return cls(name=folder.name, asks=tuple(told.pop("asks", ())), **told)

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    def source(self, which: str) -> str | None:
        """The text of a program of the case, `world`, `before` or `after`; None where it has none of that name.

        Raises:
            ValueError: a piece that is to be replaced stands nowhere in it.
        """
        path = self.folder / f"{which}.py"
        if path.exists():
            return path.read_text()
        if which == "before" and self.program:
            return (_PROGRAMS / f"{self.program}.py").read_text()
        start = self.source("before") if which == "after" and self.after else None
        return None if start is None else _edited(start, self.after)

    @property
    def environments(self) -> tuple[str, str]:
        """The environment before and after.

        Raises:
            ValueError: a piece that is to be replaced stands nowhere in it.
        """
        start = _edited((_ENVIRONMENTS / f"{self.environment}.yaml").read_text(), self.before)
        return start, _edited(start, self.after)

    def expected(self, what: str) -> str:
        """What a reviewer is to read, as it was committed."""
        path = self.folder / what
        return path.read_text() if path.exists() else ""


def _edited(text: str, edits: Mapping[str, str]) -> str:
    for old, new in edits.items():
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times in what is edited, expected once")
        text = text.replace(old, new)
    return text


def cases() -> list[Case]:
    """Every case, by name."""
    return [Case.read(head.parent) for head in sorted(FOLDER.glob(f"*/{HEAD}"))]
