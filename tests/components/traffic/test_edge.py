"""What CDNs of both clouds can be told alike: rates, paths, rule groups, the stand-in page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.naming import Cloud
from components.traffic.edge import (
    CAPACITY,
    RATES,
    RULE_GROUPS,
    USUAL_GROUPS,
    group_faults,
    ordered,
    path_faults,
    path_keys,
    rate_faults,
)
from components.traffic.stand_in import MOST_BYTES, PATH, page, page_faults

BOTH = get_args(Cloud)
GOOD = '<!doctype html><html lang="id"><title>Segera kembali</title><p>…</p></html>'


class TestRates:
    @pytest.mark.parametrize(
        ("requests", "seconds", "clouds", "told"),
        [
            (2_000, 300, BOTH, []),
            (9, 300, BOTH, [("requests", "10 to 500,000 of one address", "write 10")]),
            (10, 300, BOTH, []),
            (9, 300, ("alicloud",), []),
            (2, 300, ("alicloud",), []),
            (1, 300, ("alicloud",), [("requests", "2 to 500,000 of one address", "write 2")]),
            (600_000, 60, BOTH, [("requests", "10 to 500,000 of one address", "write 500000")]),
            (600_000, 60, ("aws",), []),
            (2_000_000_001, 60, ("aws",), [("requests", "10 to 2,000,000,000 of one address", "write 2000000000")]),
            (100, 90, BOTH, [("per", "1m, 2m, 5m or 10m", "write 1m")]),
            (100, 90, ("alicloud",), []),
            (100, 3_600, ("alicloud",), [("per", "5s to 30m", "write 30m")]),
        ],
    )
    def test_a_rate_is_one_that_every_cloud_counts(self, requests, seconds, clouds, told):
        found = rate_faults(requests, seconds, clouds)
        assert [(fault.field, fault.expected, fault.fix) for fault in found] == told

    @given(st.integers(1, 3_000_000_000), st.integers(1, 4_000))
    def test_what_both_count_each_counts(self, requests, seconds):
        alone = [fault for cloud in BOTH for fault in rate_faults(requests, seconds, (cloud,))]
        assert bool(list(rate_faults(requests, seconds, BOTH))) == bool(alone)
        assert all(seconds in RATES["aws"].windows for _ in range(not alone))


class TestPaths:
    @pytest.mark.parametrize("pattern", ["/", "/*", "/api/*", "/static/logo-1.2.svg", "/~user/*", "/" + "a" * 254])
    def test_a_path_stands_for_itself_or_for_all_that_begin_alike(self, pattern):
        assert list(path_faults([pattern], "writes")) == []

    @pytest.mark.parametrize("pattern", ["api/*", "/a*/b", "/*.jpg", "/a b", "", "/_edge/x", "/_edge/*", "/" + "a" * 255])
    def test_nothing_else_is_a_path_of_both(self, pattern):
        assert [fault.field for fault in path_faults([pattern], "writes")] == [f"writes.{pattern}"]

    def test_there_are_as_many_as_cloudfront_takes(self):
        assert list(path_faults([f"/{number}/*" for number in range(24)], "writes")) == []
        (fault,) = path_faults([f"/{number}/*" for number in range(25)], "writes")
        assert (fault.given, fault.expected) == ("25 paths", "24 at most")

    @given(st.permutations(["/*", "/a/*", "/a/b", "/a/b*", "/a/b/*"]))
    def test_the_more_particular_comes_first_in_whatever_order_they_are_written(self, patterns):
        assert ordered(patterns) == ["/a/b/*", "/a/b", "/a/b*", "/a/*", "/*"]

    def test_a_path_is_named_by_its_words_and_none_as_another(self):
        named = {"/static/*": "static-any", "/static/logo-1.2.svg": "static-logo-1.2.svg", "/": "root", "/*": "any"}
        assert path_keys(named) == named
        alike = path_keys(["/a/b", "/a-b", "/a/c"])
        assert alike["/a/c"] == "a-c"
        assert alike["/a/b"] != alike["/a-b"]
        assert alike == path_keys(["/a-b", "/a/c", "/a/b"])


class TestGroups:
    def test_the_usual_ones_are_known_and_fit(self):
        assert list(group_faults(USUAL_GROUPS, "rule_groups")) == []
        assert sum(RULE_GROUPS[group] for group in USUAL_GROUPS) <= CAPACITY

    def test_what_is_unknown_twice_there_or_too_much_is_told(self):
        told = [fault.given for fault in group_faults(("CommonRuleSet", *USUAL_GROUPS[:1] * 2, "AWSManagedRulesATPRuleSet"), "it")]
        assert told == [
            '"CommonRuleSet"',
            '"AWSManagedRulesAmazonIpReputationList" a second time',
            '"AWSManagedRulesATPRuleSet"',
        ]
        (fault,) = group_faults(
            [group for group in RULE_GROUPS if "FPRule" not in group and "ATP" not in group and "DDoS" not in group], "it"
        )
        assert fault.fix == "remove one"

    @pytest.mark.parametrize(
        ("given", "fix"),
        [
            ("awsmanagedrulessqliruleset", "write AWSManagedRulesSQLiRuleSet"),
            ("AWSManagedRulesSQLiRuleSetV2", "write AWSManagedRulesSQLiRuleSet"),
            ("Mine", "choose one of them"),
        ],
    )
    def test_of_an_unknown_one_the_nearest_is_told(self, given, fix):
        (fault,) = group_faults([given], "it")
        assert fault.fix == fix

    def test_they_may_take_all_that_there_is_and_no_more(self):
        whole = [
            *("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesLinuxRuleSet"),
            *("AWSManagedRulesSQLiRuleSet", "AWSManagedRulesWindowsRuleSet"),
        ]
        assert sum(RULE_GROUPS[group] for group in whole) == CAPACITY
        assert list(group_faults(whole, "it")) == []
        assert [fault.field for fault in group_faults([*whole, "AWSManagedRulesAmazonIpReputationList"], "it")] == ["it"]


class Read(HTMLParser):
    """What a page holds."""

    def __init__(self, text):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


class TestPage:
    def test_the_usual_one_is_small_in_three_languages_and_leads_back(self):
        text = page("www.shop.example", 60)
        read = Read(text)
        assert list(page_faults(text)) == []
        assert len(text.encode()) < 4_096
        assert [each["lang"] for each in read.of("section")] == ["en", "id", "zh"]
        assert len(read.of("h1")) == 3
        assert {each["href"] for each in read.of("a")} == {"https://www.shop.example/"}
        (refresh,) = [each for each in read.of("meta") if each.get("http-equiv") == "refresh"]
        assert refresh["content"] == "60;url=https://www.shop.example/"
        assert "every minute." in text

    @pytest.mark.parametrize(
        ("seconds", "told"),
        [(30, ("every 30 seconds", "setiap 30 detik", "每30秒")), (120, ("every 2 minutes", "setiap 2 menit", "每2分钟"))],
    )
    def test_it_says_when_it_tries_again(self, seconds, told):
        assert all(each in page("www.shop.example", seconds) for each in told)

    def test_one_of_ones_own_is_html_with_a_title_and_a_language(self):
        assert list(page_faults(GOOD)) == []
        assert [fault.given for fault in page_faults("Sorry!")] == ["no HTML"]
        assert [fault.given for fault in page_faults("<!DOCTYPE html><html><p>Sorry</p></html>")] == [
            "a page without a title",
            "a page without a lang",
        ]

    def test_it_is_small_and_needs_nothing_from_elsewhere(self):
        (fault,) = page_faults(GOOD + " " * MOST_BYTES)
        assert fault.expected.startswith("65,536 at most")
        given_ = [
            fault.given
            for fault in page_faults(GOOD + '<img src="https://cdn.example/a.png"><link href="/a.css"><img src="data:,">')
        ]
        assert given_ == ['"https://cdn.example/a.png" from elsewhere', '"/a.css" from elsewhere']

    def test_it_lies_where_no_application_has_a_path(self):
        assert PATH.startswith("/_edge/")
