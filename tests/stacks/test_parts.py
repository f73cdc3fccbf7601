"""A split environment: what may be said of it, what the files of its stacks may say, and which stack declares what."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import pulumi
import pytest

from components import contracts
from faults import yaml
from stacks.environment import EnvironmentFaults, load
from stacks.environment.loading import WHOLE as VARIABLE
from stacks.environment.parts import OF
from stacks.environment.shape import KEY
from stacks.owner import OUTPUTS
from stacks.referred import ReferredNetwork
from stacks.told import TOLD
from stacks.topology import build
from tests.stacks.conftest import ENVIRONMENT, RELEASES, edited
from tests.stacks.test_edge_faults import GOOD
from tests.stacks.test_traffic_faults import told as served
from tests.support.mocks import UNKNOWN, Recording, record

ROOT = Path(__file__).resolve().parents[2]
SITES = "    sites:\n"
SPLIT = f"    split: site\n{SITES}"
NAMES = """\
    private_dns: {zone: internal.shop.example, records: {db: {type: A, values: [10.32.0.9]}}}
    links: mesh
    replication: {cluster: main, image: "rclone/rclone@sha256:1111111111111111111111111111111111111111111111111111111111111111"}
    buckets: {media: {prefixes: {goods: {writer: jakarta, replicas: [batam]}}}}
"""
"""Whatever joins sites is held here to take of them what their stacks tell, and nothing else."""
EDGE = f"    edge: {{www: {{{GOOD}}}}}\n"
WHOLE = edited(served(more=NAMES + EDGE))
APART = edited({SITES: SPLIT}, WHOLE)
PART = "config:\n  nusantara:of: test\n"
EMPTIED: Mapping[str, Any] = {OUTPUTS: {"outputs": {}}}
"""What the engine tells of the stack that the environment was."""
TELLING: Mapping[str, Any] = {f"organization/nusantara/test-{name}": {"outputs": {}} for name in ("jakarta", "batam")}
"""What is read of sites that are not up."""
ZONE = ("aws:route53/zone:Zone", "private-dns-aws-111122223333-zone")
STACKS = "test-jakarta, test-batam or test-global"


def folder(place: Path) -> Path:
    """A folder with a split environment, and the file of each of its stacks."""
    directory = place / "stacks"
    (directory / "releases").mkdir(parents=True)
    (directory / "Pulumi.test.yaml").write_text(APART)
    (directory / "releases" / "test.yaml").write_text(RELEASES)
    for part in ("jakarta", "batam", "global"):
        (directory / f"Pulumi.test-{part}.yaml").write_text(PART)
    return directory


@pytest.fixture
def stacks(tmp_path) -> Path:
    return folder(tmp_path)


@pytest.fixture(scope="module")
def apart(tmp_path_factory) -> tuple[Recording, Recording, Recording]:
    """What both sites' stacks declare, and what joins them with what those tell."""
    stacks = folder(tmp_path_factory.mktemp("apart"))
    sites = [plan(stacks, "test-jakarta"), plan(stacks, "test-batam")]
    reads = {name: {"outputs": dict(found.exports)} for name, found in zip(TELLING, sites, strict=True)}
    return sites[0], sites[1], plan(stacks, "test-global", reads)


