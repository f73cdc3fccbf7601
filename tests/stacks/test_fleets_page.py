"""Every example in docs/fleets.md is a part of an environment that loads, and the page tells of every field on AWS."""

from __future__ import annotations

import inspect
import re

import pulumi_aws as aws
import pytest
import yaml as plain

import simulator
from checks.stackfile import StackFile
from checks.trial import Trial
from stacks.environment.fleet import AwsMachines, Fleet
from stacks.environment.load_balancer import AlicloudLoadBalancer, AwsLoadBalancer, Listener, LoadBalancer
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source
from .test_networks_page import RELEASES, ROOT, STACK, merged

PAGE = (ROOT / "docs" / "fleets.md").read_text()
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


def test_all_examples_together_come_up_on_the_simulated_clouds():
    """Each fleet under a name of its own, laid over what production says of it, in sites with nothing but networks beside."""
    written, fleets = STACK["config"][KEY], {}
    sites = {name: each for name, each in written["sites"].items() if name in {"jakarta-aws", "jakarta-alicloud"}}
    environment = {name: written[name] for name in ("tier", "domain", "tags", "address_space")} | {"sites": sites}
    for place, example in enumerate(EXAMPLES):
        said = plain.safe_load(example)
        for name, fleet in said.pop("fleets").items():
            fleet.get("aws", {}).pop("kms_keys", None)  # somebody else's, so not in these clouds
            fleet.get("alicloud", {}).pop("earlier_images", None)  # a group just made has nothing to roll out
            fleets[f"{name}-{place}"] = merged(written["fleets"].get(name, {"refresh": {}}), fleet)
        environment |= said
    text = plain.safe_dump({"config": {KEY: environment | {"fleets": fleets}}}, sort_keys=False)
    with Trial(ROOT, "examples", providers=simulator.providers, plant=simulator.plant) as trial:
        trial.up(StackFile(text=text.encode(), shown="docs/fleets.md"))


def test_what_the_page_names_below_aws_is_there():
    examples = [plain.safe_load(example) for example in EXAMPLES]
    named = {field for said in examples for fleet in said["fleets"].values() for field in fleet.get("aws", {})}
    assert named | {"wait"} == set(AwsMachines.model_fields), "a field that the page should tell of"
    assert "`aws.wait`" in PAGE


def test_the_page_tells_of_every_field_of_a_load_balancer():
    examples = [plain.safe_load(example) for example in EXAMPLES]
    fronts = [fleet["load_balancer"] for said in examples for fleet in said["fleets"].values() if "load_balancer" in fleet]
    named = {field for front in fronts for field in front}
    assert named | {"distribution", "cross_zone"} == set(LoadBalancer.model_fields)
    assert {field for front in fronts for listener in front["listen"].values() for field in listener} == set(Listener.model_fields)
    for cloud, model, usual in (("aws", AwsLoadBalancer, {"zonal_shift"}), ("alicloud", AlicloudLoadBalancer, {"tls_policy"})):
        assert {field for front in fronts for field in front.get(cloud, {})} | usual == set(model.model_fields)
    assert all(f"`{field}" in PAGE or f"{field}:" in PAGE for field in ("distribution", "cross_zone", "zonal_shift"))


def test_the_page_names_every_field_of_a_fleet():
    said = {field for example in EXAMPLES for fleet in plain.safe_load(example)["fleets"].values() for field in fleet}
    assert said == set(Fleet.model_fields)


@pytest.mark.parametrize(("column", "made"), [(2, aws.autoscaling.Group), (3, aws.ec2.LaunchTemplate)], ids=["group", "template"])
def test_the_page_says_of_every_argument_what_became_of_it(column, made):
    table = PAGE.partition("## What of the provider is used on AWS")[2]
    rows = [line.split("|")[column] for line in table.splitlines() if line.startswith("| ") and "---" not in line]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told == set(inspect.signature(made._internal_init).parameters) - {"__self__", "resource_name", "opts", "__props__"}
