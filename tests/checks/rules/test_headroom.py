"""Rule `headroom`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from typing import ClassVar

import pytest

from checks.finding import Severity

from ..shop import (
    found,
    plan,
    sale,
    shop,
)


class TestHeadroom:
    OBJECTIVES: ClassVar = {"site": {"capacity": 100.0, "within": 300.0}, "cloud": {"capacity": 70.0, "within": 900.0}}

    def test_a_floor_below_what_is_promised_says_how_many_are_missing(self):
        (finding,) = found("headroom", plan(new=shop(objectives=self.OBJECTIVES)), None)
        assert (finding.resource, finding.severity) == ("workloads.storefront", Severity.WARNING)
        assert finding.reason == (
            "when a site is lost while sale lasts, the floors left serve 7,040 requests a second, and objectives.site promises 14,000 of "
            "14,000 (100%) within 5m: 87 missing in each site"
        )
        assert finding.fix == "write headroom: site under events.sale, or raise the lowest number to 175"

    def test_where_max_is_too_low_for_it_that_comes_first(self):
        objectives = {"cloud": {"capacity": 100.0, "within": 90.0}}
        made = plan(new=shop(objectives=objectives, events=sale(peak_rps={"storefront": 20000.0})))
        (finding,) = found("headroom", made, None)
        assert "objectives.cloud promises 20,000 of 20,000 (100%) within 90s: 125 missing" in finding.reason
        assert finding.fix == ("raise max to 250, and write headroom: cloud under events.sale, or raise the lowest number to 250")

    @pytest.mark.parametrize(
        "new",
        [
            shop(),
            shop(objectives=OBJECTIVES, events=sale(headroom="cloud")),
            shop(objectives=OBJECTIVES, events=sale(peak_rps={}, peak_factor={"storefront": "2x"})),
            shop(objectives={"site": {"capacity": 50.0, "within": 300.0}}),
        ],
    )
    def test_nothing_is_missing(self, new):
        """Nothing is promised, all of it is there, nothing is measured, or half is enough."""
        assert found("headroom", plan(new=new), None) == []

    def test_what_stands_in_one_site_has_nobody_to_carry_its_share(self):
        made = plan(new=shop(objectives=self.OBJECTIVES, events=sale(peak_rps={}, peak_factor={"admin": "2x"})))
        (finding,) = found("headroom", made, None)
        assert finding.resource == "workloads.admin"
        assert finding.reason == "it stands in one site, and no floor carries sale as objectives.site promises it when that is lost"
