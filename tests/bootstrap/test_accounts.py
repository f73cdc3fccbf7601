"""The accounts as they are shipped: they fit the environments, the schema for editors, and what workflows read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml as pyyaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bootstrap.model import DESCRIBED, KEY, schema
from bootstrap.rules import opted
from bootstrap.source import ACCOUNTS, Loaded, Source
from bootstrap.variables import ALICLOUD, AWS
from cli.main import app
from components.github import PURPOSES, environment
from faults import yaml
from stacks.environment import Source as EnvironmentSource
from stacks.environment.loading import STACKS
from stacks.regions import OPT_IN, ZONES
from tests.bootstrap.conftest import NAMES, ROOT

VALIDATOR = Draft202012Validator(schema())


def loaded(name: str) -> Loaded:
    return Source.of(ACCOUNTS, name).read()


def test_these_are_all():
    assert tuple(sorted(path.name.split(".")[1] for path in ACCOUNTS.glob("*.yaml"))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_takes_each_and_refuses_what_is_misspelt(name):
    value = yaml.load(ACCOUNTS / f"Pulumi.{name}.yaml").value
    assert list(VALIDATOR.iter_errors(value)) == []
    value["config"][KEY]["regoin"] = "x"
    assert len(list(VALIDATOR.iter_errors(value))) == 1


@pytest.mark.parametrize(
    ("argument", "title"), [((), "A stack file of nusantara"), (("account",), "A stack file of nusantara-bootstrap")]
)
def test_the_command_prints_either_schema(argument, title):
    done = CliRunner().invoke(app, ["schema", *argument])
    assert json.loads(done.output)["title"] == title


def test_every_field_is_described():
    Draft202012Validator.check_schema(schema())
    for name, definition in schema()["$defs"].items():
        bare = [field for field, told in definition.get("properties", {}).items() if not told.get("description")]
        assert bare == [], name


@pytest.mark.parametrize("cloud", DESCRIBED)
def test_each_key_is_found_by_its_path(cloud):
    assert DESCRIBED[cloud].kind(("environments", "any", "role")) == "string"
    assert DESCRIBED[cloud].keys(("github",)) == ("repository", "issuer", "deploy_hours", "preview_hours")


def test_every_site_of_an_environment_finds_its_role_in_its_account():
    """Ids, roles and regions stand in two files, which nothing but this holds together."""
    accounts = [loaded(name).account for name in NAMES]
    for name in ("staging", "production"):
        for site in EnvironmentSource.of(STACKS, name).read().environment.sites.values():
            assert site.account is not None
            (account,) = [each for each in accounts if each.cloud == site.cloud and each.id == site.account.id]
            assert account.environments[name].role == site.account.role
            if account.cloud == "aws":
                assert site.region in account.regions
                assert site.account.boundary == account.boundary


def test_every_environment_that_workflows_deploy_is_deployed_somewhere():
    deployed = {name for stack in NAMES for name in loaded(stack).account.environments}
    assert deployed == {"development", "staging", "production"}


def test_workflows_read_the_variables_that_are_printed_and_no_role_beside_them():
    texts = [path.read_text() for path in (ROOT / ".github").rglob("*.yml")]
    read = {name for text in texts for name in re.findall(r"\bvars\.([A-Z_]+)", text)}
    told = {*AWS, *ALICLOUD}
    assert {name for name in read if not name.startswith("RUNNER")} <= told
    assert {"AWS_ROLE", "ALICLOUD_ROLE", "PULUMI_BACKEND_URL", "STATE_COPIES"} <= read
    page = (ROOT / "docs" / "bootstrap.md").read_text()
    assert [name for name in sorted(told) if f"`{name}`" not in page] == []


def test_workflows_name_the_environments_that_roles_trust():
    text = (ROOT / ".github" / "workflows" / "update.yml").read_text()
    found = {name.replace("${{ inputs.stack }}", "staging") for name in re.findall(r"^    environment: (.+)$", text, re.MULTILINE)}
    assert found == {environment("staging", purpose) for purpose in PURPOSES}


@pytest.mark.parametrize(("file", "job"), [("update.yml", "preview"), ("update.yml", "up"), ("drift.yml", "look")])
def test_a_job_asks_for_no_longer_session_than_its_role_allows(file, job):
    told = pyyaml.safe_load((ROOT / ".github" / "workflows" / file).read_text())["jobs"][job]
    stack = pyyaml.safe_load((ROOT / ".github" / "actions" / "stack" / "action.yml").read_text())
    (given,) = [step["with"] for step in told["steps"] if step.get("uses", "").endswith("/actions/stack")]
    seconds = int(given.get("seconds", stack["inputs"]["seconds"]["default"]))
    for name in NAMES:
        github = loaded(name).account.github
        looks = "preview" in told["environment"]
        assert seconds <= 3600 * (github.preview_hours if looks else github.deploy_hours)


def test_regions_that_must_be_asked_for_are_regions():
    assert ZONES["aws"].keys() >= OPT_IN
    assert opted(("ap-southeast-1", "ap-southeast-3")) == ("ap-southeast-3",)
    assert Path(ACCOUNTS).name == "accounts"
