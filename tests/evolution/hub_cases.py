"""What joins sites: a site that comes into a mesh, and a mesh that becomes a hub while it carries traffic."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import LION

HUB_CASES: Final = (
    Case(
        name="a third site into a mesh: the links of the others stay as they are",
        start="linked",
        change=edit({"      batam:\n": f"{LION}      batam:\n"}),
        expected=Expectation(created=("* lion", "* lion-*", "* batam--lion-*", "* jakarta--lion-*", "* *-routes-*-lion-*")),
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
