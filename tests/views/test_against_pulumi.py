"""The same events give the same text as on the real command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine import signatures
from engine.values import SIGNATURE
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.sections import sections
from views.values import CONTENTS

NAMES = sorted(path.name.removesuffix(".up.jsonl") for path in (Path(__file__).parent / "golden" / "pulumi").glob("*.up.jsonl"))
HEADINGS = ("Diagnostics:", "Outputs:", "Resources:")


def lines(text: str) -> list[str]:
    """The lines that say something; how long things took is left out."""
    timeless = re.sub(r"\(\d[\d.]*s\)", "(time)", text).replace("cases-dev running ", "cases-dev ")
    return [" ".join(line.split()) for line in timeless.splitlines() if line.strip()]


def under(text: str) -> list[str]:
    """What stands under the tree or the log; the order of Diagnostics is left out, since there it is by chance."""
    every = [line.rstrip() for line in text.splitlines() if line.strip()]
    start = next(number for number, line in enumerate(every) if line in HEADINGS)
    end = next((number for number, line in enumerate(every) if line in HEADINGS[1:]), len(every))
    return sorted(every[start:end]) + every[end:]


@pytest.mark.parametrize("name", NAMES)
def test_the_rich_diff(recording, name):
    run = recording(name, "preview")
    detail = Detail(preview=True)
    ours = "".join(detail.fold(event).plain for event in run.events)
    assert [line.rstrip() for line in ours.splitlines()] == run.text("diff.txt").splitlines()


@pytest.mark.parametrize("what", ["preview", "up"])
@pytest.mark.parametrize("name", NAMES)
def test_the_sections_under_the_tree(recording, name, what):
    run = recording(name, what)
    board = Board("cases", "dev", preview=what == "preview")
    for event in run.events:
        board.fold(event)
    assert under(sections(board).plain) == under(run.text(f"{what}.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_the_log_of_an_update(recording, name):
    run = recording(name, "up")
    log = Log(Board("cases", "dev", preview=False))
    ours = "".join(line.plain for event in run.events for line in log.fold(event))
    theirs = lines(run.text("up.txt"))
    end = next(number for number, line in enumerate(theirs) if line in HEADINGS)
    reads = [line for line in theirs[:end] if " read aws:" in line]  # told twice there, once here
    assert sorted(set(lines(ours))) == sorted({*theirs[:end], *reads})


@pytest.mark.parametrize("name", ["showcase-1", "secrets-1", "replace_with_dependents-1"])
def test_the_digest(recording, name):
    run = recording(name, "preview")
    theirs = json.loads(run.text("digest.json"), parse_int=lambda digits: int(float(digits)))
    digest = Digest(theirs["config"])
    for event in run.events:
        digest.fold(event)
    ours = json.loads(str(digest))

    assert {key: ours[key] for key in ("config", "changeSummary")} == {key: theirs[key] for key in ("config", "changeSummary")}
    assert [message["message"].rstrip() for message in ours.get("diagnostics", [])] == [
        message["message"].rstrip() for message in theirs.get("diagnostics", [])
    ]
    assert steps(ours) == steps(elided(theirs))


def elided(plain):
    """The document without the contents of text assets, which the event log that stands in for the engine does not hold."""
    if isinstance(plain, dict):
        asset = plain.get(SIGNATURE) == signatures.ASSET and "text" in plain
        return {key: CONTENTS if asset and key == "text" else elided(item) for key, item in plain.items()}
    return [elided(item) for item in plain] if isinstance(plain, list) else plain


def steps(digest: dict) -> list[dict]:
    """The steps without what an event log does not hold."""
    kept = []
    for step in digest["steps"]:
        states = {key: step.pop(key, None) for key in ("oldState", "newState")}
        for key, state in states.items():
            step[key] = state and {field: state.get(field) for field in ("urn", "type", "id", "inputs", "outputs", "parent")}
        if step["op"] == "create":
            step["newState"].pop("outputs")
        kept.append(step)
    return sorted(kept, key=lambda step: step["urn"])
