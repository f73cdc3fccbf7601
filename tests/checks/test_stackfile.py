"""A stack file that need not be the stack's own: its releases, its neighbours, and what it adopts."""

from __future__ import annotations

import pytest
import yaml

from checks.adoption import Known, known
from checks.stackfile import neighbours, read, stack_of

FLOW = """\
config:
  nusantara:environment:
    sites:
      one: {cloud: aws, network: {cidr: 10.0.0.0/16, adopt: {manage: true, ids: {vpc: vpc-1}}, nat: none}}
      two: {cloud: aws, network: {cidr: 10.1.0.0/16}}
"""
BLOCK = """\
config:
  environment:
    sites:
      one:
        network:
          adopt: # they were made by hand
            manage: true
            ids:
              vpc: vpc-1

          nat: none
    workloads: {shop: {cluster: main}}
"""
RELEASES = 'shop: shop@sha256:1\n"cart": cart@sha256:2\nsearch: search@sha256:3\n'


@pytest.mark.parametrize("text", [FLOW, BLOCK])
def test_what_is_adopted_counts_as_made_and_every_line_stays(text):
    made = known(text).text
    assert known(text).adopting == ("one",)
    (environment,) = yaml.safe_load(made)["config"].values()
    assert environment["sites"]["one"]["network"]["adopt"] is None
    assert environment["sites"]["one"]["network"]["nat"] == "none"
    assert "vpc-1" not in made
    assert made.count("\n") == text.count("\n")
    assert made.splitlines()[-1] == text.splitlines()[-1]


@pytest.mark.parametrize("text", ["config: [", "", "config: 1", "config: {environment: {sites: [adopt]}}"])
def test_what_adopts_nothing_is_left_as_it_is(text):
    assert known(text) == Known(text)


def test_public_addresses_made_elsewhere_are_found_with_their_place():
    site = "region: r-1, account: {id: '1'}, network: {nat_addresses: {a: id-1, b: id-2}}"
    environment = f"{{sites: {{one: {{cloud: aws, {site}}}, two: {{cloud: moon, {site}}}, three: {{cloud: alicloud}}}}}}"
    found = known(f"config: {{environment: {environment}}}").addresses
    assert [(each.cloud, each.account, each.region, each.id) for each in found] == [
        ("aws", "1", "r-1", "id-1"),
        ("aws", "1", "r-1", "id-2"),
    ]


@pytest.fixture
def home(tmp_path):
    (tmp_path / "stacks" / "releases").mkdir(parents=True)
    (tmp_path / "stacks" / "releases" / "dev.yaml").write_text(RELEASES)
    for name in ("Pulumi.dev.yaml", "Pulumi.production.yaml", "Pulumi.draft.yaml"):
        (tmp_path / "stacks" / name).write_text(BLOCK)
    return tmp_path / "stacks"


def test_of_the_stacks_own_releases_an_environment_gets_its_workloads_at_their_lines(home, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(BLOCK)
    file = read(other, "dev", home)
    assert file.beside == {"releases/dev.yaml": b"shop: shop@sha256:1\n\n\n"}
    assert (file.shown, file.shown_beside) == (str(other), {"releases/dev.yaml": "stacks/releases/dev.yaml"})


def test_jobs_have_releases_as_workloads_have(home, tmp_path):
    (home / "releases" / "dev.yaml").write_text("shop: shop@sha256:1\nnightly: nightly@sha256:2\nother: other@sha256:3\n")
    told = tmp_path / "other.yaml"
    told.write_text(BLOCK + "    jobs: {nightly: {cluster: main}}\n")
    assert read(told, "dev", home).beside == {"releases/dev.yaml": b"shop: shop@sha256:1\nnightly: nightly@sha256:2\n\n"}


def test_releases_beside_a_file_and_named_ones_are_taken_whole(home, tmp_path):
    beside = read(home / "Pulumi.dev.yaml", "dev", home)
    assert beside.beside["releases/dev.yaml"] == RELEASES.encode()
    named = tmp_path / "named.yaml"
    named.write_text("shop: shop@sha256:9\n")
    file = read(home / "Pulumi.dev.yaml", "dev", home, releases=named)
    assert (file.beside["releases/dev.yaml"], file.shown_beside["releases/dev.yaml"]) == (named.read_bytes(), str(named))


def test_neighbours_are_other_stacks_and_not_what_is_compared(home):
    found = neighbours(home, "dev", home / "Pulumi.draft.yaml")
    assert [path.name for path in found] == ["Pulumi.production.yaml"]
    file = read(home / "Pulumi.draft.yaml", "dev", home, neighbours=found)
    assert file.beside["Pulumi.production.yaml"] == BLOCK.encode()
    assert file.shown_beside["Pulumi.production.yaml"] == "stacks/Pulumi.production.yaml"


def test_a_name_says_the_stack(home):
    assert stack_of(home / "new.yaml", home / "Pulumi.my.stack.yaml") == "my.stack"
    assert stack_of(home / "new.yaml", home / "Pulumi.yaml") is None
