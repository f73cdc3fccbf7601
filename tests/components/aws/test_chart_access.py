"""What charts have in AWS: a policy each, and a log group where they collect."""

from __future__ import annotations

import json

import pytest

from components.aws.chart_access import ChartAccess, ChartAccessArgs
from components.errors import ArgumentsError
from components.kubernetes.charts import CERTIFICATES, DNS, KINDS, LOAD_BALANCERS, LOGS
from tests.support.mocks import record

POLICY = "aws:iam/policy:Policy"
GROUP = "aws:cloudwatch/logGroup:LogGroup"


def access(chart: str, **given):
    return lambda: ChartAccess("main-chart", ChartAccessArgs(chart=chart, cluster="nusantara-main", domain="shop.example", **given))


@pytest.mark.parametrize("chart", [LOAD_BALANCERS, DNS, CERTIFICATES])
def test_a_chart_has_a_policy_of_its_own(chart):
    found = record(access(chart, tags={"team": "platform"}))
    policy, component = found.one(POLICY, "main-chart-policy"), found.one(ChartAccess.TYPE)
    assert policy.parent == component.urn
    assert policy.inputs["tags"] == {"team": "platform"}
    assert json.loads(policy.inputs["policy"])["Statement"]
    assert component.outputs is not None
    assert component.outputs["log_group"] == ""
    assert len(found) == 2


def test_logs_are_kept_as_long_as_is_written():
    found = record(access(LOGS, log_retention_days=30))
    group = found.one(GROUP, "main-chart-logs")
    assert group.inputs["name"] == "/aws/eks/nusantara-main/workloads"
    assert group.inputs["retentionInDays"] == 30
    policy = found.one(POLICY)
    assert group.urn in policy.dependencies


def test_every_chart_that_calls_aws_has_a_policy():
    calling = [name for name, kind in KINDS.items() if kind.account and "aws" in kind.clouds]
    assert all(record(access(name)).of(POLICY) for name in calling)


def test_what_is_wrong_is_told_at_once():
    with pytest.raises(ArgumentsError) as error:
        ChartAccessArgs(chart="No", cluster="c", domain="d", zones=("Z1", "Z1"), log_retention_days=6)
    assert {fault.field for fault in error.value.faults} == {"chart", "zones.1", "log_retention_days"}
