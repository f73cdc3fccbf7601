"""What workflows are told of an account: variables of GitHub's environments, as commands that set them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Final

from components import github

AWS: Final = ("AWS_ROLE", "AWS_REGION", "PULUMI_BACKEND_URL", "PULUMI_SECRETS_PROVIDER")
ALICLOUD: Final = ("ALICLOUD_OIDC_PROVIDER", "ALICLOUD_ROLE", "ALICLOUD_REGION", "STATE_COPIES")
"""The variables that an account of each cloud gives, which .github/workflows read."""


def commands(repository: str, told: Mapping[str, Mapping[str, str]]) -> str:
    """Lines for a shell that sets the variables: `gh variable set NAME --env …`.

    Args:
        repository: as its tokens say it.
        told: values by environment of GitHub and by name.
    """
    called = re.sub(r"@\d+", "", repository)
    return "\n".join(
        shlex.join(["gh", "variable", "set", name, "--repo", called, "--env", environment, "--body", value])
        for environment, values in told.items()
        for name, value in values.items()
    )


def environments(names: Mapping[str, object]) -> list[tuple[str, str, github.Purpose]]:
    """(GitHub's environment, ours, purpose) of each."""
    return [(github.environment(name, purpose), name, purpose) for name in names for purpose in github.PURPOSES]
