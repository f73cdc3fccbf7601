"""Every example in docs/fleets.md is a part of an environment that loads, and the page tells of every field on AWS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml as plain

from stacks.environment.fleet import AwsMachines
from stacks.environment.load_balancer import AlicloudLoadBalancer, AwsLoadBalancer, Listener, LoadBalancer
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


def test_the_page_tells_of_every_field_of_a_load_balancer():
    examples = [plain.safe_load(example) for example in EXAMPLES]
    fronts = [fleet["load_balancer"] for said in examples for fleet in said["fleets"].values() if "load_balancer" in fleet]
    named = {field for front in fronts for field in front}
    assert named | {"distribution", "cross_zone"} == set(LoadBalancer.model_fields)
    assert {field for front in fronts for listener in front["listen"].values() for field in listener} == set(Listener.model_fields)
    for cloud, model, usual in (("aws", AwsLoadBalancer, {"zonal_shift"}), ("alicloud", AlicloudLoadBalancer, {"tls_policy"})):
        assert {field for front in fronts for field in front.get(cloud, {})} | usual == set(model.model_fields)
    assert all(f"`{field}" in PAGE or f"{field}:" in PAGE for field in ("distribution", "cross_zone", "zonal_shift"))
