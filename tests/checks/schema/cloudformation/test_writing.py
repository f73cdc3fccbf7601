"""How the table is made of schemas, and that it reads back as it was written."""

from __future__ import annotations

import pytest

from checks.schema.cloudformation import table as reading
from checks.schema.types import ListOf, Property, Record, Scalar, Type
from tests.cloudformation.constraints import Schema, of_list, of_value
from tests.cloudformation.documented import undoubted
from tests.cloudformation.properties import matched
from tests.cloudformation.table import table, written
from tests.cloudformation.tokens import described

QUEUE = {
    "properties": {
        "QueueName": {"type": "string", "maxLength": 80},
        "DelaySeconds": {"type": "integer", "minimum": 0, "maximum": 900},
        "Rules": {"type": "array", "maxItems": 5, "items": {"$ref": "#/definitions/Rule"}},
        "Arn": {"type": "string", "pattern": "^arn:"},
        "Kind": {"enum": ["a", "b"], "type": "string"},
    },
    "definitions": {
        "Rule": {"type": "object", "properties": {"Ports": {"type": "array", "items": {"type": "integer", "maximum": 65535}}}}
    },
    "createOnlyProperties": ["/properties/QueueName", "/properties/Tags"],
    "readOnlyProperties": ["/properties/Arn"],
}


def record(called: str, **types: Type):
    return Record(called, {key: Property(key, key, required=False, type=lambda each=each: each) for key, each in types.items()})


def test_a_type_is_written_and_read_back(monkeypatch, tmp_path):
    rule = record("RuleArgs", port=ListOf(Scalar("int")))
    arguments = record(
        "QueueArgs",
        name=Scalar("str"),
        delaySeconds=Scalar("int"),
        rule=ListOf(rule),
        kind=Scalar("int"),
        extra=Scalar("str"),
        arn=Scalar("str"),
    )
    rows = list(table({"aws:q/queue:Queue": "AWS::Q::Queue"}, lambda _: arguments, lambda _: Schema(QUEUE)))
    path = tmp_path / "aws.tsv"
    path.write_text("# cfn-lint 1 of 2026-01-01\n" + written(rows))
    monkeypatch.setattr(reading, "_TABLE", path)
    reading._read.cache_clear()
    found = reading.described.__wrapped__("aws:q/queue:Queue")
    reading._read.cache_clear()
    assert found is not None
    assert (found.type, found.certain, found.foreign) == ("AWS::Q::Queue", {"name"}, {"arn", "extra"})
    assert found.inputs.inside["delaySeconds"].said == {"min": 0, "max": 900}
    assert found.inputs.inside["rule"].said == {"most": 5}
    assert found.inputs.inside["rule"].inside["port"].said == {"max": 65535}
    assert "kind" not in found.inputs.inside, "a number is not held to what is said of texts"


def test_types_are_found_by_their_names_and_by_the_reviewed_table():
    tokens = ["aws:ec2/subnet:Subnet", "aws:rds/instance:Instance", "aws:lb/listener:Listener", "aws:ec2/tag:Tag", "aws:x/y:Y"]
    types = ["AWS::EC2::Subnet", "AWS::RDS::DBInstance", "AWS::ElasticLoadBalancingV2::Listener", "AWS::EC2::Tag"]
    assert described(tokens, types) == dict(zip(tokens, types[:3], strict=False))


def test_inputs_are_found_by_their_names():
    properties = ["GroupName", "SubnetIds", "RestApiId", "PreferredBackupWindow", "VpcId"]
    inputs = ["name", "subnetIds", "restApi", "backupWindow", "vpcId", "other"]
    assert matched("AWS::X::Group", inputs, properties) == dict(zip(inputs, properties, strict=False))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 5}, {"longest": 5}),
        ({"type": "string", "pattern": "YES|NO"}, {"enum": ["NO", "YES"]}),
        ({"type": "string", "pattern": "^[\\p{L}]+$"}, {}),
        ({"type": "string", "pattern": ".*"}, {}),
        ({"type": "string", "enum": ["only"]}, {}),
        ({"type": "string", "anyOf": [{"format": "b"}, {"format": "a"}]}, {"formats": ["a", "b"]}),
        ({"type": "string", "anyOf": [{"format": "b"}, {"pattern": "c"}]}, {}),
        ({"type": "number", "minimum": 1}, {"min": 1}),
    ],
)
def test_what_a_schema_says_is_kept_as_far_as_python_can_hold_to_it(node, said):
    assert of_value(node) == said
    assert of_list({"minItems": 1, "maxItems": 3}) == {"most": 3}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Valid values are `a` and `b`.", {"enum": ["a", "b"], "min": 1, "max": 9}),
        ("Valid values: `A`, `c`. Defaults to `A`.", {"min": 1, "max": 9}),
        ("Must be between 1 and 20.", {"enum": ["a", "b"], "min": 1}),
        ("From `0` to `9`, see `c`.", {"enum": ["a", "b"], "max": 9}),
    ],
)
def test_what_the_providers_documentation_contradicts_is_left_out(text, left):
    assert undoubted({"enum": ["a", "b"], "min": 1, "max": 9}, text) == left
