"""Imported resources as code: names, literals, references, options and layout as Pulumi's generated programs have them."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.imports.shapes import ArgumentsClass, Property, ResourceClass, Shape, Shapes, shapes_of
from engine.resource import Resource
from engine.values import Archive, Asset, Secret
from views.code.literals import number, text
from views.code.names import python_name, unique_name
from views.code.program import NoClassError, program

GOLDEN = Path(__file__).parent / "golden"
STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
TEXT, ANY = Shape("text"), Shape("any")


def properties(**shapes: Shape) -> tuple[Property, ...]:
    return tuple(
        Property(name, name.replace("_i", "I").replace("_b", "B"), shape, required=False) for name, shape in shapes.items()
    )


RULE = properties(cidr_blocks=Shape("list", TEXT), to=Shape("number"))
SHAPES = Shapes(
    {
        "aws:ec2/vpc:Vpc": ResourceClass("aws", "pulumi_aws.ec2", "Vpc", properties(cidr_block=TEXT, tags=Shape("map", TEXT))),
        "aws:ec2/subnet:Subnet": ResourceClass(
            "aws", "pulumi_aws.ec2", "Subnet", (*properties(code=ANY), Property("vpc_id", "vpcId", TEXT, required=True))
        ),
        "aws:ec2/group:Group": ResourceClass(
            "aws",
            "pulumi_aws.ec2",
            "Group",
            properties(inline=Shape("list", Shape("object", class_="a.Rule")), nested=Shape("object", class_="a.Old")),
        ),
    },
    {
        "a.Rule": ArgumentsClass("pulumi_aws.ec2", "RuleArgs", dictionary=True, properties=RULE),
        "a.Old": ArgumentsClass("pulumi_aws.ec2", "OldArgs", dictionary=False, properties=RULE),
    },
)


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{type_}::{name}"


def resource(type_: str, name: str, id_: str = "i", /, **changes) -> Resource:
    usual: dict[str, Any] = {"custom": True, "id": id_, "parent": STACK, "provider": urn("pulumi:providers:aws", "default") + "::p"}
    return Resource(urn=urn(type_, name), type=type_, **{**usual, **changes})


def vpc(name: str, id_: str = "vpc-1", /, **changes) -> Resource:
    return resource("aws:ec2/vpc:Vpc", name, id_, **changes)


def subnet(name: str, id_: str = "subnet-1", /, **changes) -> Resource:
    return resource("aws:ec2/subnet:Subnet", name, id_, **changes)


HEAD = "import pulumi\nimport pulumi_aws as aws\n\n"


def code(*resources: Resource, **names: str) -> str:
    written = program(resources, names, SHAPES)
    ast.parse(written)
    assert written.startswith(HEAD)
    return written.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("webServer", "web_server"),
        ("HTTPServer", "http_server"),
        ("subnetIDs", "subnet_ids"),
        ("a-b.c", "a_b_c"),
        ("sha256Hash", "sha256_hash"),
        ("2nd", "_2nd"),
        ("class", "class_"),
        ("my-Vpc", "my__vpc"),
        ("größe", "größe"),
    ],
)
def test_names(name, expected):
    assert python_name(name) == expected
    assert expected.isidentifier()


def test_names_that_are_taken_get_a_number():
    taken = {"aws"}
    assert [unique_name("aws", taken), unique_name("AWS", taken)] == ["aws_1", "aws_2"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        'a "quoted" \\ text',
        "two\nlines",
        "ends\n",
        "\n",
        'three\n\n"""quotes""" \\ and "',
        "\x00\x1b ~ é \u200b 🙂",
        "${not} {a} template",
    ],
)
def test_a_text_reads_back_as_itself(value):
    assert ast.literal_eval(text(value)) == value


def test_layout_of_texts_and_numbers():
    assert text("two\nlines") == '"""two\nlines"""'
    assert text("ends\n") == '"ends\\n"'
    assert [number(3.0), number(-1), number(0.5), number(1e21)] == ["3", "-1", "0.5", "1000000000000000000000"]


def test_arguments_by_their_count():
    assert code(vpc("none")) == 'none = aws.ec2.Vpc("none")\n'
    assert code(vpc("one", inputs={"cidrBlock": "10.0.0.0/16"}, protect=True)) == (
        'one = aws.ec2.Vpc("one", cidr_block="10.0.0.0/16",\nopts = pulumi.ResourceOptions(protect=True))\n'
    )
    assert code(vpc("two", inputs={"cidrBlock": "10.0.0.0/16", "tags": {"b": "1", "a": "2"}}, protect=True)) == (
        'two = aws.ec2.Vpc("two",\n    cidr_block="10.0.0.0/16",\n    tags={\n        "a": "2",\n        "b": "1",\n    },\n'
        "    opts = pulumi.ResourceOptions(protect=True))\n"
    )


def test_objects_are_dicts_where_the_sdk_takes_them_and_else_instances():
    group = resource("aws:ec2/group:Group", "g", inputs={"inline": [{"cidrBlocks": ["x"], "to": 1.0}], "nested": {"to": 2}})
    assert code(group) == (
        'g = aws.ec2.Group("g",\n    inline=[{\n        "cidr_blocks": ["x"],\n        "to": 1,\n    }],\n'
        "    nested=aws.ec2.OldArgs(\n        to=2,\n    ))\n"
    )


def test_ids_names_and_arns_of_others_are_references_and_come_first():
    written = code(
        subnet("s", inputs={"vpcId": "vpc-1", "code": ["arn:1", "subnet-1"]}),
        vpc("v", outputs={"arn": "arn:1", "name": "vpc-9"}),
    )
    assert written.splitlines()[0] == 'v = aws.ec2.Vpc("v")'
    assert "vpc_id=v.id" in written
    assert "        v.arn,\n" in written
    assert '        "subnet-1",\n' in written


def test_a_value_that_may_mean_two_resources_is_none():
    assert 'vpc_id="vpc-1"' in code(vpc("v"), vpc("w"), subnet("s", inputs={"vpcId": "vpc-1"}))


def test_resources_that_seem_to_name_each_other_name_nobody():
    written = code(vpc("v", "vpc-1", inputs={"cidrBlock": "subnet-1"}), subnet("s", "subnet-1", inputs={"vpcId": "vpc-1"}))
    assert 'cidr_block="subnet-1"' in written
    assert 'vpc_id="vpc-1"' in written


def test_a_required_value_that_was_not_found_is_empty():
    assert code(subnet("s")) == 's = aws.ec2.Subnet("s", vpc_id="")\n'


def test_options_and_variables():
    component = Resource(urn=urn("shop:index:Home", "home"), type="shop:index:Home", parent=STACK, protect=True)
    mine = urn("pulumi:providers:aws", "mine")
    child = vpc("v", parent=component.urn, provider=f"{mine}::p", protect=True, retain_on_delete=True, ignore_changes=("tags",))
    written = program([child, component], {mine: "eu.1", component.urn: "theHome"}, SHAPES).removeprefix(HEAD)
    assert written == (
        'the_home = pulumi.ComponentResource("shop:index:Home", "home", opts = pulumi.ResourceOptions(protect=True))\n'
        'v = aws.ec2.Vpc("v", opts = pulumi.ResourceOptions(parent=the_home,\n    provider=eu_1,\n    protect=True,\n'
        '    retain_on_delete=True,\n    ignore_changes=["tags"]))\n'
    )


def test_a_secret_comes_from_the_configuration():
    written = code(vpc("v", inputs={"tags": {"key": Secret("planted")}}))
    assert "planted" not in written
    assert written == (
        'config = pulumi.Config()\nv = aws.ec2.Vpc("v", tags={\n    "key": config.require_secret("v-tags-key"),\n})\n'
    )


def test_assets_and_archives():
    archive = Archive(assets={"b": Asset(path="b.txt"), "a": Asset(text="x"), "c": Archive(uri="https://x")})
    written = code(subnet("s", inputs={"vpcId": "v", "code": archive}), subnet("t", inputs={"vpcId": "v", "code": Asset(uri="u")}))
    assert (
        'code=pulumi.AssetArchive({\n        "a": pulumi.StringAsset("x"),\n        "b": pulumi.FileAsset("b.txt"),\n'
        '        "c": pulumi.RemoteArchive("https://x"),\n    }),\n'
    ) in written
    assert 'code=pulumi.RemoteAsset("u")' in written


def test_types_without_a_class_are_all_named():
    with pytest.raises(NoClassError) as raised:
        program([resource("b:c:D", "d"), resource("a:b:C", "c"), vpc("v")], {}, SHAPES)
    assert raised.value.types == ("a:b:C", "b:c:D")


SUBNET, GROUP, EIP = "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/eip:Eip"


def test_the_whole_is_what_the_pulumi_cli_prints():
    """The golden text is what `pulumi import --out` wrote for these resources, with a schema of the same properties."""
    comp = Resource(urn=urn("cases:index:Comp", "comp"), type="cases:index:Comp", parent=STACK, protect=True)
    tcp = {"fromPort": 1, "toPort": 2, "protocol": "tcp"}
    udp = {"fromPort": 3, "toPort": 4, "protocol": "udp", "cidrBlocks": ["a", "b"], "self": True}
    rules = [{**tcp, "cidrBlocks": ["10.0.0.0/8"]}, udp]
    main = vpc(
        "main.net",
        "vpc-1",
        inputs={"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "tags": {"b": "1", "a": "x y", "k-2": "vpc-1"}},
    )
    declared = [
        resource(GROUP, "web-SG", "sg-1", inputs={"description": "d", "vpcId": "arn:ref:vpc-2", "ingress": rules}),
        main,
        vpc("class", "vpc-2", inputs={"cidrBlock": "10.1.0.0/16"}, outputs={"arn": "arn:ref:vpc-2"}),
        vpc("aws", "vpc-0", parent=comp.urn),
        comp,
        resource(SUBNET, "mySubnetIDs", "sub-1", inputs={"vpcId": "vpc-1", "cidrBlock": "10.0.1.0/24"}, parent=main.urn),
        resource(SUBNET, "2nd", "sub-2", inputs={"cidrBlock": "1"}),
        resource(EIP, "e1", "eip-1", inputs={"domain": 'say "hi" \\ there'}),
        resource(EIP, "e2", "eip-2", inputs={"domain": "l1\nl2"}),
        resource(EIP, "e3", "eip-3", inputs={"domain": "l1\nl2\n"}),
        resource(EIP, "elastic", "eip-4", inputs={"domain": "end\n"}),
        resource(GROUP, "HTTPServer", "sg-2", inputs={"ingress": [tcp], "tags": {}}),
    ]
    protected = [replace(item, protect=True) for item in declared]
    shapes = shapes_of((item.type for item in protected if item.custom), None)
    assert program(protected, {urn(EIP, "elastic"): "e4"}, shapes) == (GOLDEN / "imported_code.txt").read_text()
