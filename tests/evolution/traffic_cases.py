"""Changes of public names: what answers already stays, and a site that comes or goes touches no other's record."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import ANSWERED, SHARES, SITES

_RUN: Final = "Execution traffic-www-join-*"

TRAFFIC_CASES: Final = (
    Case(
        name="a public name that two sites serve",
        start="exposing",
        change=edit(
            {
                "{host: www.shop.example}": '{host: www.shop.example, aliases: ["*.www.shop.example"]}',
                SITES: f"{ANSWERED.replace('ttl: 30s', 'ttl: 30s, certificate: requested')}{SITES}",
            }
        ),
        expected=Expectation(
            created=(
                "* public-dns-*",
                "* traffic-www*",
                "* certificate-www-222233334444*",
                "aws certificates-222233334444-ap-southeast-3",
                "Ingress *-main-storefront-ingress-any",
            ),
        ),
    ),
    Case(
        name="a tenth of a name's answers moved to its other site",
        start="served",
        change=edit({SHARES: "weights: {jakarta: 50, batam: 50}"}),
        expected=Expectation(created=(_RUN,), updated=("Record traffic-www-jakarta", "Record traffic-www-batam"), deleted=(_RUN,)),
    ),
    Case(
        name="a site of a name drained",
        start="served",
        change=edit({SHARES: f"{SHARES}, drained: [batam]"}),
        expected=Expectation(
            created=(_RUN,),
            deleted=(_RUN, "Record traffic-www-batam", "AlidnsCloudGtmAddress traffic-www-batam"),
        ),
    ),
    Case(
        name="another TTL, threshold and checkers of a name",
        start="served",
        change=edit(
            {
                "ttl: 30s": "ttl: 20s, check: {threshold: 2, regions: [us-east-1, us-west-2, eu-west-1], alicloud: {threshold: 1, failing: 80%}}"
            }
        ),
        expected=Expectation(
            updated=(
                "Record traffic-www-*",
                "AlidnsRecord traffic-www-site-*",
                "HealthCheck traffic-www-jakarta",
                "HealthCheck traffic-www-batam",
                "InstanceConfig traffic-www-name",
                "MonitorTemplate traffic-www-check-root",
            ),
        ),
    ),
    Case(
        name="people whom health checks alarm, and a record of another host",
        start="served",
        change=edit(
            {
                "public_dns: {}": "public_dns: {records: {mail: {type: A, values: [203.0.113.9]}}, aws: {alarms: "
                '["arn:aws:sns:us-east-1:222233334444:pager"]}, alicloud: {alarms: [pager]}}'
            }
        ),
        expected=Expectation(
            created=(_RUN, "* public-dns-*-mail*"),
            updated=("MetricAlarm traffic-www-*", "Template traffic-www-join"),
            deleted=(_RUN,),
        ),
    ),
)
