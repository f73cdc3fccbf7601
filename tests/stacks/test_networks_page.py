"""Every example in docs/networks.md is a part of an environment that loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml as plain

from stacks.environment.network import AlicloudNetwork, AwsNetwork
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "networks.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
STACK = plain.safe_load((ROOT / "stacks" / "Pulumi.production.yaml").read_text())
RELEASES = (ROOT / "stacks" / "releases" / "production.yaml").read_text()


def merged(below, over):
    """A mapping with another laid over it, key by key."""
    if not isinstance(below, dict) or not isinstance(over, dict):
        return over
    return {**below, **{key: merged(below.get(key), value) for key, value in over.items()}}


def test_there_are_examples():
    assert len(EXAMPLES) >= 9


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split()[-1])
def test_an_example_is_valid(example):
    environment = merged(STACK["config"][KEY], plain.safe_load(example))
    loaded = source(plain.safe_dump({"config": {KEY: environment}}, sort_keys=False), RELEASES).loaded()
    check(loaded)
    for name, site in plain.safe_load(example).get("sites", {}).items():
        said = site["network"]
        assert loaded.environment.sites[name].network.model_fields_set >= set(said)


@pytest.mark.parametrize(("cloud", "model"), [("aws", AwsNetwork), ("alicloud", AlicloudNetwork)])
def test_the_page_names_fields_that_are_there_and_every_one(cloud, model):
    named = set(re.findall(rf"`{cloud}\.(\w+)`", PAGE)) | set(re.findall(rf"{cloud}: {{(\w+):", PAGE))
    assert named - set(model.model_fields) == set(), "no such field"
    assert set(model.model_fields) - named == set(), "not told"
