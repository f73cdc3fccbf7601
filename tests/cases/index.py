"""The page that lists the cases: what each shows, and which cases show what users have asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .asks import ASKS
from .case import FOLDER, Case

INDEX: Final = FOLDER / "README.md"
_HEAD: Final = """\
# Changes that reviewers meet

A folder is a change: what stands before it (`before.py`, one of `programs/`, or an environment of `environments/`) and after it
(`after.py`, or what `after` in `case.yaml` says is otherwise), what `nusa preview --review` prints of it (`plan.txt`), and what `nusa comment` writes (`comment.md`). `make cases` writes
the texts, and this page.
"""


def page(cases: Iterable[Case]) -> str:
    """The page in Markdown."""
    listed = list(cases)
    rows = [f"| [{case.name}]({case.name}) | {case.title} | {case.shows} |" for case in listed]
    asked = [f"| {told} | {_named(listed, ask)} |" for ask, told in ASKS.items()]
    return "\n".join(
        [
            _HEAD,
            *("| case | what is done | what a reviewer must see |", "| --- | --- | --- |"),
            *rows,
            *("", "## What is asked for", "", "| asked for | shown by |", "| --- | --- |"),
            *asked,
            "",
        ]
    )


def _named(cases: Iterable[Case], ask: str) -> str:
    return ", ".join(f"[{case.name}]({case.name}/comment.md)" for case in cases if ask in case.asks)
