"""What a build server says of the build that deploys.

Source: sdk/go/common/util/ciutil.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_NAMES: Final = {
    "APPVEYOR": "AppVeyor",
    "CODEBUILD_BUILD_ARN": "AWS CodeBuild",
    "bamboo_planKey": "Atlassian Bamboo",
    "BITBUCKET_COMMIT": "Atlassian Bitbucket Pipelines",
    "TF_BUILD": "Azure Pipelines",
    "BUILDKITE": "Buildkite",
    "CIRCLECI": "CircleCI",
    "CF_BUILD_URL": "Codefresh",
    "DRONE": "Drone",
    "GITHUB_ACTIONS": "GitHub Actions",
    "GITLAB_CI": "GitLab CI/CD",
    "GO_PIPELINE_LABEL": "GoCD",
    "HUDSON_URL": "Hudson",
    "JENKINS_URL": "Jenkins",
    "MAGNUM": "Magnum CI",
    "SEMAPHORE": "Semaphore",
    "TEAMCITY_VERSION": "TeamCity",
    "TRAVIS": "Travis CI",
}
"""Which variable gives a build server away; of all but three of them, the name is all that is told."""
_VARIABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "GitHub Actions": {
        "ci.build.id": "GITHUB_RUN_ID",
        "ci.build.number": "GITHUB_RUN_NUMBER",
        "ci.build.type": "GITHUB_EVENT_NAME",
        "ci.pr.headSHA": "GITHUB_SHA",
    },
    "GitLab CI/CD": {
        "ci.build.id": "CI_PIPELINE_ID",
        "ci.build.number": "CI_PIPELINE_IID",
        "ci.build.type": "CI_PIPELINE_SOURCE",
        "ci.build.url": "CI_JOB_URL",
        "ci.pr.headSHA": "CI_COMMIT_SHA",
        "ci.pr.number": "CI_MERGE_REQUEST_IID",
    },
}
_GENERIC: Final = {
    "ci.build.id": "PULUMI_CI_BUILD_ID",
    "ci.build.number": "PULUMI_CI_BUILD_NUMBER",
    "ci.build.type": "PULUMI_CI_BUILD_TYPE",
    "ci.build.url": "PULUMI_CI_BUILD_URL",
    "ci.pr.headSHA": "PULUMI_CI_PULL_REQUEST_SHA",
    "ci.pr.number": "PULUMI_PR_NUMBER",
}
_BRANCHES: Final = {"GitHub Actions": "GITHUB_REF", "GitLab CI/CD": "CI_COMMIT_REF_NAME"}


@dataclass(frozen=True, slots=True)
class Build:
    """A build: its facts by Pulumi's keys, and the branch that it says it builds."""

    facts: Mapping[str, str]
    branch: str = ""


def build(environment: Mapping[str, str]) -> Build:
    """The build that an environment belongs to; one without facts where no build server is known."""
    if environment.get("PULUMI_DISABLE_CI_DETECTION"):
        return Build({})
    if name := environment.get("PULUMI_CI_SYSTEM"):
        return Build(_given(name, _GENERIC, environment), environment.get("PULUMI_CI_BRANCH_NAME", ""))
    name = next((name for variable, name in _NAMES.items() if environment.get(variable)), "")
    if not name:
        return Build({})
    facts = _given(name, _VARIABLES.get(name, {}), environment)
    branch = environment.get(_BRANCHES.get(name, ""), "")
    return _on_github(facts, branch, environment) if name == "GitHub Actions" else Build(facts, branch)


def _given(name: str, variables: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    given = {key: environment.get(variable, "") for key, variable in variables.items()}
    return {"ci.system": name, **{key: value for key, value in given.items() if value}}


def _on_github(facts: dict[str, str], branch: str, environment: Mapping[str, str]) -> Build:
    """Its build has no variable for its address, and of a pull request the commit that is merged stands in a file."""
    repository, run = environment.get("GITHUB_REPOSITORY"), facts.get("ci.build.id")
    if repository and run:
        facts["ci.build.url"] = f"https://github.com/{repository}/actions/runs/{run}"
    if facts.get("ci.build.type") == "pull_request":
        try:
            event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_bytes())
            head = event["pull_request"]["head"]
            facts |= {"ci.pr.number": str(event["number"]), "ci.pr.headSHA": head["sha"]}
            branch = head["ref"]
        except (OSError, KeyError, TypeError, ValueError):
            pass  # then the variables say all that is known
    return Build(facts, branch)
