"""The JSON Schema that editors use, and the defaults of each tier."""

from __future__ import annotations

import json

import pytest

from faults import yaml
from stacks.environment import load, schema
from stacks.environment.defaults import DEFAULTS, TIERS, filled
from stacks.environment.loading import STACKS
from stacks.environment.shape import ENVIRONMENT, KEY
from tests.support.mocks import record

at, keys = ENVIRONMENT.at, ENVIRONMENT.keys


def environment(name):
    return yaml.load(STACKS / f"Pulumi.{name}.yaml").value["config"][KEY]


def definitions():
    whole = schema()
    return {"environment": whole["properties"]["config"]["properties"][KEY], **whole["$defs"]}


@pytest.mark.parametrize("name", TIERS)
def test_the_schema_describes_every_key_of_every_environment(name):
    document = yaml.load(STACKS / f"Pulumi.{name}.yaml")
    root = ("config", KEY)
    paths = [path[2:] for path in document.paths() if path[:2] == root and len(path) > 2]
    assert [path for path in paths if not at(path)] == []


def test_every_field_has_a_description():
    bare = [
        f"{name}.{field}"
        for name, definition in definitions().items()
        for field, described in definition["properties"].items()
        if not described.get("description")
    ]
    assert bare == []


def test_no_mapping_takes_a_key_that_the_schema_does_not_name():
    for name, definition in definitions().items():
        assert definition["additionalProperties"] is False, name


def test_what_a_tier_decides_need_not_be_written():
    found = definitions()
    assert found["environment"]["required"] == ["tier", "domain", "address_space", "sites"]
    assert found["Network"]["required"] == ["cidr", "pods"]
    assert found["Fleet"]["required"] == ["sites", "capacity"], "nor the refresh, which requires nothing more"
    nat = found["Network"]["properties"]["nat"]
    assert nat["enum"] == ["none", "single", "per_zone"]
    assert nat["description"].endswith('by default "single" in development, "single" in staging, "per_zone" in production')


def test_the_schema_is_json_with_everything_it_refers_to():
    text = json.dumps(schema())
    referred = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert referred <= set(schema()["$defs"])
    assert schema()["required"] == ["config"]


def test_the_keys_of_a_mapping_and_of_any_name():
    assert set(keys(("sites", "anything", "account"))) == {"id", "role", "resource_group", "boundary", "service_roles"}
    assert set(keys(("sites", "anything", "network", "flow_logs"))) == {"to", "days", "traffic", "keep"}, (
        "which may be one word instead"
    )
    assert keys(("tags",)) == ()
    assert keys(("no", "such", "path")) == ()


@pytest.mark.parametrize("tier", TIERS)
def test_defaults_fill_what_is_left_out_and_nothing_else(tier):
    written = {"log_retention_days": 14, "sites": {"a": {"network": {"nat": "none"}}, "b": "wrong"}, "fleets": {"c": {}}}
    complete = filled(written, tier)
    assert complete["log_retention_days"] == 14
    assert complete["sites"] == {"a": {"network": {"nat": "none"}}, "b": "wrong"}
    assert complete["deletion_protection"] is (tier == "production")
    assert complete["fleets"]["c"] == {"refresh": {"healthy": "50%" if tier == "development" else "90%"}}
    assert "clusters" not in complete
    assert written["fleets"] == {"c": {}}, "what was given is left as it was"


def test_every_default_is_one_that_the_model_takes():
    for default in DEFAULTS:
        assert at(tuple("name" if step == "*" else step for step in default.path.split("."))), default.path


@pytest.mark.parametrize("tier", TIERS)
def test_each_environment_is_sound(tier):
    found = []
    record(lambda: found.append(load()), stack=tier, config={KEY: json.dumps(environment(tier))})
    assert found[0].environment.tier == tier
    assert found[0].name == tier


def test_the_environments_are_what_they_are_for():
    sites = {
        tier: [(site["cloud"], site["region"], len(site["zones"])) for site in environment(tier)["sites"].values()]
        for tier in TIERS
    }
    assert sites["development"] == [("aws", "ap-southeast-1", 2)]
    assert sites["staging"] == [("aws", "ap-southeast-3", 2), ("alicloud", "ap-southeast-5", 2)]
    assert sites["production"] == [("aws", "ap-southeast-3", 3), ("alicloud", "ap-southeast-5", 3), ("aws", "ap-southeast-1", 3)]


def test_environments_have_address_spaces_of_their_own():
    assert len({environment(tier)["address_space"] for tier in TIERS}) == len(TIERS)
