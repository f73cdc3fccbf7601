"""Migrations as a person reads them, and as a page of a repository shows them."""

from __future__ import annotations

import pytest

from stacks.migration_plan import migration_plan
from tests.stacks.conftest import edited, source
from tests.stacks.test_migration_faults import WWW, drain, moving
from views.migrations import markdown, migrations

ALARMS = "        alarms: {jakarta: [errors, 'order queue'], batam: [errors, 'order queue']}\n"
SALE = """\
    events:
      sale: {time_zone: Asia/Jakarta, start: "2027-01-21 00:00", end: "2027-01-22 00:00", peak_rps: {storefront: 300}}
"""


def told(edits, at=None, events=""):
    text = (edited(edits) + events).replace("replicas: {min: 2, max: 4}", "pod_rps: 100, replicas: {min: 2, max: 4}")
    return migration_plan(source(text).read(), at)


def lines(plan):
    return [line.rstrip() for line in migrations(plan).plain.splitlines()]


@pytest.fixture(scope="module")
def plan():
    return told(moving(more="        step: 2\n" + ALARMS), events=SALE)


def test_each_step_with_its_shares_and_what_comes_next(plan):
    assert lines(plan) == [
        "moves: requests for www, step 2 of 5 in force",
        "    STEP  DATE        jakarta  batam  MOVES",
        "       0  before         100%     0%         taken",
        "       1  2027-01-11      95%     5%      5  taken",
        "       2  2027-01-13      75%    25%     20  in force",
        "       3  2027-01-18      50%    50%     25  next",
        "       4  2027-01-20      25%    75%     25  ahead",
        "       5  2027-01-25       0%   100%     25  ahead",
        "    Next, on 2027-01-18 (UTC): write step: 3 under migrations.moves",
        "    Back: write step: 1; step: 0 for all the way",
        "    Guarded by the health check of www: its answers leave a site that fails",
        "    Before it, these must name no alarm of jakarta:",
        (
            "        aws cloudwatch describe-alarms --region ap-southeast-3 --state-value ALARM --alarm-types MetricAlarm CompositeAlarm "
            "--query '[MetricAlarms,CompositeAlarms][].AlarmName' --output text --alarm-names errors 'order queue'"
        ),
        "    Before it, these must name no alarm of batam:",
        "        aliyun cms DescribeMetricRuleList --region ap-southeast-5 --AlertState ALARM --RuleName errors",
        "        aliyun cms DescribeMetricRuleList --region ap-southeast-5 --AlertState ALARM --RuleName 'order queue'",
        "",
    ]


def test_as_markdown(plan):
    found = markdown(plan).splitlines()
    assert found[:5] == [
        "**moves**: requests for www, step 2 of 5 in force",
        "",
        "| step | date | jakarta | batam | moves | |",
        "| ---: | --- | ---: | ---: | ---: | --- |",
        "| 0 | before | 100% | 0% |  | taken |",
    ]
    assert "| 4 | 2027-01-20 | 25% | 75% | 25 | ahead |" in found, "floors follow the weights of each step"
    assert "- Next, on 2027-01-18 (UTC): write step: 3 under migrations.moves" in found


def test_the_end_of_a_drain():
    steps = drain("jakarta: 50%") + drain("jakarta: 0%", "2027-02-08").lstrip("\n")
    edits = moving(
        steps,
        what="workload: storefront",
        more="        step: 2\n        at_most: 50%\n",
        www=WWW.replace("jakarta: 100, batam: 0", "jakarta: 0, batam: 100"),
    )
    found = lines(told(edits))
    assert found[0] == "moves: workload storefront, at its end"
    assert found[4] == "       2  2027-02-08       0%     50  in force"
    assert found[5:7] == [
        "    To end it: leave the sites that keep nothing out of workloads.storefront, and remove it",
        "    Back: write step: 1; step: 0 for all the way",
    ]


def test_none():
    assert lines(migration_plan(source().read())) == ["test has no migrations"]
    assert markdown(migration_plan(source().read())) == "test has no migrations\n"
