"""Changes of CDNs: in front of a name that is served already, of what they are told, and of what they ask."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import EDGE, SHARES, SITES

_RUN: Final = "Execution traffic-www-join-*"

_MORE: Final = """\
writes: [/api/*, /cart]
        cached: {/static/*: 24h}
        guard: count
        rate_limits: {all: {requests: 2000}}
"""

EDGE_CASES: Final = (
    Case(
        name="CDNs of both clouds put in front of a name that is answered already",
        start="served",
        change=edit({SITES: f"{EDGE}{SITES}"}),
        expected=Expectation(
            created=("* edge-www*",),
            updated=(
                "AlidnsCloudGtmAddress traffic-www-*",
                "InstanceConfig traffic-www-name",
                "MonitorTemplate traffic-www-check-root",
                "Pool traffic-www-*",
            ),
            replaced=("Record traffic-www-jakarta", "Record traffic-www-batam", "Template traffic-www-join", _RUN),
        ),
    ),
    Case(
        name="other shares of a name behind CDNs",
        start="edged",
        change=edit({SHARES: "weights: {jakarta: 55, batam: 45}"}),
        expected=Expectation(created=(_RUN,), updated=("Record traffic-www-jakarta", "Record traffic-www-batam"), deleted=(_RUN,)),
    ),
    Case(
        name="what is kept, who writes, a rate limit and the firewall's word of CDNs",
        start="edged",
        change=edit({"writes: [/api/*]\n": _MORE}),
        expected=Expectation(
            created=(
                "CachePolicy *-kept-86400",
                "ResponseHeadersPolicy *-headers-kept",
                "DomainConfig *-kept-static-any",
                "Waf* *-rate*",
            ),
            updated=("Distribution *", "DomainConfig *-dynamic", "WebAcl *-firewall", "WafRule *-rules"),
        ),
    ),
)
