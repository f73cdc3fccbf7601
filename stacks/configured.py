"""Whether the stack's configuration has the secrets that an environment names."""

from __future__ import annotations

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import get_config

from .environment.problems import Problem, Steps


def lacking_secret(path: Steps, key: str) -> Problem | None:
    """What is wrong with a secret that the environment names: it is not configured, or in plain text; None where it is there.

    Args:
        path: where the environment names it.
        key: its configuration key, without the project.
    """
    full = f"{pulumi.Config().name}:{key}"
    if get_config(full) is None:
        given = "which is not configured"
    elif not is_config_secret(full):
        given = "which is plain text"
    else:
        return None
    return Problem(path, f'"{key}", {given}', "the configuration key of a secret", writing(key))


def writing(key: str) -> str:
    """How a secret is written into the stack's configuration."""
    return f"write it with pulumi config set --secret {key}"
