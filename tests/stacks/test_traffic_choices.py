"""What holds between the fields of a name that several sites serve: a fallback, what stands in, drained sites, times of checks."""

from __future__ import annotations

import pytest

from tests.stacks.test_traffic_faults import told

CASES = {
    "a fallback that a person would have to choose": (
        told("www: {to: storefront, weights: {jakarta: 100}, fallback: batam, failover: manual}"),
        [
            (
                "9:54 traffic.www.fallback: a fallback, expected none with failover: manual, where nobody but a person takes a site "
                "out; fix: remove it, or write failover: automatic"
            )
        ],
    ),
    "a fallback with a weight": (
        told("www: {to: storefront, weights: {jakarta: 60, batam: 40}, fallback: batam}"),
        [
            (
                "9:64 traffic.www.fallback: batam, which has a weight, expected a site that is answered only then; "
                "fix: give it no weight, or name another"
            )
        ],
    ),
    "every site drained": (
        told("www: {to: storefront, weights: {jakarta: 100}, drained: [jakarta]}"),
        ["9:54 traffic.www.drained: every site, expected one at least that is answered; fix: leave one out"],
    ),
    "nothing to stand in": (
        told("www: {to: storefront, weights: {jakarta: 100}, all_unhealthy: stand_in}"),
        [
            (
                "9:7 traffic.www.stand_in: missing, expected the host that is answered once no site serves; "
                "fix: write stand_in: sorry.shop.example, say"
            )
        ],
    ),
    "a host that never stands in": (
        told(
            "www: {to: storefront, weights: {jakarta: 100}, failover: manual, "
            "all_unhealthy: stand_in, stand_in: sorry.other.example}"
        ),
        [
            (
                "9:97 traffic.www.stand_in: a host that is never answered, expected none with failover: manual, where nothing finds "
                "out that no site serves; fix: remove it, or let a check decide"
            )
        ],
    ),
    "a host that would stand beside the sites": (
        told(
            "www: {to: storefront, policy: geo, places: {jakarta: [ID, default]}, "
            "all_unhealthy: stand_in, stand_in: sorry.other.example}"
        ),
        [
            (
                "9:101 traffic.www.stand_in: a host that stands in, expected none with geo, since Alibaba Cloud's DNS has no later pool "
                "there and would answer it beside the sites; fix: remove it, or write weighted"
            )
        ],
    ),
    "times that no checker keeps": (
        told("www: {to: storefront, weights: {jakarta: 100}, ttl: 5s, check: {interval: 20s, alicloud: {interval: 30s}}}"),
        [
            '9:54 traffic.www.ttl: "5s", expected 10s to 1h; fix: write 60s, say',
            '9:71 traffic.www.check.interval: "20s", expected 10s or 30s; fix: write 10s',
            '9:97 traffic.www.check.alicloud.interval: "30s", expected 15s, 1m or 5m; fix: write 15s',
        ],
    ),
    "a text beside Alibaba Cloud's checks": (
        told("www: {to: storefront, weights: {jakarta: 100}, check: {contains: ok}}"),
        [
            (
                "9:62 traffic.www.check.contains: a text that answers hold, expected none, since Alibaba Cloud's checks, which decide "
                "there, look for no text; fix: let the path answer with 5xx instead"
            )
        ],
    ),
    "a zone at a provider that does not serve": (
        told(zones="{providers: [aws], alicloud: {made_elsewhere: true}}"),
        [
            (
                "7:36 public_dns.alicloud: a zone on Alibaba Cloud, expected none, since alicloud does not serve the domain; "
                "fix: remove it, or write alicloud among providers"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, expected):
    assert faults(edits) == expected
