"""Where a stack file holds its environment, and each thing that can be wrong with the place."""

from __future__ import annotations

import pytest

from faults import yaml
from stacks.environment import EnvironmentFaults, Source
from stacks.environment.shape import KEY
from tests.stacks.conftest import ENVIRONMENT, RELEASES, edited, source


def refused(found: Source) -> list[str]:
    with pytest.raises(EnvironmentFaults) as error:
        found.loaded()
    return str(error.value).split("\n")


@pytest.mark.parametrize("misspelt", ["nusantara:enviroment", "nusantra:environment", "enviroment", "nusantara:Environment"])
def test_a_misspelt_key_is_told_once_at_its_place(misspelt):
    told = f"config.{misspelt}: a key that this program does not read, expected {KEY}; fix: write {KEY}"
    assert refused(source(edited({KEY: misspelt}))) == [f"stacks/Pulumi.test.yaml:2:3 {told}"]


def test_a_key_that_resembles_nothing_is_left_alone():
    assert refused(source("config:\n  aws:region: ap-southeast-3\n  nusantara:pagerduty-key: x\n")) == [
        f"stacks/Pulumi.test.yaml:1:1 {KEY}: nothing, expected an environment; fix: write {KEY} under config"
    ]


def test_an_environment_under_both_of_its_names():
    assert refused(source(f"{ENVIRONMENT}  environment: {{}}\n")) == [
        f"stacks/Pulumi.test.yaml:38:3 config.environment: the environment a second time, as {KEY} too, expected it once; fix: remove one"
    ]


def test_a_stack_without_a_file_says_where_to_write():
    nothing = Source(name="test", value=None, document=None, releases=yaml.parse(RELEASES.encode(), shown="r.yaml"))
    assert refused(nothing) == [f"{KEY}: nothing, expected an environment; fix: write {KEY} under config in Pulumi.test.yaml"]
