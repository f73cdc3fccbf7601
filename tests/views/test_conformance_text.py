"""What stands under the tree after each conformance case, as the real command line printed it."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from engine.events import Event
from tests.support.programs import CONFORMANCE, Stack, clean
from views.board import Board
from views.sections import sections

CASES = json.loads((CONFORMANCE / "cases.json").read_text())
CONFIG = yaml.safe_load((CONFORMANCE / "config.yaml").read_text())
HEADINGS = ("Diagnostics:", "Outputs:", "Resources:")


def shown(events: list[Event], root: str) -> list[str]:
    board = Board("cases", "dev", preview=False)
    for event in events:
        board.fold(event)
    text = re.sub(r"\(\d[\d.ms]*s?\)", "(time)", clean(sections(board).plain.replace(root, "<root>")))
    return [line for line in text.splitlines() if line.strip() and not line.startswith("Duration")]


def told(lines: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """The Diagnostics by resource, since their order is left to chance, and what follows them."""
    end = next(number for number, line in enumerate(lines) if line in HEADINGS[1:])
    blocks: list[list[str]] = []
    for line in lines[:end]:
        if line.startswith("  ") and not line.startswith("   "):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
    return sorted(tuple(block) for block in blocks if len(block) > 1), lines[end:]


@pytest.mark.parametrize("case", CASES)
def test_the_text_of_an_update(case, tmp_path):
    recorded = json.loads((CONFORMANCE / "recorded" / f"{case}.json").read_text())["steps"]
    stack = Stack(tmp_path, (CONFORMANCE / "programs" / f"{case}.py").read_text())
    for number, expected in zip(CASES[case], recorded, strict=True):
        stack.configure(**CONFIG, step=str(number))
        result = stack.update()
        ours, theirs = told(shown(stack.events, str(tmp_path))), told(expected["update"]["text"])
        assert ours[0] == theirs[0]
        if not result.exit_code:  # what else was reached before a failure is a race
            assert ours[1] == theirs[1]