def refused(directory: Path, stack: str, config: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(EnvironmentFaults) as error:
        record(lambda: load(directory), stack=stack, config=config or {OF: "test"})
    assert error.value.exit_code == 2
    return str(error.value).replace("stacks/Pulumi.test", "Pulumi.test").split("\n")


def environment(stacks: Path) -> dict[str, str]:
    """The configuration that Pulumi has for the environment's own stack."""
    return {KEY: json.dumps(yaml.load(stacks / "Pulumi.test.yaml").value["config"][KEY])}


def plan(directory: Path, stack: str, reads: Mapping[str, Any] | None = None, *, preview: bool = False) -> Recording:
    """What the program of a stack declares, and what it exports."""

    def program() -> None:
        for name, value in build(load(directory)).outputs.items():
            pulumi.export(name, value)

    return record(program, stack=stack, config={OF: "test"}, reads=reads, calls=EMPTIED, preview=preview)


def without_stack(text: str) -> str:
    return re.sub(r"urn:pulumi:[^:]+::", "urn:pulumi:test::", text)


CASES = {
    "an unknown word": ({SITES: f"    split: cloud\n{SITES}"}, ['7:5 split: "cloud", expected site; fix: write site']),
    "a word that is nearly right": ({SITES: f"    split: sites\n{SITES}"}, ['7:5 split: "sites", expected site; fix: write site']),
    "a switch": ({SITES: f"    split: true\n{SITES}"}, ["7:5 split: true, expected site; fix: write site"]),
    "a site called as what joins them": (
        {SITES: SPLIT, "      batam:\n": "      global:\n"},
        [
            (
                "16:7 sites.global: a site called global, expected another name, since global is the stack of what joins the sites; "
                "fix: rename it, or leave split out"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_fault_of_the_environment(faults, edits, told):
    assert faults(edits) == told


def test_a_single_site_is_not_split(faults):
    batam = ENVIRONMENT[ENVIRONMENT.index("      batam:") : ENVIRONMENT.index("    clusters:")]
    expected = "two sites or more: each has a stack then, and what joins them another"
    found = faults({SITES: SPLIT, batam: "", ', alicloud: "1.35.7-aliyun.1"': ""})
    assert found == [f'7:5 split: "site", expected {expected}; fix: remove it']


FILES = {
    "an environment that is none": (
        "config:\n  nusantara:of: tset\n",
        ['Pulumi.test-batam.yaml:2:3 config.nusantara:of: "tset", expected an environment: test; fix: write test'],
    ),
    "no name": (
        "config:\n  nusantara:of: {test: batam}\n",
        [
            (
                "Pulumi.test-batam.yaml:2:3 config.nusantara:of: a mapping, expected the name of an environment; "
                "fix: write production, say"
            )
        ],
    ),
    "an environment of its own": (
        f"{PART}  nusantara:environment: {{tier: staging}}\n",
        [
            (
                "Pulumi.test-batam.yaml:3:3 config.nusantara:environment: an environment, expected nothing beside nusantara:of: "
                "the environment stands in Pulumi.test.yaml; fix: remove it"
            )
        ],
    ),
    "a value of its own": (
        f"{PART}  nusantara:key: x\n",
        [
            (
                "Pulumi.test-batam.yaml:3:3 config.nusantara:key: something of its own, expected it in Pulumi.test.yaml, which every "
                "stack has it from; fix: write it there; `nusa stack split -s test` writes this file anew"
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "told"), FILES.values(), ids=FILES)
def test_a_fault_of_a_stacks_own_file(stacks, text, told):
    (stacks / "Pulumi.test-batam.yaml").write_text(text)
    assert refused(stacks, "test-batam") == told


def test_a_stack_of_no_site(stacks):
    (stacks / "Pulumi.test-batan.yaml").write_text(PART)
    gone = "where its site is gone, `nusa destroy -s test-batan`, and remove this file"
    assert refused(stacks, "test-batan") == [
        (
            f"Pulumi.test-batan.yaml:2:3 config.nusantara:of: a stack called test-batan, expected {STACKS}; "
            f"fix: rename it to test-batam; {gone}"
        )
    ]


def test_a_stack_of_an_environment_that_is_whole(stacks):
    (stacks / "Pulumi.test.yaml").write_text(WHOLE)
    assert refused(stacks, "test-batam") == [
        (
            'Pulumi.test-batam.yaml:2:3 config.nusantara:of: "test", expected an environment with split: site; '
            "fix: write split: site there, or put its stacks together with `nusa stack join -s test`"
        )
    ]


def test_what_stands_beside_the_environment_every_stack_has_alike(stacks):
    secret = "  nusantara:key:\n    secure: v1:abc\nencryptionsalt: v1:salt\n"
    (stacks / "Pulumi.test.yaml").write_text(APART + secret)
    fix = "fix: `nusa stack split -s test` writes this file anew"
    assert refused(stacks, "test-batam") == [
        f"Pulumi.test-batam.yaml:1:1 config: no nusantara:key, expected that of Pulumi.test.yaml; {fix}",
        f"Pulumi.test-batam.yaml:1:1: no encryptionsalt, expected that of Pulumi.test.yaml; {fix}",
    ]
    (stacks / "Pulumi.test-batam.yaml").write_text(PART + secret.replace("abc", "xyz"))
    (told,) = refused(stacks, "test-batam")
    assert told == f"Pulumi.test-batam.yaml:3:3 config.nusantara:key: another value, expected that of Pulumi.test.yaml; {fix}"
    (stacks / "Pulumi.test-batam.yaml").write_text(PART + secret)
    record(lambda: load(stacks), stack="test-batam", config={OF: "test"})


def test_faults_of_the_file_and_of_the_environment_are_told_at_once(stacks):
    (stacks / "Pulumi.test.yaml").write_text(APART.replace("tier: staging", "tier: stage"))
    (stacks / "Pulumi.test-batam.yaml").write_text(f"{PART}  nusantara:key: x\n")
    assert [told.partition(" ")[0] for told in refused(stacks, "test-batam")] == [
        "Pulumi.test-batam.yaml:3:3",
        "Pulumi.test.yaml:3:5",
    ]


def test_the_environments_own_stack_is_refused_once_it_is_split(stacks, monkeypatch):
    (told,) = refused(stacks, "test", environment(stacks))
    assert told.startswith("Pulumi.test.yaml:15:5 split: the stack test, expected one of the stacks that it is split into; ")
    assert told.endswith(f"fix: choose {STACKS}, or bring them up together with `nusa up -s test`")
    monkeypatch.setenv(VARIABLE, "1")
    record(lambda: load(stacks), stack="test", config=environment(stacks))


def test_every_resource_is_declared_by_one_stack_with_what_it_has_in_a_single_one(stacks, apart):
    (stacks / "Pulumi.test.yaml").write_text(WHOLE)
    for part in ("jakarta", "batam", "global"):
        (stacks / f"Pulumi.test-{part}.yaml").unlink()
    whole = record(lambda: build(load(stacks)), stack="test", config=environment(stacks))
    root = "nusantara:index:Environment"
    found = [(without_stack(urn), each) for part in apart for urn, each in part.items() if each.type != root]
    assert sorted(urn for urn, _ in found) == sorted(urn for urn, each in whole.items() if each.type != root)
    for urn, each in found:
        before = whole[urn]
        assert (each.inputs, each.protect) == (before.inputs, before.protect), urn
        assert (without_stack(each.parent), without_stack(each.provider)) == (before.parent, before.provider)
    for part in apart:
        (told,) = part.of(root)
        assert told.inputs == whole.one(root).inputs


def test_no_stack_needs_another_but_by_its_outputs(apart):
    for part in apart:
        for each in part.values():
            needed = {each.parent, *each.dependencies, *(urn for urns in each.property_dependencies.values() for urn in urns)}
            assert {urn.split("::")[0] for urn in needed if urn} <= {next(iter(part)).split("::")[0]}
    jakarta, batam, joining = apart
    assert jakarta.read == batam.read == {}
    assert sorted(joining.read.values()) == ["organization/nusantara/test-batam", "organization/nusantara/test-jakarta"]


def test_before_its_sites_are_up_what_joins_them_is_refused_by_an_update_and_whole_in_a_preview(stacks, apart):
    with pytest.raises(pulumi.RunError, match=r"test-\w+ tells nothing of its site \w+: .*; fix: bring test-\w+ up first"):
        plan(stacks, "test-global", TELLING)
    found = plan(stacks, "test-global", TELLING, preview=True)
    assert set(found) == set(apart[2])
    assert found.one(*ZONE).inputs["vpcs"] == [{"vpcId": UNKNOWN, "vpcRegion": "ap-southeast-3"}]


def test_what_a_site_is_to_tell_after_its_next_update_is_unknown_in_a_preview_and_refused_in_an_update(stacks, apart):
    (stacks / "Pulumi.test.yaml").write_text(APART.replace("    links: mesh\n", ""))
    reads: dict[str, Any] = {}
    for name, part in zip(("jakarta", "batam"), apart, strict=False):
        told = copy.deepcopy(dict(part.exports))
        del told[TOLD][name]["network"]["id"]
        reads[f"organization/nusantara/test-{name}"] = {"outputs": told}
    refusal = r"test-\w+ does not tell network.id of its site \w+ yet; fix: bring test-\w+ up first"
    with pytest.raises(pulumi.RunError, match=refusal):
        plan(stacks, "test-global", reads)
    zones = plan(stacks, "test-global", reads, preview=True)
    assert zones.one(*ZONE).inputs["vpcs"] == [{"vpcId": UNKNOWN, "vpcRegion": "ap-southeast-3"}]


def test_everything_that_the_contract_of_networks_names_is_there_of_another_stacks_too(apart):
    """Whoever gives networks another output has it told of in `telling`, too."""
    named = {name for name in get_type_hints(contracts.Network) if name != "capabilities"}
    assert named <= set(get_type_hints(ReferredNetwork))
    jakarta, *_ = apart
    told = jakarta.exports[TOLD]["jakarta"]["network"]
    registered = jakarta.one("nusantara:aws:Network").outputs
    assert registered is not None
    plain = {"region", "zones", "cidr", "pods", "ranges", "blocks", "kinds"}
    assert told == {name: registered[name] for name in named - plain}


def test_names_that_an_account_has_once_do_not_follow_the_stack():
    """`contracts.scope` gives them: a name that began with the stack's own would be another one in a split environment."""
    allowed = {"components/contracts/scope.py", "stacks/environment/loading.py"}
    found = {
        str(path.relative_to(ROOT))
        for room in ("components", "stacks")
        for path in (ROOT / room).rglob("*.py")
        if "get_stack(" in path.read_text()
    }
    assert found == allowed
