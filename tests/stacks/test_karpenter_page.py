"""What docs/karpenter.md shows can be said, and it tells what becomes of every word of a pool."""

from __future__ import annotations

import re

import yaml as plain

from stacks.environment.pool import AwsNodes, Pool
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source
from .test_networks_page import ROOT, STACK

PAGE = (ROOT / "docs" / "karpenter.md").read_text()
ELSEWHERE = {"capacity", "aws", "alicloud", "image", "volume_type", "throughput"}
"""What means the same in a node group."""


def test_its_example_is_valid():
    """In production's first site, with nothing but the network beside."""
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    written = STACK["config"][KEY]
    environment = {name: written[name] for name in ("tier", "domain", "tags", "address_space")}
    environment["sites"] = {"jakarta": written["sites"]["jakarta-aws"]}
    loaded = source(
        plain.safe_dump({"config": {KEY: {**environment, **plain.safe_load(example)}}}, sort_keys=False), "{}\n"
    ).loaded()
    check(loaded)
    assert loaded.environment.clusters["main"].aws.scaler == "karpenter"


def test_it_says_what_every_word_of_a_pool_means():
    words = {*Pool.model_fields, *AwsNodes.model_fields} - ELSEWHERE
    assert {word for word in words if not re.search(rf"`{word}`|\b{word}:", PAGE)} == set()
