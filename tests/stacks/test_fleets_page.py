"""Every example in docs/fleets.md is a part of an environment that loads, and the page tells of every field on AWS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml as plain

from stacks.environment.fleet import AwsMachines
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source
from .test_networks_page import RELEASES, STACK, merged

PAGE = (Path(__file__).parents[2] / "docs" / "fleets.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_there_are_examples():
    assert len(EXAMPLES) >= 7


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_valid(example):
    said = plain.safe_load(example)
    environment = merged(STACK["config"][KEY], said)
    loaded = source(plain.safe_dump({"config": {KEY: environment}}, sort_keys=False), RELEASES).loaded()
    check(loaded)
    for name, fleet in said["fleets"].items():
        assert loaded.environment.fleets[name].model_fields_set >= set(fleet)


def test_what_the_page_names_below_aws_is_there():
    examples = [plain.safe_load(example) for example in EXAMPLES]
    named = {field for said in examples for fleet in said["fleets"].values() for field in fleet.get("aws", {})}
    assert named <= set(AwsMachines.model_fields)
    assert set(AwsMachines.model_fields) - named == {
        *("detailed_monitoring", "kms_keys", "metrics", "root_device", "scale_in_protection", "standby_instances")
    }, "a field that the page should tell of, or need not"
