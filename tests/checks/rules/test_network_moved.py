"""Rule `network-moved`: what a network stands on is lost only where the environment says so."""

from __future__ import annotations

import pytest

from checks.plan import Cause, Component
from checks.rules.network_moved import moved

from ..conftest import NETWORK_URN, TOLD, lost, urn_of

VPC, SUBNET, BLOCK = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
EIP, GATEWAY = "aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway"
MEMCACHE = {"like": "data", "slot": 1}


def told(**changes):
    return {**TOLD, **changes}


@pytest.mark.parametrize(
    ("change", "now"),
    [
        (lost(VPC, "jakarta-vpc"), None),
        (lost(SUBNET, "jakarta-private-b"), told(zones=["a", "c"])),
        (lost(GATEWAY, "jakarta-nat-b"), told(zones=["a", "c"])),
        (lost(EIP, "jakarta-nat-b"), told(zones=["a", "c"])),
        (lost(SUBNET, "jakarta-cache-a"), told(tiers={})),
        (lost(SUBNET, "jakarta-cache-a"), told(tiers={"queue": {"like": "data", "slot": 2}})),
        (lost(BLOCK, "jakarta-cache"), told(tiers={})),
        (lost(GATEWAY, "jakarta-nat-b"), told(nat="single")),
        (lost(EIP, "jakarta-nat-c"), told(nat="none")),
        (lost(EIP, "jakarta-nat-a"), told(nat="single", nat_zone="b")),
        (lost(EIP, "jakarta-nat-a", known_as="eipalloc-1"), told(nat_addresses={"a": "eipalloc-2"})),
        (lost(GATEWAY, "jakarta-nat-a", Cause(input="allocationId")), told(nat_addresses={"a": "eipalloc-2"})),
        (lost(EIP, "jakarta-nat-a", Cause(input="id"), known_as="eipalloc-1"), told(nat_addresses={"a": "eipalloc-2"})),
        (lost("aws:ec2/route:Route", "jakarta-private-a-out"), told()),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_the_environment_says_is_fine(plan, change, now):
    assert list(moved(plan(change, now=now))) == []


@pytest.mark.parametrize(
    ("change", "now", "reason", "fix"),
    [
        (lost(SUBNET, "jakarta-private-b"), told(), "would be deleted, and the environment does not say so", "bring it back"),
        (
            lost(SUBNET, "jakarta-private-b"),
            told(zones=["a", "b"]),
            "would be deleted, and the environment does not",
            "bring it back",
        ),
        (lost(EIP, "jakarta-nat-b"), told(ipv6=True), "would be deleted", "write nat_zone: b"),
        (
            lost(SUBNET, "jakarta-cache-a"),
            told(tiers={"memcache": MEMCACHE}),
            "the new tier memcache takes its place: a rename",
            "write was: [cache] under tiers.memcache",
        ),
        (
            lost(EIP, "jakarta-nat-a", known_as="eipalloc-1"),
            told(nat_addresses={"a": "eipalloc-1"}),
            "nat_addresses asks for the very same one",
            "have the stack forget it first (nusa state remove)",
        ),
        (
            lost(VPC, "jakarta-vpc", Cause(input="cidrBlock")),
            told(cidr="10.4.0.0/16"),
            "this VPC would be replaced, by cidrBlock",
            "take sites.jakarta.network.cidr back",
        ),
        (
            lost(SUBNET, "jakarta-private-a", Cause(input="vpcId", upstream=(urn_of(VPC, "jakarta-vpc"),))),
            told(zones=["b", "c"]),
            "this subnet would be replaced, by vpcId from jakarta-vpc",
            "keep jakarta-vpc",
        ),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_it_does_not_say_is_refused_with_what_to_do(plan, change, now, reason, fix):
    (finding,) = moved(plan(change, now=now))
    assert (finding.rule, finding.severity, finding.resource) == ("network-moved", "error", change.urn)
    assert reason in finding.reason
    assert finding.fix.startswith(fix)


def test_a_lower_zone_does_not_take_the_only_gateway_along(plan):
    """The gateway of nat "single" stands in the lowest zone unless nat_zone says which."""
    before, now = told(zones=["b", "c"], nat="single"), told(zones=["a", "b", "c"], nat="single")
    changes = lost(EIP, "jakarta-nat-b"), lost(GATEWAY, "jakarta-nat-b")
    found = list(moved(plan(*changes, before=before, now=now)))
    assert [finding.resource for finding in found] == [change.urn for change in changes]
    assert all(finding.fix.startswith("write nat_zone: b, or allow it with --allow 'jakarta-nat-b'") for finding in found)


@pytest.mark.parametrize(("cidr", "refused"), [("10.0.0.0/16", True), ("10.2.0.0/16", False)])
def test_a_site_is_not_renamed_by_chance(plan, cidr, refused):
    """Its name is part of every name in it, so under another name everything is made anew, at the same addresses."""
    other = Component(urn=NETWORK_URN.replace("jakarta", "bandung"), new=told(cidr=cidr))
    found = list(moved(plan(lost(VPC, "jakarta-vpc"), before=told(cidr="10.0.0.0/16"), now=None, beside=[other])))
    assert [finding.reason for finding in found] == [
        "this VPC would be deleted, and the new site bandung takes the addresses of jakarta: a rename"
    ] * refused
    assert all(finding.fix.startswith("keep the name jakarta, ") for finding in found)


def test_an_address_outside_every_network_is_kept_too(plan):
    change = lost(EIP, "bastion")
    object.__setattr__(change, "parent", "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev")
    (finding,) = moved(plan(change))
    assert finding.fix == "bring it back, or allow it with --allow 'bastion'"
