"""An environment small enough to read beside the faults that tests put into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from faults import yaml
from stacks.environment import EnvironmentFaults, Loaded, Source
from stacks.environment.shape import KEY

ENVIRONMENT = """\
config:
  nusantara:environment:
    tier: staging
    domain: shop.example
    tags: {owner: platform}
    address_space: 10.32.0.0/12
    sites:
      jakarta:
        cloud: aws
        region: ap-southeast-3
        zones: [a, b]
        country: id
        account: {id: "111122223333", role: deploy}
        network: {cidr: 10.32.0.0/16, pods: 10.33.0.0/16}
      batam:
        cloud: alicloud
        region: ap-southeast-5
        zones: [a, b]
        country: id
        account: {id: "5012345678901234", role: deploy, resource_group: rg-one}
        network: {cidr: 10.36.0.0/16, pods: 10.37.0.0/16}
    clusters:
      main:
        sites: all
        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}
        pools:
          general:
            capacity: {autoscaled: {min: 2, max: 6}}
            aws: {types: [m7i.large]}
            alicloud: {types: [ecs.g7.large]}
    fleets:
      transcoder:
        sites: [jakarta]
        capacity: {fixed: 2}
        aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.large]}
    workloads:
      storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}
"""
RELEASES = f"storefront: shop/storefront@sha256:{'0' * 64}\n"
FILE = "stacks/Pulumi.test.yaml"


def source(
    text: str = ENVIRONMENT, releases: str = RELEASES, *, secret: bool = False, neighbours: Mapping[str, str] | None = None
) -> Source:
    """What `load` reads for the text of a stack file and of its releases."""
    document = yaml.parse(text.encode(), shown=FILE)
    config = document.value.get("config") or {}
    return Source(
        name="test",
        value=config.get(KEY, config.get("environment")),
        secret=secret,
        document=document,
        releases=yaml.parse(releases.encode(), shown="stacks/releases/test.yaml"),
        neighbours=neighbours or {},
    )


def edited(edits: Mapping[str, str], text: str = ENVIRONMENT) -> str:
    """The environment with pieces of it replaced, each of which must stand in it once."""
    for old, new in edits.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the environment"
        text = text.replace(old, new)
    return text


ACCOUNTS = {"aws": "111122223333", "alicloud": "5012345678901234"}
"""The accounts of the environment's sites, by cloud."""


def another_site(name: str, cloud: str = "aws", block: int = 40, *, region: str = "ap-southeast-1", account: str = "") -> str:
    """One site more, as it stands in the file.

    Args:
        name: the site's name.
        cloud: where it stands.
        block: the second part of its network's addresses; its pods have the one after it.
        region: its region; Singapore by default.
        account: its account; that of the cloud's other site by default.
    """
    return f"""\
      {name}:
        cloud: {cloud}
        region: {region}
        zones: [a, b]
        country: sg
        account: {{id: "{account or ACCOUNTS[cloud]}", role: deploy}}
        network: {{cidr: 10.{block}.0.0/16, pods: 10.{block + 1}.0.0/16}}
"""


@pytest.fixture
def loaded() -> Callable[..., Loaded]:
    """Loads the environment with edits."""
    return lambda edits=None, **options: source(edited(edits or {}), **options).loaded()


@pytest.fixture
def faults() -> Callable[..., list[str]]:
    """The faults of the environment with edits, without the file's name where it is the environment's."""

    def found(edits: Mapping[str, str] | None = None, **options: Any) -> list[str]:
        with pytest.raises(EnvironmentFaults) as error:
            source(edited(edits or {}), **options).loaded()
        assert error.value.exit_code == 2
        return str(error.value).replace(f"{FILE}:", "").split("\n")

    return found
