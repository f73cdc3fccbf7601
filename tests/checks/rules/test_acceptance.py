"""Rule `acceptance`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

import pytest

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import Kind

from ..shop import (
    FLEET,
    GROUP,
    SALE_TIME,
    change,
    found,
    plan,
    shop,
)


class TestAcceptance:
    ENTRY: ClassVar = {
        "rule": "freeze-window",
        "resource": "java-transcoder-group",
        "because": "agreed with sales",
        "until": "2026-12-28",
    }
    FROZEN = change(GROUP, "java-transcoder-group", Kind.DELETED, FLEET)

    def judged(self, at=SALE_TIME, **entry):
        return judge(plan(self.FROZEN, new=shop(accept=[{**self.ENTRY, **entry}])), at)

    @pytest.mark.parametrize("resource", ["java-transcoder-group", "java-*", f"*{GROUP}::*"])
    def test_what_is_accepted_is_told_with_its_reason(self, resource):
        judgement = self.judged(resource=resource)
        assert judgement.findings == ()
        ((finding, entry),) = judgement.accepted
        assert (finding.rule, entry.because) == ("freeze-window", "agreed with sales")

    def test_a_path_is_named_by_its_last_word_too(self):
        made = plan(new=shop(accept=[{**self.ENTRY, "rule": "event-over", "resource": "sale", "until": "2028-01-01"}]))
        assert judge(made, datetime(2027, 7, 1, tzinfo=UTC)).findings == ()

    @pytest.mark.parametrize("entry", [{"rule": "event-over"}, {"resource": "bali-*"}])
    def test_another_rule_or_another_resource_is_not(self, entry):
        assert [finding.rule for finding in self.judged(**entry).findings] == ["freeze-window"]

    def test_its_last_day_is_the_last(self):
        assert self.judged(datetime(2026, 12, 28, 23, 59, tzinfo=UTC)).findings == ()
        expired, back = self.judged(datetime(2026, 12, 29, tzinfo=UTC)).findings
        assert (expired.rule, expired.resource, expired.severity) == ("acceptance", "accept[0]", Severity.WARNING)
        assert expired.reason == "freeze-window of java-transcoder-group was accepted until 2026-12-28: agreed with sales"
        assert expired.fix == "remove it, or give it a later until with a reason that still holds"
        assert back.rule == "freeze-window"

    def test_without_the_time_it_holds_and_nothing_is_said_of_its_end(self):
        objectives = {"site": {"capacity": 100.0, "within": 300.0}}
        entry = {**self.ENTRY, "rule": "headroom", "resource": "storefront", "until": "2020-01-01"}
        assert judge(plan(new=shop(objectives=objectives, accept=[entry]))).findings == ()

    def test_a_rule_that_there_is_not(self):
        (unknown,) = found("acceptance", plan(new=shop(accept=[{**self.ENTRY, "rule": "freeze"}])), None)
        assert unknown.reason == "there is no rule freeze, so it accepts nothing"
        assert unknown.fix == "write freeze-window"
        (unknown,) = found("acceptance", plan(new=shop(accept=[{**self.ENTRY, "rule": "xyz"}])), SALE_TIME)
        assert unknown.fix.startswith("write acceptance, access-moved, action-time, ")
        assert unknown.fix.endswith(" or version-support")

    def test_every_entry_is_told_by_its_place(self):
        entries = [self.ENTRY, {**self.ENTRY, "until": "2026-12-01"}, {**self.ENTRY, "rule": "xyz"}]
        made = plan(self.FROZEN, new=shop(accept=entries))
        assert [finding.resource for finding in found("acceptance", made)] == ["accept[1]", "accept[2]"]
        assert not found("freeze-window", made), "the first holds"
