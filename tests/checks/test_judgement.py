"""What all rules say of a plan together."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import Kind
from checks.rule import Rule
from checks.rules import rules

from .shop import FLEET, SALE_TIME, SCHEDULE, change, plan


def test_every_rule_has_a_page():
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text()
    rows = {
        cells[1].strip(" `"): [cell.strip() for cell in cells] for line in page.splitlines() if len(cells := line.split("|")) > 4
    }
    said_by = {field.name: field.default for field in fields(Rule)}
    for rule in rules():
        dated, undated = (getattr(rule, name) is not said_by[name] for name in ("finds_at", "finds"))
        assert rows[rule.name][3].startswith("in part" if dated and undated else "yes" if dated else "no")
        assert rows[rule.name][4] == rule.tells
    assert len({rule.name for rule in rules()}) == len(rules())


def test_the_order_is_not_that_of_the_plan():
    made = [change("a:b/c:C", name, Kind.DELETED, FLEET) for name in ("z", "a", "m")]
    forth, back = judge(plan(*made), SALE_TIME).findings, judge(plan(*reversed(made)), SALE_TIME).findings
    assert forth == back
    assert [finding.resource[-1] for finding in forth] == ["a", "m", "z"]


def test_errors_come_first_and_a_plan_without_environment_has_none():
    made = plan(
        change("a:b/c:C", "x", Kind.DELETED, FLEET),
        change(SCHEDULE, "y", Kind.CREATED, FLEET, {"startTime": "2026-12-24T15:00:00Z"}),
    )
    assert [finding.severity for finding in judge(made, SALE_TIME).findings] == [Severity.ERROR, Severity.WARNING]
    assert judge(plan(new=None, old=None), SALE_TIME).findings == ()
    assert judge(plan(new=None), SALE_TIME).findings == ()
