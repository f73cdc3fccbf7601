"""Rule `event-over`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from datetime import UTC, datetime

from checks.finding import Severity

from ..shop import (
    found,
    plan,
    sale,
    shop,
)


class TestEventOver:
    def test_after_its_last_window(self):
        (finding,) = found("event-over", plan(), datetime(2027, 6, 30, 18, tzinfo=UTC))
        assert (finding.resource, finding.severity) == ("events.sale", Severity.WARNING)
        assert finding.reason == "its last window ended at 2027-06-30 18:00 UTC"
        assert finding.fix == "remove it, or prolong it"

    def test_not_before_and_not_without_the_time(self):
        assert found("event-over", plan(), datetime(2027, 6, 30, 17, 59, tzinfo=UTC)) == found("event-over", plan(), None) == []

    def test_what_happened_once_is_not_prolonged(self):
        once = sale(every=None, since=None, until=None, start="2026-12-12 00:00", end="2026-12-13 00:00")
        (finding,) = found("event-over", plan(new=shop(events=once)))
        assert finding.fix == "remove it"
