"""What checks say of a plan, under its preview and in its JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from checks.accepted import Accepted
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from views import looks
from views.findings import documents, page

URN = "urn:pulumi:dev::shop::a:b/c:C::sneaky\x1b[31m"
REFUSED = Finding(rule="action-time", severity=Severity.ERROR, resource=URN, reason="it is past", fix="wait")
WARNED = Finding(rule="event-over", severity=Severity.WARNING, resource="events.sale", reason="it is over", fix="remove it")
ENTRY = Accepted(rule="event-over", resource="sale", because="kept for the next", until=date(2026, 12, 28))
NOON = datetime(2026, 12, 28, 12, tzinfo=UTC)
LONG = replace(
    WARNED,
    resource="events.a-sale-whose-name-is-longer-than-a-narrow-terminal-has-columns-to-show-it-in",
    reason="when a site is lost while sale lasts, the floors left serve 7,040 requests a second, and objectives.site promises 14,000",
    fix="raise max to 250, and write headroom: cloud under events.sale, or raise the lowest number to 250",
)


def test_findings_with_their_fixes_and_what_is_accepted_with_its_reason():
    found = page(Judgement(at=NOON, findings=(REFUSED, WARNED), accepted=((WARNED, ENTRY),)))
    assert found.plain.splitlines() == [
        "",
        "Findings at 2026-12-28 12:00 UTC:",
        "    error action-time: it is past",
        "        C sneaky\\x1b[31m",
        "        fix: wait",
        "    warning event-over: it is over",
        "        events.sale",
        "        fix: remove it",
        "    accepted event-over until 2026-12-28: kept for the next",
        "        events.sale",
        "        found: it is over",
    ]
    assert {text.strip(): style for text, style in found.fragments}["error"] == looks.ERROR


def test_what_differs_in_its_resource_alone_is_told_once():
    another = replace(WARNED, resource="events.other")
    found = page(Judgement(at=NOON, findings=(WARNED, another, replace(another, reason="it is gone"))))
    assert found.plain.splitlines()[2:] == [
        "    warning event-over: it is over",
        "        events.sale",
        "        events.other",
        "        fix: remove it",
        "    warning event-over: it is gone",
        "        events.other",
        "        fix: remove it",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_gets_whole_words_and_the_rest_further_in(width):
    lines = page(Judgement(at=NOON, findings=(LONG,)), width).plain.splitlines()[2:]
    assert all(len(line) <= width for line in lines if LONG.resource not in line)
    assert " ".join(line.strip() for line in lines) == f"warning event-over: {LONG.reason} {LONG.resource} fix: {LONG.fix}"
    assert [len(line) - len(line.lstrip()) for line in lines][:2] == [4, 12]


def test_none_is_said():
    assert page(Judgement(at=NOON)).plain == "\nFindings at 2026-12-28 12:00 UTC:\n    none\n"


def test_as_documents():
    first, second = documents(Judgement(at=NOON, findings=(REFUSED,), accepted=((WARNED, ENTRY),)))
    assert first == {
        "rule": "action-time", "severity": "error", "resource": URN, "reason": "it is past", "fix": "wait", "position": "", "accepted": None,
    }  # fmt: skip
    assert second["accepted"] == {"because": "kept for the next", "until": "2026-12-28"}
