"""The picture as Mermaid and as DOT text: what is grouped, and that no name can break out of it."""

from __future__ import annotations

import re

import pytest

from tests.support.networks import Plan, everything
from views.networks import Picture, dot, mermaid, read

HOSTILE = '`a"] --> x["<img src=x onerror=alert(1)>&#59;\nend %%{init: {"theme": "dark"}}%%'


@pytest.fixture(scope="module")
def picture():
    return read("dev", everything().resources)


def test_tiers_with_the_same_routes_share_their_links(picture):
    text = mermaid(picture)
    assert len(re.findall(r"^    s0_tier1 -->", text, re.MULTILINE)) == 4
    assert not re.search(r"s0_tier1_\d -->", text)
    assert len(re.findall(r"-> site0_exit\d+;$", dot(picture), re.MULTILINE)) == 6


def test_what_differs_between_zones_is_told(picture):
    for text in (mermaid(picture), dot(picture)):
        assert "each zone by its own" in text
        assert "dynamodb from zone a alone" in text
        assert "from zone a alone" in text


def test_a_single_gateway_for_all_zones_needs_no_word():
    plan = Plan()
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    public = plan.subnet(vpc, "public", "a", "10.32.16.0/22")
    gateway = plan.aws("NatGateway", "nat-a", subnetId=public)
    table = plan.aws("RouteTable", "private", vpcId=vpc)
    plan.aws("Route", "out", routeTableId=table, natGatewayId=gateway, destinationCidrBlock="0.0.0.0/0")
    for zone, block in (("a", "10.32.0.0/20"), ("b", "10.32.32.0/20")):
        plan.subnet(vpc, "private", zone, block, table)
    text = mermaid(read("dev", plan.resources))
    assert '-->|"0.0.0.0/0"|' in text
    assert "<b>NAT gateway</b><br/>zone a" in text
    assert "routes not in this program" in text  # of public, which follows the network's main table


def test_a_stack_without_networks_says_so():
    empty = Picture(stack="dev", sites=())
    assert "no networks" in mermaid(empty)
    assert "no networks" in dot(empty)


def test_no_name_breaks_out_of_mermaid():
    plan = Plan(HOSTILE)
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    plan.subnet(vpc, "private", "a", "10.32.0.0/20")
    text = mermaid(read("dev", plan.resources))
    assert "<img" not in text
    assert '"] --> x' not in text
    assert "`" not in text
    assert text.count("%%{") == 1, "but for our own"
    assert len(text.splitlines()) == len(mermaid(read("dev", everything_alone().resources)).splitlines())


def everything_alone():
    plan = Plan("plain")
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    plan.subnet(vpc, "private", "a", "10.32.0.0/20")
    return plan


def test_no_name_breaks_out_of_dot():
    plan = Plan(HOSTILE)
    plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    text = dot(read(HOSTILE, plan.resources))
    assert text.startswith('digraph "`a\\"] --> x[')
    assert text.count("<img") == 1, "but for the graph's name, which is quoted"
    (plain,) = [dot(read("dev", each.resources)) for each in [Plan()] if each.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")]
    assert len(text.splitlines()) == len(plain.splitlines())
