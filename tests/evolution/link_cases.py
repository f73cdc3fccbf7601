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
)
