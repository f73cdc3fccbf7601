"""Changes of a VPN between two sites."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit

LINK_CASES: Final = (
    Case(
        name="join two sites by a VPN: nothing of either changes",
        start="apart",
        change=edit({"    sites:\n": "    links: mesh\n    sites:\n"}),
        expected=Expectation(created=("* *--links", "* *-link-*", "* batam--jakarta-*", "* *-routes*")),
    ),
    Case(
        name="one more tier over a VPN: its routes, and an ACL that lets it pass",
        start="linked",
        change=edit({"links: mesh": "links: {mesh: all, tiers: [private, pods, data]}"}),
        expected=Expectation(
            created=(
                "VpnGatewayRoutePropagation jakarta-link-data-*",
                "RouteEntry batam-routes-data-*",
                "NetworkAclRule jakarta-data-*",
            ),
            updated=("NetworkAcl batam-data",),
        ),
    ),
    Case(
        name="people whom tunnels alarm, and zones of a gateway that are written down",
        start="linked",
        change=edit(
            {
                "        network: {cidr: 10.16.0.0/16": "        alarms: [arn:aws:sns:ap-southeast-3:222233334444:on-call]\n"
                "        network: {cidr: 10.16.0.0/16",
                "        network: {cidr: 10.20.0.0/16": "        alarms: [on-call]\n        link_zones: [a, b]\n"
                "        network: {cidr: 10.20.0.0/16",
            }
        ),
        expected=Expectation(
            created=("Alarm batam--jakarta-tunnel[1234]", "Alarm batam-link-*bound"),
            updated=("MetricAlarm batam--jakarta-tunnel[1234]",),
        ),
    ),
    Case(
        name="another bandwidth of a VPN: another gateway, and with it the link",
        start="linked",
        change=edit({"links: mesh": "links: {mesh: all, mbps: 500}"}),
        expected=Expectation(
            updated=("VpnConnection batam--jakarta-*",),
            replaced=(
                "Gateway batam-link-gateway",
                "CustomerGateway batam--jakarta-*",
                "Connection batam--jakarta-*",
                "RouteEntry batam-routes-*",
            ),
        ),
    ),
    Case(
        name="another ASN of a site with a VPN: another gateway, to which its connections move",
        start="linked",
        change=edit({"        network: {cidr: 10.16.0.0/16": "        asn: 64600\n        network: {cidr: 10.16.0.0/16"}),
        expected=Expectation(
            updated=("VpnConnection batam--jakarta-*",),
            replaced=(
                "VpnGateway* jakarta-link-*",
                "CustomerGateway batam--jakarta-*",
                "Connection batam--jakarta-*",
            ),
        ),
    ),
)
