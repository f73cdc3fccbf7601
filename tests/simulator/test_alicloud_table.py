"""Every row of the table against the SDK: its type exists there, and so does every property that it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pulumi_alicloud
import pytest

from simulator import paths
from simulator.alicloud.cloud import CLOUD
from simulator.alicloud.regions import REGIONS
from simulator.alicloud.shapes import PROVIDER
from simulator.generic import class_of, hints, inputs_of
from simulator.rules import Rule
from stacks.regions import ZONES
from tests.support.simulated import Provider

ROWS = sorted(CLOUD.rules.values(), key=lambda row: row.type)


def root(path: str) -> str:
    return str(paths.parse(path)[0])


def sdk(token: str) -> type:
    found = class_of(token)
    assert found is not None, f"the SDK has no {token}"
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
class TestRow:
    def test_its_type_is_the_sdks(self, row: Rule):
        assert sdk(row.type).__name__ == row.type.rsplit(":", 1)[-1]

    def test_what_it_reads_are_inputs(self, row: Rule):
        known = inputs_of(sdk(row.type))
        assert isinstance(row.replaces, frozenset)
        named = {*row.replaces, *row.canonical, *row.references, *(path for moved in row.volatile.values() for path in moved)}
        assert {root(path) for path in named} <= known

    def test_what_it_gives_are_outputs(self, row: Rule):
        known = set(hints(sdk(row.type)))
        named = {*row.defaults, *row.derived, *row.computed, *row.volatile, *row.secrets}
        assert {root(path) for path in named} <= known

    def test_what_the_sdk_promises_is_there(self, row: Rule):
        found = sdk(row.type)
        promised = (
            {name for name, hint in hints(found).items() if type(None) not in get_args(hint)} - inputs_of(found) - {"id", "urn"}
        )
        assert promised <= {root(path) for path in (*row.defaults, *row.derived, *row.computed)}

    def test_its_references_are_to_types_of_the_table(self, row: Rule):
        for reference in row.references.values():
            for target, output in reference.targets:
                assert target in CLOUD.rules
                assert output == "id" or output in hints(sdk(target))

    def test_it_names_its_source(self, row: Rule):
        assert re.fullmatch(re.escape(PROVIDER) + r"resource_alicloud_[a-z0-9_]+\.go", row.source)


@pytest.mark.parametrize("region", REGIONS.values(), ids=lambda region: region.id)
def test_zones_are_named_as_the_cloud_names_them(region):
    joint = "" if region.id[-1].isdigit() else "-"
    assert region.zones[0] == f"{region.id}{joint}{region.letters[0]}"
    assert sorted(set(region.zones)) == list(region.zones)


def test_environments_may_name_the_same_zones():
    assert {region.id: region.letters for region in REGIONS.values()} == dict(ZONES["alicloud"])


def test_ids_tell_regions_apart():
    assert len({region.code for region in REGIONS.values()}) == len(REGIONS)


@pytest.mark.parametrize("token", sorted(CLOUD.lookups))
def test_look_ups_are_the_sdks(token, tmp_path):
    """The SDK has the function, and reads from its answer what the look-up gives."""
    module = token.split(":")[1].split("/")[0].replace("index", "").strip(".")
    function = token.rsplit(":", 1)[1]
    file = re.sub(r"(?<!^)(?=[A-Z])", "_", function).lower() + ".py"
    source = (Path(pulumi_alicloud.__file__).parent / module / file).read_text()
    assert f"'{token}'" in source
    given = {"enable": "On", "clusterId": "c1", "project": "p", "statements": []}
    answer = Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-5").invoke(token, **given)
    read = set(re.findall(r"pulumi\.get\(__ret__, '(\w+)'\)|__ret__\.(\w+)", source))
    known = {name for pair in read for name in pair if name}
    assert {re.sub(r"(?<!^)(?=[A-Z])", "_", key).lower() for key in answer.keys() - given.keys()} <= known
