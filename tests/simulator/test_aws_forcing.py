"""What replaces objects of AWS without a row, of which CloudFormation's schemas say the same where they say anything."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from checks.schema.cloudformation.replacing import Replacing, replaces
from checks.schema.sdk import sdk
from simulator.aws.cloud import CLOUD
from simulator.aws.forcing import _FORCING, rule_of
from simulator.call import Call

SILENT = {"aws:ebs/volume:Volume", "aws:dynamodb/table:Table"}
"""Whose schemas name no such input: CloudFormation refuses such an update of a volume, and a table's key schema is another input there."""
DATABASE = "aws:rds/instance:Instance"


@pytest.mark.parametrize(("token", "inputs"), [(token, inputs.split()) for token, (_, inputs) in _FORCING.items()])
def test_the_inputs_are_the_sdks_and_no_schema_says_otherwise(token: str, inputs: list[str]):
    installed = sdk("aws", (Path(sysconfig.get_path("purelib")),))
    assert installed is not None
    record = installed.arguments(token)
    assert record
    assert all(name in record.properties for name in inputs)
    assert token in SILENT or {name: replaces(token, name) for name in inputs} == dict.fromkeys(inputs, Replacing.CERTAIN)
    assert token not in CLOUD.rules, "a row says more"


def test_what_the_program_leaves_out_stays():
    rule = rule_of(DATABASE)
    assert rule is not None
    assert callable(rule.replaces)
    place = CLOUD.place({"region": "ap-southeast-3"}, {})
    call = Call(rule, "urn:pulumi:dev::shop::aws:rds/instance:Instance::orders", {"kmsKeyId": "k"}, place)
    assert rule.replaces(call) == {"region", "kmsKeyId"}
    assert rule_of("aws:sagemaker/model:Model") is None
