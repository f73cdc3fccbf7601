"""The workflows that run on GitHub: what GitHub's own schemas say of them, and what keeps a pull request of a fork from harm."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    **dict.fromkeys(ACTIONS, "vendor.github-actions"),
    GITHUB / "dependabot.yml": "vendor.dependabot",
}
RUN = [*WORKFLOWS, *ACTIONS]
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
OTHERS = re.compile(r"\$\{\{")
"""What may be anybody's: in a script it would be a command."""
STACKS = ["development", "staging", "production"]
BOOTSTRAP = {
    "AWS_ROLE",
    "AWS_REGION",
    "PULUMI_BACKEND_URL",
    "ALICLOUD_OIDC_PROVIDER",
    "ALICLOUD_ROLE",
    "ALICLOUD_REGION",
    "STATE_COPIES",
}
CLOUD = {"contents": "read", "id-token": "write"}
LOOKING = {**CLOUD, "actions": "read"}
"""With what is deployed, which is an artifact."""
PERMISSIONS = {
    "comment.yml": {"": {"actions": "read", "contents": "read", "pull-requests": "write"}},
    "deploy.yml": {"": {}, "commit": {"contents": "read"}, **dict.fromkeys(STACKS, LOOKING)},
    "drift.yml": {"": {}, "look": LOOKING, "tell": {"contents": "read", "issues": "write"}},
    "preview.yml": {"": {"contents": "read"}, "plan": {"actions": "read", "contents": "read"}},
    "split.yml": {"": {}, "move": CLOUD},
    "update.yml": {"": {}, "preview": CLOUD, "up": LOOKING},
}
"""What each workflow may, and each of its jobs that says so itself: nothing more."""


def document(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def workflow(name: str) -> Any:
    return document(GITHUB / "workflows" / name)


def steps(file: Path) -> Iterator[dict[str, Any]]:
    told = document(file)
    for job in (told.get("jobs") or {"": told["runs"]}).values():
        yield from job.get("steps", ())


def step(name: str, job: str, uses: str) -> dict[str, Any]:
    (found,) = (each for each in workflow(name)["jobs"][job]["steps"] if each.get("uses", "").startswith(uses))
    return found


def named(path: Path) -> str:
    return path.relative_to(GITHUB).as_posix()


@pytest.mark.parametrize("schema", sorted(set(SCHEMAS.values())))
def test_github_takes_them(schema: str):
    files = [file for file, of in SCHEMAS.items() if of == schema]
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_auditor_of_workflows_finds_nothing():
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", "--format", "plain", GITHUB]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", RUN, ids=named)
def test_actions_are_pinned_by_their_commit_and_say_which_version_that_is(file: Path):
    for line in file.read_text().splitlines():
        used = line.strip().removeprefix("- ").removeprefix("uses: ") if "uses: " in line else ""
        if used.startswith("$/"):
            assert (ROOT / used.removeprefix("$/")).exists(), line
        elif used:
            action, _, version = used.partition(" # ")
            assert PINNED.fullmatch(action), line
            assert version.startswith("v"), line


@pytest.mark.parametrize("file", RUN, ids=named)
def test_nothing_that_others_choose_is_part_of_a_script(file: Path):
    for each in steps(file):
        assert not OTHERS.search(each.get("run", "")), each


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_each_job_may_do_what_it_has_to_and_no_more(file: Path):
    told = document(file)
    own = {name: job["permissions"] for name, job in told["jobs"].items() if "permissions" in job}
    assert {"": told["permissions"], **own} == PERMISSIONS[file.name]


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_a_checkout_leaves_no_token_behind_and_nothing_runs_for_ever(file: Path):
    for each in steps(file):
        if each.get("uses", "").startswith("actions/checkout@"):
            assert each["with"]["persist-credentials"] is False
    for name, job in document(file)["jobs"].items():
        assert "uses" in job or 0 < job["timeout-minutes"] <= 120, name


@pytest.mark.parametrize("file", [*RUN, *sorted(GITHUB.glob("*.sh"))], ids=named)
def test_no_workflow_has_a_secret_but_githubs_own_token(file: Path):
    assert not re.search(r"\bsecrets\b\s*[.:\[]", file.read_text())


def test_a_pull_requests_own_code_reaches_no_cloud_and_may_write_nothing():
    told = workflow("preview.yml")
    assert set(told[True]) == {"pull_request"}
    for job in told["jobs"].values():
        assert "environment" not in job
        assert set(job.get("permissions", {}).values()) <= {"read"}


