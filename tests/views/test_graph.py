"""The graph of a state, as the Pulumi CLI draws it."""

from __future__ import annotations

from engine.resource import Resource
from views.graph import GraphOptions, dot

STACK, VPC, SUBNET = (
    "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
    "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net",
    "urn:pulumi:dev::shop::aws:ec2/subnet:Subnet::part",
)
RESOURCES = [
    Resource(urn=STACK, type="pulumi:pulumi:Stack"),
    Resource(urn=VPC, type="aws:ec2/vpc:Vpc", parent=STACK),
    Resource(
        urn=SUBNET,
        type="aws:ec2/subnet:Subnet",
        parent=STACK,
        dependencies=(VPC,),
        property_dependencies={"vpcId": (VPC,), "cidr": (VPC,), "zone": ()},
    ),
]


def test_dependencies_and_parents():
    assert dot(RESOURCES, GraphOptions()) == (
        "strict digraph {\n"
        f'    Resource0 [label="{SUBNET}"];\n'
        '    Resource0 -> Resource1 [color = "#AA6639"];\n'
        f'    Resource2 [label="{VPC}"];\n'
        '    Resource2 -> Resource1 [color = "#AA6639"];\n'
        '    Resource2 -> Resource0 [color = "#246C60", label = "cidr, vpcId"];\n'
        f'    Resource1 [label="{STACK}"];\n'
        "}\n"
    )


def test_one_kind_of_edge_and_short_names():
    options = GraphOptions(parents=False, short_names=True, dependency_color="red", fragment="    rankdir = LR;")
    assert dot(RESOURCES[1:], options) == (
        "strict digraph {\n"
        "    rankdir = LR;\n"
        '    Resource0 [label="part"];\n'
        '    Resource1 [label="net"];\n'
        '    Resource1 -> Resource0 [color = "red", label = "cidr, vpcId"];\n'
        "}\n"
    )
