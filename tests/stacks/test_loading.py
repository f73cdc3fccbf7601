"""Where an environment is read from: Pulumi's configuration for its value, the file for positions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pulumi
import pytest

from faults import yaml
from stacks.environment import EnvironmentFaults, load
from stacks.environment.shape import KEY
from tests.stacks.conftest import ENVIRONMENT, RELEASES
from tests.support.mocks import record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def stacks(tmp_path):
    """A folder of stack files, with a sound environment in it."""
    directory = tmp_path / "stacks"
    (directory / "releases").mkdir(parents=True)
    (directory / "Pulumi.test.yaml").write_text(ENVIRONMENT)
    (directory / "releases" / "test.yaml").write_text(RELEASES)
    return directory


def environment(text=ENVIRONMENT):
    return json.dumps(yaml.parse(text.encode(), shown="f.yaml").value["config"][KEY])


def loaded(directory, config):
    found = []
    record(lambda: found.append(load(directory)), stack="test", config=config)
    return found[0]


def refused(directory, config) -> str:
    with pytest.raises(EnvironmentFaults) as error:
        loaded(directory, config)
    assert isinstance(error.value, pulumi.RunError)
    assert error.value.exit_code == 2
    return str(error.value)


def test_the_value_is_that_of_pulumis_configuration(stacks):
    found = loaded(stacks, {KEY: environment().replace("shop.example", "other.example")})
    assert found.environment.domain == "other.example"
    assert found.name == "test"
    assert found.images == {"storefront": f"shop/storefront@sha256:{'0' * 64}"}


def test_without_a_file_faults_have_their_path_alone(stacks):
    (stacks / "Pulumi.test.yaml").unlink()
    told = refused(stacks, {KEY: environment().replace("10.36.0.0/16", "10.64.0.0/16")})
    assert told == (
        'sites.batam.network.cidr: "10.64.0.0/16", expected a block inside address_space 10.32.0.0/12;'
        " fix: choose a block inside address_space, or widen it"
    )


def test_an_environment_that_the_file_lacks_has_the_place_of_what_is_near(stacks):
    text = environment().replace('"cidr"', '"cdir"', 1)
    assert [line.split(":")[1:3] for line in refused(stacks, {KEY: text}).split("\n")] == [
        ["14", "9 sites.jakarta.network.cdir"],
    ]


@pytest.mark.parametrize("text", ["", "config:\n", "config: {}\n", "# nothing\n"])
def test_an_empty_file(stacks, text):
    (stacks / "Pulumi.test.yaml").write_text(text)
    assert refused(stacks, {}) == (
        "stacks/Pulumi.test.yaml:1:1 nusantara:environment: nothing, expected an environment; fix: write nusantara:environment"
        " under config"
    )


def test_an_environment_of_nothing(stacks):
    (stacks / "Pulumi.test.yaml").write_text(f"config:\n  {KEY}:\n")
    assert refused(stacks, {KEY: ""}) == (
        "stacks/Pulumi.test.yaml:2:3 nusantara:environment: nothing, expected an environment; fix: write nusantara:environment"
        " under config"
    )


def test_an_environment_that_is_a_text(stacks):
    assert refused(stacks, {KEY: "production"}) == (
        'stacks/Pulumi.test.yaml:2:3 nusantara:environment: "production", expected an environment; fix: write'
        " nusantara:environment under config"
    )


def test_a_project_may_leave_out_its_own_name(stacks):
    (stacks / "Pulumi.test.yaml").write_text(
        ENVIRONMENT.replace("nusantara:environment", "environment").replace("tier: staging", "tier: x")
    )
    assert refused(stacks, {KEY: environment().replace("staging", "x")}) == (
        'stacks/Pulumi.test.yaml:3:5 tier: "x", expected development, staging or production; fix: choose one of them'
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            b"config: {a: 1\n",
            (
                "2:1: not YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at 1:9;"
                " fix: close the bracket, or write the comma"
            ),
        ),
        (b"config: \xff\n", "1:9: byte 0xff is not UTF-8, expected text in UTF-8; fix: save the file as UTF-8"),
        (b"config:\n  a: 1\n  a: 2\n", "3:3 config.a: the key a second time, first at line 2; fix: remove one"),
        (
            b"config:\n  a: 2026-12-01\n",
            '2:6 config.a: 2026-12-01 without quotes is a point in time, expected a string; fix: write "2026-12-01"',
        ),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 10)) for n in range(9)),
            "5:4: aliases that unfold into 111,111 values, 6 deep, expected 100,000 values at most, 200 deep; fix: write them out",
        ),
    ],
    ids=["syntax", "encoding", "duplicate", "timestamp", "bomb"],
)
def test_a_file_that_cannot_be_read_ends_without_a_traceback(stacks, content, told):
    (stacks / "Pulumi.test.yaml").write_bytes(content)
    assert refused(stacks, {KEY: environment()}) == f"stacks/Pulumi.test.yaml:{told}"


@pytest.mark.parametrize("file", ["Pulumi.test.yaml", "releases/test.yaml"])
def test_a_directory_in_the_place_of_a_file(stacks, file):
    (stacks / file).unlink()
    (stacks / file).mkdir()
    told = f"stacks/{file}:1:1: cannot be read: Is a directory, expected a file that this user can read"
    assert refused(stacks, {KEY: environment()}) == told


def test_faults_of_both_files_are_told_at_once(stacks):
    (stacks / "Pulumi.test.yaml").write_text("config: {a: 1, a: 2}\n")
    (stacks / "releases" / "test.yaml").write_text("a: b: c\n")
    assert [line.split(" ")[0] for line in refused(stacks, {}).split("\n")] == [
        "stacks/Pulumi.test.yaml:1:16",
        "stacks/releases/test.yaml:1:5:",
    ]


def test_releases_may_be_missing_only_where_nothing_runs(stacks):
    (stacks / "releases" / "test.yaml").unlink()
    assert "no release, expected its image by digest in stacks/releases/test.yaml" in refused(stacks, {KEY: environment()})
    (stacks / "Pulumi.test.yaml").write_text(without := ENVIRONMENT[: ENVIRONMENT.index("    workloads:")])
    assert loaded(stacks, {KEY: environment(without)}).images == {}


def test_no_message_shows_a_secret(stacks):
    text = ENVIRONMENT.replace("10.36.0.0/16", "{secure: AAABAO1}").replace("domain: shop.example", "domain: shop")
    (stacks / "Pulumi.test.yaml").write_text(text)

    def program():
        pulumi.runtime.set_all_config({KEY: environment().replace("10.36.0.0/16", "hush")}, [KEY])
        load(stacks)

    with pytest.raises(EnvironmentFaults) as error:
        record(program, stack="test")
    assert "hush" not in str(error.value)
    assert [fault.path for fault in error.value.faults] == ["domain", "sites.batam.network.cidr"]


def test_an_environment_beside_it_is_looked_at(stacks):
    (stacks / "Pulumi.other.yaml").write_text(ENVIRONMENT.replace("10.32.0.0/12", "10.32.0.0/16"))
    assert refused(stacks, {KEY: environment()}).startswith(
        'stacks/Pulumi.test.yaml:6:5 address_space: "10.32.0.0/12", expected addresses of its own,'
        " and stacks/Pulumi.other.yaml has 10.32.0.0/16;"
    )


@pytest.mark.parametrize("text", ["", "config: [", "config:\n  other:key: 1\n", f"config:\n  {KEY}: text\n", "\x00"])
def test_a_file_beside_it_that_cannot_be_read_says_nothing(stacks, text):
    (stacks / "Pulumi.other.yaml").write_text(text)
    assert loaded(stacks, {KEY: environment()}).name == "test"


def test_an_environment_is_read_without_the_sdk():
    code = (
        "import sys; from pathlib import Path; from stacks.environment import Source\n"
        "print(Source.of(Path('stacks'), 'production').read().name, 'pulumi' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "production False\n"
