"""Imports of objects that exist: steps, states, messages and faults as the Pulumi CLI has them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.events import Severity
from engine.imports import file as files
from engine.imports.file import ImportFile, Spec
from engine.imports.placeholders import Placeholders
from engine.imports.request import ImportFileError
from engine.signatures import SECRET, SIGNATURE
from tests.support.programs import Stack, errors

VPC, SUBNET, PROVIDER = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "pulumi:providers:aws"
BASE = "urn:pulumi:dev::cases::"


@pytest.fixture
def stack(tmp_path) -> Stack:
    stack = Stack(tmp_path, "import pulumi\n")
    stack.configure(**{"aws:region": "ap-southeast-1"})
    return stack


def take(stack: Stack, *specs: Spec, table: dict[str, str] | None = None, preview: bool = False, protect: bool = True) -> Any:
    session = stack.session()
    imports, _ = session.resolve_imports(ImportFile(name_table=table or {}, resources=specs), protect=protect)
    return session.import_resources(imports, preview=preview)


def steps(result) -> list[str]:
    return [f"{step.op} {step.urn.removeprefix(BASE)}" for step in result.steps]


def test_an_object_is_read_and_protected(stack):
    result = take(stack, Spec(type=VPC, name="main", id="vpc-1"))
    assert result.exit_code == 0
    assert steps(result) == [
        "create pulumi:pulumi:Stack::cases-dev",
        f"create {PROVIDER}::default_7_51_1",
        f"import {VPC}::main",
    ]
    found = stack.resources()["main"]
    assert (found.id, found.inputs, found.protect, found.import_id) == ("vpc-1", {"cidrBlock": "10.99.0.0/16"}, True, "")
    assert found.outputs["arn"] == "arn:ref:vpc-1"
    assert result.summary.changes == {"create": 1, "import": 1}


def test_a_preview_changes_nothing(stack):
    assert take(stack, Spec(type=VPC, name="main", id="vpc-1"), preview=True).exit_code == 0
    assert stack.resources() == {}


def test_protection_is_a_wish(stack):
    take(stack, Spec(type=VPC, name="main", id="vpc-1"), protect=False)
    assert not stack.resources()["main"].protect


def test_what_is_there_already_stays(stack):
    take(stack, Spec(type=VPC, name="main", id="vpc-1"))
    again = take(stack, Spec(type=VPC, name="main", id="vpc-1"))
    assert again.exit_code == 0
    assert again.summary.changes == {"same": 2}
    other = take(stack, Spec(type=VPC, name="main", id="vpc-2"))
    taken = f"resource '{BASE}{VPC}::main' already exists"
    assert other.exit_code == 1
    assert errors(other) == [taken, f"update failed: step application failed: {taken}"]
    assert stack.resources()["main"].id == "vpc-1"


def test_components_parents_and_providers_of_one_file(stack):
    result = take(
        stack,
        Spec(type=SUBNET, name="s", id="subnet-1", parent="v"),
        Spec(type=VPC, name="v", id="vpc-1", parent="home", provider="eu"),
        Spec(type="cases:index:Home", name="home", component=True),
        Spec(type=PROVIDER, name="eu", inputs={"region": "eu-west-1"}),
    )
    assert result.exit_code == 0
    found = stack.resources()
    assert found["v"].urn == f"{BASE}cases:index:Home${VPC}::v"
    assert found["s"].urn == f"{BASE}cases:index:Home${VPC}${SUBNET}::s"
    assert found["v"].provider.startswith(f"{BASE}{PROVIDER}::eu::")
    assert found["eu"].inputs == {"region": "eu-west-1"}
    assert not found["home"].custom


def test_an_explicit_provider_need_not_exist(stack):
    urn = f"{BASE}{PROVIDER}::elsewhere"
    assert take(stack, Spec(type=VPC, name="v", id="vpc-1", provider="p"), table={"p": urn}).exit_code == 0
    assert stack.resources()["elsewhere"].urn == urn


def test_what_was_supplied_fills_gaps_and_keeps_secrets(stack):
    given = {"cidrBlock": {SIGNATURE: SECRET, "plaintext": '"x"'}, "tags": {"a": "b"}}
    take(stack, Spec(type=VPC, name="read", id="vpc-1", inputs=given), Spec(type=VPC, name="known", id="vpc-2", outputs={"q": 1}))
    found = stack.resources()
    assert found["read"].inputs["cidrBlock"].value == "10.99.0.0/16"
    assert found["read"].outputs["cidrBlock"].value == "10.99.0.0/16"
    assert found["read"].inputs["tags"] == {"a": "b"}
    assert (found["known"].id, found["known"].inputs, found["known"].outputs) == ("vpc-2", {}, {"q": 1})


def test_a_failure_leaves_what_was_imported_beside_it_and_not_what_hangs_below(stack):
    result = take(
        stack,
        Spec(type=VPC, name="gone", id="no-1"),
        Spec(type=VPC, name="there", id="vpc-2"),
        Spec(type=SUBNET, name="below", id="subnet-1", parent="there"),
    )
    assert result.exit_code == 1
    missing = "resource 'no-1' does not exist"
    assert errors(result) == [missing, f"update failed: step application failed: {missing}"]
    assert stack.resources().keys() == {"cases-dev", "there"}


def test_a_parent_that_nobody_knows(stack):
    parent = f"{BASE}{VPC}::nobody"
    result = take(stack, Spec(type=SUBNET, name="s", id="subnet-1", parent="p"), table={"p": parent}, preview=True)
    unknown = f"unknown parent '{parent}' for resource '{BASE}{VPC}${SUBNET}::s'"
    assert errors(result) == [f"Preview failed: {unknown}", f"preview failed: step application failed: {unknown}"]


@pytest.mark.parametrize(
    ("properties", "advice"),
    [
        pytest.param((), "This is almost certainly a bug in the `aws` provider.", id="all properties"),
        pytest.param(("a",), "Try specifying a different set of properties to import with in the future.", id="chosen ones"),
    ],
)
def test_inputs_that_the_provider_refuses_are_told_and_imported(stack, properties, advice):
    result = take(stack, Spec(type=VPC, name="v", id="vpc-1", inputs={"a": "bad"}, properties=properties))
    assert result.exit_code == 0
    assert [d.message for d in result.diagnostics if d.severity is Severity.WARNING] == [
        (
            f"One or more imported inputs failed to validate. {advice} The import will still proceed, but you will need to edit the "
            "generated code after copying it into your program."
        ),
        f"{VPC} resource 'v': property a value {{bad}} has a problem: a is bad",
    ]


def test_every_fault_of_a_file_at_once(stack):
    with pytest.raises(ImportFileError) as raised:
        take(
            stack,
            Spec(name="comp", component=True, id="x"),
            Spec(type=PROVIDER, name="prov", id="a", component=True, outputs={"a": 1}),
            Spec(type=VPC, name="v"),
            Spec(type=VPC, id="vpc-2", remote=True),
            Spec(),
        )
    assert str(raised.value).splitlines() == [
        "11 errors occurred:",
        "    1) resource 'comp' has no type",
        "    2) resource 'comp' has an ID, but is marked as a component",
        f"    3) resource 'prov' of type '{PROVIDER}' has an ID, but is a provider, which is created rather than read",
        f"    4) resource 'prov' of type '{PROVIDER}' is a provider and may not be marked as a component",
        f"    5) resource 'prov' of type '{PROVIDER}' is a provider and may not have outputs",
        f"    6) resource 'v' of type '{VPC}' has no ID",
        f"    7) resource 'vpc-2' of type '{VPC}' has no name",
        f"    8) resource 'vpc-2' of type '{VPC}' is marked as remote, but not as a component",
        "    9) resource 4 has no type",
        "    10) resource 4 has no name",
        "    11) resource 4 has no ID",
    ]


@pytest.mark.parametrize(
    ("specs", "fault"),
    [
        pytest.param(
            [Spec(type=VPC, name="v", id="i", parent="nobody")],
            f"the parent 'nobody' for resource 'v' of type '{VPC}' has no entry in 'nameTable'",
            id="unknown parent",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i"), Spec(type=VPC, name="v", id="j")],
            f"resource 'v' of type '{VPC}' has an ambiguous URN, set name (or logical name) to be unique",
            id="the same name twice",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", parent="w"), Spec(type=VPC, name="w", id="j", parent="v")],
            "the parents of 'v', 'w' lead back to themselves; fix: give one of them no parent",
            id="parents in a circle",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", provider="nobody")],
            f"the provider 'nobody' for resource 'v' of type '{VPC}' has no entry in 'nameTable' or 'resources'",
            id="unknown provider",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", provider="w"), Spec(type=VPC, name="w", id="j")],
            f"the provider 'w' for resource 'v' of type '{VPC}' is not a provider",
            id="no provider",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", version="1.x")],
            f"could not parse version '1.x' for resource 'v' of type '{VPC}': Invalid character(s) found in minor number \"x\"",
            id="version",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", inputs={"a": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"})],
            f"the inputs for resource 'v' of type '{VPC}' contain unknown values; fill them in before importing",
            id="unknown value",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", inputs={"a": {SIGNATURE: SECRET}})],
            f"could not deserialize inputs for resource 'v' of type '{VPC}': malformed secret value: exactly one of `ciphertext` or "
            "`plaintext` must be supplied",
            id="half a secret",
        ),
        pytest.param(
            [Spec(type=VPC, name="v", id="i", inputs={"a": {SIGNATURE: SECRET, "ciphertext": "v1:x:y"}})],
            f"could not deserialize inputs for resource 'v' of type '{VPC}': stack 'dev' has no secrets of its own yet, so this one "
            "was encrypted for something else",
            id="another stack's secret",
        ),
    ],
)
def test_what_entries_say_of_each_other(stack, specs, fault):
    with pytest.raises(ImportFileError) as raised:
        take(stack, *specs)
    assert str(raised.value) == fault


def test_names_that_clash_are_told_apart(stack):
    specs = (
        Spec(type="cases:index:Home", name="x", component=True),
        Spec(type=VPC, name="xVpc", logical_name="x", id="i", parent="x"),
    )
    imports, names = stack.session().resolve_imports(ImportFile(name_table={"y": f"{BASE}{VPC}::y"}, resources=specs))
    assert [item.name for item in imports] == ["x", "x"]
    assert names == {f"{BASE}{VPC}::y": "y", f"{BASE}cases:index:Home::x": "x", f"{BASE}cases:index:Home${VPC}::x": "xVpc"}


PROGRAM = """
    import pulumi, pulumi_aws as aws
    from pulumi import ResourceOptions as Opts

    class Home(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("cases:index:Home", name)

    home = Home("x")
    there = aws.ec2.Vpc("there", cidr_block="10.99.0.0/16", opts=Opts(protect=True))
    known = aws.Provider("x", region="eu-west-1", profile=pulumi.Output.secret("planted"))
    unknown = aws.Provider("q", region=aws.ec2.Eip("x").arn)
    vpc = aws.ec2.Vpc("x", cidr_block="10.0.0.0/16", opts=Opts(parent=home, provider=known))
    aws.ec2.Subnet("s-1", vpc_id=vpc.id, opts=Opts(parent=vpc, provider=unknown))
    aws.ec2.Subnet("below", vpc_id=there.id, opts=Opts(parent=there))
"""


def test_the_import_file_of_a_preview(stack):
    take(stack, Spec(type=VPC, name="there", id="vpc-1"))
    stack.write(PROGRAM)
    said: list[str] = []
    session = stack.session()
    found = Placeholders(session.keys, said.append)
    assert session.preview(listener=found).exit_code == 0
    written = json.loads(files.to_text(found.file))
    assert written["nameTable"] == {"there": f"{BASE}{VPC}::there"}
    by_name = {entry["name"]: entry for entry in written["resources"]}
    assert by_name["x"] == {"type": "cases:index:Home", "name": "x", "component": True}
    assert by_name["xAws"]["inputs"]["region"] == "eu-west-1"
    assert "profile" not in by_name["xAws"]["inputs"]
    assert by_name["xVpc"] == {
        "type": VPC,
        "name": "xVpc",
        "id": "<PLACEHOLDER>",
        "parent": "x",
        "provider": "xAws",
        "version": "7.51.1",
        "logicalName": "x",
    }
    assert by_name["s-1"]["parent"] == "xVpc"
    assert by_name["below"]["parent"] == "there"
    assert sorted(said) == [
        (
            f"configuration of provider {BASE}{PROVIDER}::q is not known during the preview and has been omitted from the import file, "
            "fill it in before importing: region"
        ),
        (
            f"configuration of provider {BASE}{PROVIDER}::x is secret, this stack has no salt to encrypt it with yet, and has been "
            "omitted from the import file, fill it in before importing: profile"
        ),
    ]
    assert files.from_json(written) == found.file
