"""The table of an environment's addresses, and the sentences that go with it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from views import looks
from views.addresses import addresses, collisions, proposal

PLAN: dict[str, Any] = {
    "environment": "test",
    "addressSpace": {"block": "10.32.0.0/14", "addresses": 262144, "used": 13312, "kept": 117760, "elsewhere": 256, "free": 130816},
    "sites": {
        "jakarta": {
            "region": "ap-southeast-3",
            "ipv6": False,
            "cloud": "aws",
            "addresses": 131072,
            "used": 13312,
            "kept": 117760,
            "blocks": {"cidr": "10.32.0.0/16", "pods": "10.33.0.0/16"},
            "blocksLeft": 3,
            "subnets": [
                {"zone": "a", "tier": "public", "block": "10.32.16.0/22", "usable": 1019, "needed": 9, "ipv6": 0},
                {"zone": "a", "tier": "data", "block": "10.32.20.0/22", "usable": 1019, "needed": 0, "ipv6": 2},
                {"zone": "a", "tier": "pods", "block": "10.33.0.0/19", "usable": 8187, "needed": 7000, "ipv6": 3},
            ],
            "growth": [
                {"for": "tiers", "zones": ["a"], "tiers": ["reserved-1"], "blocks": ["10.32.24.0/22"], "addresses": 1024},
                {"for": "zones", "zones": ["b", "c", "h"], "of": "cidr", "blocks": ["10.32.32.0/19"], "addresses": 8192},
            ],
        }
    },
    "elsewhere": [{"what": "peers.plant", "block": "10.34.1.0/24", "addresses": 256}],
    "free": [{"block": "10.35.0.0/16", "addresses": 65536}],
    "next": {"cidr": "10.35.0.0/17", "pods": "10.35.128.0/17", "room": []},
    "peers": [],
    "neighbours": [{"file": "stacks/Pulumi.other.yaml", "block": "10.16.0.0/12"}],
}

SHOWN = """\
10.32.0.0/14 of test: 262,144 addresses
████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░
█ 13,312 in subnets (5%), ▒ 117,760 kept for zones and tiers to come (45%), ▓ 256 taken by others (<1%), ░ 130,816 free (50%)

SITE                ZONE    TIER                   BLOCK          ADDRESSES      NEEDED
jakarta             a       public                 10.32.16.0/22      1,019      9   1%
aws ap-southeast-3  a       data                   10.32.20.0/22      1,019
cidr 10.32.0.0/16   a       pods                   10.33.0.0/19       8,187  7,000  86%
pods 10.33.0.0/16   a       to come: slot 1        10.32.24.0/22      1,024
3 blocks more       b–c, h  cidr of zones to come  10.32.32.0/19      8,192

                            peers.plant            10.34.1.0/24         256
                            free                   10.35.0.0/16      65,536

Next site: cidr 10.35.0.0/17, pods 10.35.128.0/17
Beside it: stacks/Pulumi.other.yaml 10.16.0.0/12
"""


def changed(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(PLAN) | changes


def peer(**found: Any) -> dict[str, Any]:
    return {"name": "office", "block": "10.32.4.0/24", "collides": [], "neighbours": [], "inSpace": False} | found


def last(plan: dict[str, Any], lines: int) -> list[str]:
    return addresses(plan).plain.splitlines()[-lines:]


def test_a_plan():
    assert addresses(PLAN).plain == SHOWN


def test_what_is_kept_is_faint_and_what_may_run_short_stands_out():
    styles = dict(addresses(PLAN).fragments)
    assert styles["to come: slot 1"] == looks.FAINT
    assert styles["7,000  86%"] == looks.WARNING
    assert styles["9   1%"] == ""
    assert (styles["jakarta"], styles["cidr 10.32.0.0/16"]) == ("bold", ""), "what is told of the site has no part in that"


def test_ipv6_is_told_where_there_is_any():
    plan = changed()
    plan["sites"]["jakarta"]["ipv6"] = True
    shown = addresses(plan).plain.splitlines()
    assert shown[4].endswith("NEEDED  IPV6")
    assert shown[7] == "cidr 10.32.0.0/16   a       pods                   10.33.0.0/19       8,187  7,000  86%  /64 no. 3"


def test_no_room_for_another_site():
    assert last(changed(next=None), 2)[0] == "Next site: no room is left for one"


def test_room_beside_the_next_sites_blocks():
    room = {"cidr": "10.40.0.0/16", "pods": "10.41.0.0/16", "room": ["10.42.0.0/15"]}
    told = "; 10.42.0.0/15 stays beside them for tiers to come"
    assert last(changed(next=room), 2)[0] == f"Next site: cidr 10.40.0.0/16, pods 10.41.0.0/16{told}"
    assert proposal(changed(next=room)).plain == (
        f"# blocks for the next site of test, free in 10.32.0.0/14{told}\nnetwork: {{cidr: 10.40.0.0/16, pods: 10.41.0.0/16}}\n"
    )


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({}, ["Peer office 10.32.4.0/24: collides with nothing here"]),
        (
            {"inSpace": True},
            ["Peer office 10.32.4.0/24: collides with no site, but lies in 10.32.0.0/14; no site is put there while it is a peer"],
        ),
        (
            {"collides": [{"with": "sites.jakarta.network.cidr", "block": "10.32.0.0/16"}], "inSpace": True},
            ["Peer office 10.32.4.0/24: collides with sites.jakarta.network.cidr 10.32.0.0/16"],
        ),
        (
            {"neighbours": ["stacks/Pulumi.other.yaml"]},
            [
                "Peer office 10.32.4.0/24: collides with nothing here",
                "Peer office 10.32.4.0/24: lies over the address space of stacks/Pulumi.other.yaml",
            ],
        ),
    ],
)
def test_a_peer(found, told):
    assert last(changed(peers=[peer(**found)], neighbours=[]), len(told)) == told


def test_collisions_are_told_one_by_one():
    both = [{"with": "sites.a.network.cidr", "block": "10.32.0.0/16"}, {"with": "sites.a.network.pods", "block": "10.33.0.0/16"}]
    assert list(collisions(changed(peers=[peer(collides=both), peer()]))) == [
        "office 10.32.4.0/24 collides with sites.a.network.cidr 10.32.0.0/16",
        "office 10.32.4.0/24 collides with sites.a.network.pods 10.33.0.0/16",
    ]


def test_no_name_moves_the_cursor():
    assert "\x1b" not in addresses(changed(peers=[peer(name="\x1b[2Joffice")])).plain
