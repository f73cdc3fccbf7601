"""What forces a replacement, what that comes from, and whether it is certain."""

from __future__ import annotations

from checks.plan import Cause, Change, Kind, Plan
from checks.review.replacements import Link, replacements
from engine.values import UNKNOWN

PREFIX = "urn:pulumi:dev::shop::"
VPC, SUBNET, GROUP = (
    f"{PREFIX}aws:ec2/vpc:Vpc::main",
    f"{PREFIX}aws:ec2/subnet:Subnet::a",
    f"{PREFIX}aws:eks/nodeGroup:NodeGroup::n",
)
CIDR = Cause(input="cidrBlock", old="10.0.0.0/16", new="10.1.0.0/16")
OF_VPC = Cause(input="vpcId", old="vpc-1", new=UNKNOWN, upstream=(VPC,))
OF_SUBNET = Cause(input="subnetIds[0]", old="subnet-1", new=UNKNOWN, upstream=(SUBNET,))


def replaced(of: str, *causes: Cause, deleted_first: bool = False) -> Change:
    return Change(kind=Kind.REPLACED, urn=of, causes=causes, deleted_first=deleted_first)


def test_a_chain_leads_to_what_started_it():
    plan = Plan((replaced(VPC, CIDR), replaced(SUBNET, OF_VPC, deleted_first=True), replaced(GROUP, OF_SUBNET)))
    vpc, subnet, group = replacements(plan)
    assert vpc.chain == ()
    assert vpc.certain
    assert subnet.deleted_first
    assert group.causes == (OF_SUBNET,)
    assert group.chain == (
        (Link(urn=SUBNET, kind=Kind.REPLACED, inputs=("vpcId",)),),
        (Link(urn=VPC, kind=Kind.REPLACED, inputs=("cidrBlock",)),),
    )


def test_what_only_an_update_can_tell_may_turn_out_as_it_was():
    (found,) = replacements(Plan((replaced(SUBNET, OF_VPC),)))
    assert not found.certain
    (both,) = replacements(Plan((replaced(SUBNET, OF_VPC, CIDR),)))
    assert both.certain


def test_the_id_of_what_is_replaced_for_sure_is_another_unless_it_is_a_name():
    made = Change(kind=Kind.REPLACED, urn=VPC, id="vpc-1", causes=(CIDR,), new={"cidrBlock": "10.1.0.0/16"})
    group = replaced(GROUP, OF_SUBNET)
    subnet = Change(kind=Kind.REPLACED, urn=SUBNET, id="subnet-1", causes=(OF_VPC,))
    assert [each.certain for each in replacements(Plan((made, subnet, group)))] == [True, True, True]
    named = Change(kind=Kind.REPLACED, urn=VPC, id="vpc-1", causes=(CIDR,), new={"name": "vpc-1"})
    assert [each.certain for each in replacements(Plan((named, subnet, group)))] == [True, False, False]


def test_what_was_asked_for_has_no_cause_and_is_certain():
    (found,) = replacements(Plan((replaced(VPC),)))
    assert found.certain
    assert found.causes == ()


def test_a_circle_ends():
    turning = Cause(input="a", upstream=(SUBNET,))
    back = Cause(input="b", upstream=(VPC,))
    vpc, _ = replacements(Plan((replaced(VPC, turning), replaced(SUBNET, back))))
    assert [[link.urn for link in level] for level in vpc.chain] == [[SUBNET]]
