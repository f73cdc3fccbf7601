"""GitHub as an issuer of tokens: as whom a workflow's job comes to a cloud; pure.

Sources: docs.github.com/en/actions/reference/security/oidc (claims),
github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from .errors import Faults

Purpose: TypeAlias = Literal["deploy", "preview"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)

ISSUER: Final = "https://token.actions.githubusercontent.com"
HOST: Final = ISSUER.removeprefix("https://")

_OWNER, _NAME = r"[A-Za-z0-9](?:-?[A-Za-z0-9])*", r"[A-Za-z0-9_.-]+"
REPOSITORY: Final = rf"{_OWNER}/{_NAME}|{_OWNER}@\d+/{_NAME}@\d+"
"""OWNER/NAME, or OWNER@ID/NAME@ID as repositories made since July 2026 call themselves: a name can be somebody else's one day."""


def check_repository(faults: Faults, field: str, repository: str) -> bool:
    """One repository, as its tokens name it: no pattern that others fit too."""
    fix = "write both ids or none, as `gh api repos/OWNER/NAME/actions/oidc/customization/sub` and a token's claims show them"
    return faults.check(bool(re.fullmatch(REPOSITORY, repository)), field, repository, "OWNER/NAME, or OWNER@ID/NAME@ID", fix)


def environment(name: str, purpose: Purpose) -> str:
    """What GitHub calls the environment of a job: deployments ask for approval there, previews nobody."""
    return name if purpose == "deploy" else f"{name}-preview"


def subject(repository: str, name: str, purpose: Purpose) -> str:
    """The `sub` of the tokens of jobs in an environment; the same whatever branch, tag or workflow they are of."""
    return f"repo:{repository}:environment:{environment(name, purpose)}"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """An environment that is deployed to an account.

    Args:
        role: the role that its file names: what deployments are there, with `-preview` what previews are.
        people: ARNs of roles and users beside the pipeline that may become it, for when the pipeline is lost.
    """

    role: str
    people: tuple[str, ...] = ()


def check_deployed(faults: Faults, field: str, environments: Mapping[str, Deployed]) -> None:
    """One environment at least, each with a role of its own."""
    faults.check(bool(environments), field, None, "one environment at least", "write its name and its role")
    taken: dict[str, str] = {}
    for name, deployed in environments.items():
        first = taken.setdefault(deployed.role, name)
        fix = "name another role, here and in the environment's file"
        faults.check(first == name, f"{field}.{name}.role", deployed.role, f"another role than that of {first}", fix)


def pipeline_role(environment: str, purpose: Purpose) -> str:
    """What the role is called that a job takes on."""
    return f"nusantara-{environment}-{purpose}"


def site_role(role: str, purpose: Purpose) -> str:
    """What the role is called that a job becomes in an account: the one of the environment's file, or what looks alone."""
    return role if purpose == "deploy" else f"{role}-preview"


def role_names(environments: Mapping[str, Deployed]) -> tuple[str, ...]:
    """All of these roles."""
    pairs = [(environment, deployed.role, purpose) for environment, deployed in environments.items() for purpose in PURPOSES]
    return tuple(name for each, role, purpose in pairs for name in (pipeline_role(each, purpose), site_role(role, purpose)))