def test_a_checkpoint_is_taken_from_the_default_branch_of_this_repository_alone():
    """A run of a fork can publish an artifact of the same name, from a branch of the same name."""
    (look,) = (each for each in steps(GITHUB / "actions" / "deployed" / "action.yml") if each.get("id") == "artifact")
    assert ".workflow_run.head_branch == env.BRANCH" in look["run"]
    assert ".workflow_run.head_repository_id == .workflow_run.repository_id" in look["run"]
    assert look["env"]["BRANCH"] == "${{ github.event.repository.default_branch }}"


def test_who_may_write_comments_runs_no_code_of_the_pull_request():
    told = workflow("comment.yml")
    assert set(told[True]) == {"workflow_run"}
    assert step("comment.yml", "comment", "actions/checkout@")["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert not any(each.get("uses", "").startswith(("./", "$/")) for each in steps(GITHUB / "workflows" / "comment.yml"))


def test_who_may_write_comments_takes_a_forks_plans_for_data():
    """A fork that edits preview.yml chooses what is in the artifacts: not where they go, how much of them is read, or whom they are told."""
    artifact = step("comment.yml", "comment", "actions/download-artifact@")["with"]
    assert artifact["path"].startswith("${{ runner.temp }}/")
    (find, tell) = (each for each in workflow("comment.yml")["jobs"]["comment"]["steps"] if "name" in each)
    assert "select(.head.sha == env.SHA)" in find["run"]
    assert find["env"]["SHA"] == "${{ github.event.workflow_run.head_sha }}"
    assert tell["env"]["NUMBER"] == "${{ steps.pull.outputs.number }}"
    assert "-type f -name plan.json -size -100M -print0 | sort -z | head -z -n 10 |" in tell["run"]


def test_a_stack_follows_the_one_before_it_and_approval_comes_after_the_preview():
    jobs = workflow("deploy.yml")["jobs"]
    assert jobs["staging"]["needs"] == ["commit", "development"]
    assert jobs["production"]["needs"] == ["commit", "staging"]
    assert {name: job["with"]["stack"] for name, job in jobs.items() if "with" in job} == {name: name for name in STACKS}
    assert {job["with"]["commit"] for job in jobs.values() if "with" in job} == {"${{ needs.commit.outputs.hash }}"}
    told = workflow("update.yml")["jobs"]
    assert told["preview"]["environment"] == "${{ inputs.stack }}-preview"
    assert told["up"]["environment"] == "${{ inputs.stack }}"
    assert told["up"]["needs"] == "preview"
    for job in told.values():
        (checkout,) = (each for each in job["steps"] if each.get("uses", "").startswith("actions/checkout@"))
        assert checkout["with"]["ref"] == "${{ inputs.commit }}"


def test_an_update_of_a_stack_is_alone_and_never_cut_off():
    assert workflow("update.yml")["jobs"]["up"]["concurrency"] == {
        "group": "stack-${{ inputs.stack }}",
        "cancel-in-progress": False,
    }
    assert "concurrency" not in workflow("deploy.yml")


def test_a_state_is_moved_alone_after_the_same_approval_as_an_update():
    told = workflow("split.yml")
    move, up = told["jobs"]["move"], workflow("update.yml")["jobs"]["up"]
    assert (move["environment"], move["concurrency"]) == (up["environment"], up["concurrency"])
    assert set(told[True]) == {"workflow_dispatch"}
    assert told[True]["workflow_dispatch"]["inputs"]["stack"]["options"] == STACKS


def test_variables_are_those_that_bootstrap_prints():
    text = "".join(file.read_text() for file in RUN)
    asked = set(re.findall(r"\bvars\.(\w+)", text))
    assert {name for name in asked if not name.startswith("RUNNER")} == BOOTSTRAP
    told = (ROOT / "docs" / "bootstrap.md").read_text()
    assert all(f"| `{name}` |" in told for name in BOOTSTRAP)


def test_the_cli_is_of_the_version_that_the_sdk_is_of():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (pinned,) = (each.removeprefix("pulumi==") for each in project["dependencies"] if each.startswith("pulumi=="))
    assert (ROOT / ".pulumi.version").read_text().strip() == pinned, "fix: write the version of pyproject.toml into .pulumi.version"


def test_workflows_name_targets_that_there_are():
    makefile = (ROOT / "Makefile").read_text()
    for file in RUN:
        for each in steps(file):
            for target in re.findall(r"^make (\w+)$", each.get("run", ""), re.MULTILINE):
                assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
