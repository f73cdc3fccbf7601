"""What joins sites: a site that comes into a mesh, and a mesh that becomes a hub while it carries traffic."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import LION

TWIN: Final = (
    LION.replace("lion", "twin")
    .replace("cloud: aws", "cloud: alicloud")
    .replace("ap-southeast-1", "ap-southeast-5")
    .replace("222233334444", "5555566666777778")
)
"""A second site in Batam's region, of another account."""

HUB_CASES: Final = (
    Case(
        name="a third site into a mesh: the links of the others stay as they are",
        start="linked",
        change=edit({"      batam:\n": f"{LION}      batam:\n"}),
        expected=Expectation(created=("* lion", "* lion-*", "* batam--lion-*", "* jakarta--lion-*", "* *-routes-*-lion-*")),
    ),
    Case(
        name="a second site of a region on Alibaba Cloud into a mesh: the two are peered, and the first stays as it is",
        start="linked",
        change=edit({"      batam:\n": f"{TWIN}      batam:\n"}),
        expected=Expectation(created=("* twin", "* twin-*", "* batam--twin*", "* jakarta--twin-*", "* *-routes-*-twin-*")),
    ),
    Case(
        name="from a mesh to a hub: routes change where they are",
        start="meshed",
        change=edit({"links: mesh": "links: {hub: jakarta}"}),
        expected=Expectation(
            created=("* *-transit-*", "RouteTable* batam--jakarta-*", "* jakarta--lion-*", "Route *-routes-*"),
            updated=("VpnConnection batam--jakarta-*", "Route *-routes-*"),
            deleted=("* batam--lion-*", "*Peering* jakarta--lion-*", "VpnGateway* *-link-*"),
        ),
    ),
)
