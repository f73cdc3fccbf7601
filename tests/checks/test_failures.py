"""What a run that failed says of itself."""

from __future__ import annotations

from checks.failures import failures_of
from engine.events import Diagnostic, Severity, Summary
from engine.result import Result
from engine.state import Snapshot


def run(*messages: str) -> Result:
    said = tuple(Diagnostic(message=each, severity=Severity.ERROR) for each in messages)
    return Result(summary=Summary(preview=True), snapshot=Snapshot(), diagnostics=said)


def test_an_error_of_many_resources_is_told_once_and_that_there_were_errors_not_at_all():
    assert failures_of(run("no such zone\n", "no such zone", "preview failed", "no such key", "")) == (
        "no such zone",
        "no such key",
    )


def test_that_there_were_errors_is_told_where_nothing_else_is():
    assert failures_of(run("preview failed")) == ("preview failed",)
