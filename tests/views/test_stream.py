"""The lines of `up --json` are the real engine's events: what reads its logs reads ours."""

from __future__ import annotations

import json

import pytest

from engine.events import Diagnostic, OutputsChanged, Severity, StepDone, StepFailed, StepStarted
from tests.support.event_log import events
from views.names import is_default_provider
from views.stream import Stream


def told(event):
    """An event without what its line does not carry."""
    match event:
        case StepStarted(step) | StepDone(step) | StepFailed(step):
            return type(event).__name__, step.op, step.urn, step.detailed_diff, step.diff_reasons, step.provider, step.logical
        case OutputsChanged():
            return event.urn, sorted(event.new)
        case Diagnostic():
            return event.message, event.severity, event.urn
    return event


@pytest.mark.parametrize("name", ["showcase-1", "run_error-1", "replace_with_dependents-1"])
def test_what_reads_the_logs_of_the_real_engine_reads_ours(recording, tmp_path, name):
    run = recording(name, "up")
    stream = Stream({"shop:b": "2", "shop:a": "[secret]"}, preview=False, clock=lambda: 1.5)
    lines = [stream.begin(), *filter(None, map(stream.fold, run.events)), stream.end()]
    (tmp_path / "log").write_text("\n".join(lines))
    shown = [e for e in run.events if not (isinstance(e, StepStarted | StepDone) and is_default_provider(e.step.urn))]
    assert [told(event) for event in events(tmp_path / "log")] == [told(event) for event in shown]
    assert [json.loads(line)["sequence"] for line in lines] == list(range(len(lines)))
    assert json.loads(lines[0]) == {
        "sequence": 0,
        "timestamp": 1,
        "preludeEvent": {"config": {"shop:a": "[secret]", "shop:b": "2"}},
    }
    assert json.loads(lines[-1])["cancelEvent"] == {}


def test_an_error_has_its_prefix_apart():
    line = json.loads(Stream({}, preview=True, clock=lambda: 0).fold(Diagnostic("no such zone", Severity.ERROR, "urn:x")))
    assert line["diagnosticEvent"] == {
        "urn": "urn:x",
        "prefix": "error: ",
        "message": "no such zone\n",
        "color": "never",
        "severity": "error",
    }
