"""Alarms of the simulated CloudMonitor: what they watch, and whom they tell."""

from __future__ import annotations

import pytest

from simulator.alicloud.cms import ALARM
from tests.support.simulated import Provider, RefusalError

DOWN = {
    "project": "acs_vpn",
    "metric": "tun.bgp_state",
    "contactGroups": ["on-call"],
    "escalationsCritical": {"comparisonOperator": "<", "statistics": "Average", "threshold": "1", "times": 3},
}
DIMENSIONS = '[{"instanceId": "vpn-1", "tunnelId": "tun-1"}]'


@pytest.fixture
def cloud(tmp_path):
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-5")


def test_it_tells_somebody_of_something(cloud):
    assert set(cloud.check(ALARM, **{**DOWN, "contactGroups": []})[1]) == {"contactGroups"}
    assert set(cloud.check(ALARM, **DOWN, metricDimensions="vpn-1")[1]) == {"metricDimensions"}
    without = {key: value for key, value in DOWN.items() if key != "escalationsCritical"}
    with pytest.raises(RefusalError, match=r"^ParameterInvalid"):
        cloud.create(ALARM, **without)


def test_it_compares_as_cloudmonitor_does(cloud):
    odd = {**DOWN, "escalationsCritical": {"comparisonOperator": "=<", "threshold": "1"}}
    assert set(cloud.check(ALARM, **odd)[1]) == {"escalationsCritical.comparisonOperator"}
    assert set(cloud.check(ALARM, **DOWN, silenceTime=60)[1]) == {"silenceTime"}


def test_another_metric_is_another_alarm_and_the_order_of_dimensions_means_nothing(cloud):
    before = {**DOWN, "metricDimensions": DIMENSIONS}
    assert cloud.replaces(ALARM, before, {**before, "metric": "tun.state"}) == ["metric"]
    assert cloud.replaces(ALARM, before, {**before, "contactGroups": ["night"]}) == []
    same = {**before, "metricDimensions": '[{"tunnelId":"tun-1","instanceId":"vpn-1"}]'}
    assert list(cloud.diff(ALARM, before, same).detailedDiff) == []
    assert cloud.create(ALARM, **before)[1]["period"] == 300
