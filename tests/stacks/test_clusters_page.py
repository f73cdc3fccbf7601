"""What docs/clusters.md says can be said, and its tables say what became of every argument of the providers."""

from __future__ import annotations

import inspect
import re

import pulumi_alicloud as alicloud
import pulumi_aws as aws
import pytest
import yaml as plain

from stacks.environment.cluster import AlicloudCluster, AwsCluster, Cluster
from stacks.environment.pool import AwsNodes, Pool
from stacks.environment.shape import KEY
from stacks.rehearsal import check

from .conftest import source
from .test_networks_page import ROOT, STACK, merged

PAGE = (ROOT / "docs" / "clusters.md").read_text()
EXAMPLES = [plain.safe_load(each) for each in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]
CLUSTERS = [each["clusters"]["main"] for each in EXAMPLES if "clusters" in each]
MADE = [
    ("On AWS", 2, aws.eks.Cluster),
    ("On AWS", 3, aws.eks.NodeGroup),
    ("On AWS", 4, aws.eks.Addon),
    ("On Alibaba Cloud", 2, alicloud.cs.ManagedKubernetes),
    ("On Alibaba Cloud", 3, alicloud.cs.NodePool),
    ("On Alibaba Cloud", 4, alicloud.cs.KubernetesAddon),
]


def test_there_are_examples():
    assert len(CLUSTERS) >= 2


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_valid(example):
    """Laid over production's cluster, in the sites of one region on each cloud, with nothing but networks beside."""
    written = STACK["config"][KEY]
    environment = {name: written[name] for name in ("tier", "domain", "tags", "address_space")}
    environment["sites"] = {name: each for name, each in written["sites"].items() if name in {"jakarta-aws", "jakarta-alicloud"}}
    main = {name: said for name, said in written["clusters"]["main"].items() if name in {"versions", "pools"}}
    environment["clusters"] = {"main": merged(main, {"sites": "all"})}
    environment = merged(environment, example)
    loaded = source(plain.safe_dump({"config": {KEY: environment}}, sort_keys=False), "{}\n").loaded()
    check(loaded)


@pytest.mark.parametrize(("cloud", "model"), [("aws", AwsCluster), ("alicloud", AlicloudCluster)])
def test_the_page_names_every_word_of_a_cluster_on_one_cloud(cloud, model):
    said = {word for example in CLUSTERS for word in example.get(cloud, {})}
    assert {word for word in model.model_fields if word not in said and word not in PAGE} == set()
    assert said <= set(model.model_fields)


def test_the_page_names_every_word_of_a_pool():
    words = {*Pool.model_fields, *AwsNodes.model_fields}
    assert {word for word in words if not re.search(rf"\b{word}\b", PAGE)} == set()
    assert {word for word in Cluster.model_fields if not re.search(rf"\b{word}\b", PAGE)} == set()


@pytest.mark.parametrize(("part", "column", "made"), MADE, ids=lambda value: getattr(value, "__name__", str(value)))
def test_the_page_says_of_every_argument_what_became_of_it(part, column, made):
    table = PAGE.partition("## What of the providers is used")[2].partition(f"### {part}")[2].partition("###")[0]
    rows = [line.split("|")[column] for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted(set(inspect.signature(made._internal_init).parameters) - OWN)


OWN = {"__self__", "resource_name", "opts", "__props__"}
"""What every resource has."""
