"""What checks say of a plan, under its preview and in its JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime

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


def test_findings_with_their_fixes_and_what_is_accepted_with_its_reason():
    found = page(Judgement(at=NOON, findings=(REFUSED, WARNED), accepted=((WARNED, ENTRY),)))
    assert found.plain.splitlines() == [
        "",
        "Findings at 2026-12-28 12:00 UTC:",
        "    error action-time sneaky\\x1b[31m: it is past; fix: wait",
        "    warning event-over events.sale: it is over; fix: remove it",
        "    accepted until 2026-12-28 event-over events.sale: kept for the next",
    ]
    assert {text.strip(): style for text, style in found.fragments}["error"] == looks.ERROR


def test_none_is_said():
    assert page(Judgement(at=NOON)).plain == "\nFindings at 2026-12-28 12:00 UTC:\n    none\n"


def test_as_documents():
    first, second = documents(Judgement(at=NOON, findings=(REFUSED,), accepted=((WARNED, ENTRY),)))
    assert first == {
        "rule": "action-time", "severity": "error", "resource": URN, "reason": "it is past", "fix": "wait", "accepted": None,
    }  # fmt: skip
    assert second["accepted"] == {"because": "kept for the next", "until": "2026-12-28"}
