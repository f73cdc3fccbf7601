"""The JSON Schema as an editor uses it: it takes the environments, refuses their commonest faults, and its defaults are its own."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from faults import yaml
from stacks.environment import schema
from stacks.environment.defaults import TIERS
from stacks.environment.loading import STACKS
from tests.stacks.conftest import ENVIRONMENT, edited

VALIDATOR = Draft202012Validator(schema())


def refused(text: str) -> list[str]:
    """Where the schema refuses a file; inside a choice, where none of it fits."""
    found = VALIDATOR.iter_errors(yaml.parse(text.encode(), shown="f.yaml").value)
    return sorted(".".join(map(str, error.absolute_path)).removeprefix("config.nusantara:environment.") for error in found)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", TIERS)
def test_it_takes_each_environment(name):
    assert refused((STACKS / f"Pulumi.{name}.yaml").read_text()) == []


def test_it_takes_what_the_model_takes():
    assert refused(ENVIRONMENT) == []


@pytest.mark.parametrize(
    ("edits", "where"),
    [
        ({"    tier: staging": "    tier: staging\n    colour: blue"}, ["config.nusantara:environment"]),
        ({"    domain: shop.example\n": ""}, ["config.nusantara:environment"]),
        ({"nusantara:environment": "nusantara:enviroment"}, ["config"]),
        ({"tier: staging": "tier: stagign"}, ["tier"]),
        ({"shop.example": "Shop_Example"}, ["domain"]),
        ({"cloud: alicloud": "cloud: alibaba"}, ["sites.batam.cloud"]),
        ({"      batam:": "      Batam_1:"}, ["sites"]),
        ({"cidr: 10.36": "cdir: 10.36"}, ["sites.batam.network", "sites.batam.network"]),
        ({'"111122223333"': "111122223333"}, ["sites.jakarta.account"]),
        ({"min: 2, max: 6": 'min: "2", max: 6'}, ["clusters.main.pools.general.capacity.autoscaled"]),
        ({"min: 2, max: 6": "min: -1, max: 6"}, ["clusters.main.pools.general.capacity.autoscaled"]),
        ({"{fixed: 2}": "{fixed: 2, autoscaled: {min: 1, max: 2}}"}, ["fleets.transcoder.capacity"]),
        ({"{fixed: 2}": "{}"}, ["fleets.transcoder.capacity"]),
        ({"[jakarta]": "jakarta"}, ["fleets.transcoder.sites"]),
        ({"types: [c7i.large]": "types: []"}, ["fleets.transcoder.aws"]),
        ({"{min: 2, max: 4}": "{min: 2, max: 4}, port: 99999"}, ["workloads.storefront.port"]),
        ({"{min: 2, max: 4}": "{min: 2, max: 4}, memory: much"}, ["workloads.storefront.memory"]),
        ({"capacity: {autoscaled": "spot: 40\n            capacity: {autoscaled"}, ["clusters.main.pools.general.spot"]),
        ({"{owner: platform}": "{owner: {secure: AAABAO1}}"}, ["tags.owner"]),
        ({"        pools:\n": "        access: {shop: {role: editor}}\n        pools:\n"}, ["clusters.main.access.shop.role"]),
        ({"        pools:\n": "        addons: {aws: {coredns: true}}\n        pools:\n"}, ["clusters.main.addons.aws.coredns"]),
        (
            {"capacity: {autoscaled": "taints: {a: Never}\n            capacity: {autoscaled"},
            ["clusters.main.pools.general.taints.a"],
        ),
    ],
)
def test_it_refuses_what_the_model_refuses(edits, where):
    assert refused(edited(edits)) == where


def test_every_default_is_as_a_file_would_say_it():
    whole = schema()
    found = []
    for name, definition in whole["$defs"].items():
        for field, described in definition["properties"].items():
            if "default" in described:
                errors = Draft202012Validator({**described, "$defs": whole["$defs"]}).iter_errors(described["default"])
                found += [f"{name}.{field}: {error.message}" for error in errors]
    assert found == []


def test_a_refresh_that_repeats_its_defaults_is_the_same(loaded):
    defaults = {
        field: described["default"]
        for field, described in schema()["$defs"]["Refresh"]["properties"].items()
        if "default" in described
    }
    assert defaults == {"surge": "20%", "warm_up": "5m", "checkpoints": [], "pause": "10m", "rollback": True}
    written = ", ".join(f"{field}: {value}" for field, value in defaults.items())
    capacity = "capacity: {fixed: 2}"
    repeated = loaded({capacity: f"{capacity}\n        refresh: {{{written}}}"})
    assert repeated.environment.fleets == loaded().environment.fleets
