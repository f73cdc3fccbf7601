"""Whether the stack's configuration has the secrets that an environment names."""

from __future__ import annotations

import re

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import get_config
from pulumi.runtime.rpc import UNKNOWN

from .environment.problems import Problem, Steps


def lacking_secret(path: Steps, key: str, fits: re.Pattern[str], form: str) -> Problem | None:
    """What is wrong with a secret that the environment names: it is not configured, in plain text, or of another form.

    Of one that a preview cannot decrypt nobody knows the form.

    Args:
        path: where the environment names it.
        key: its configuration key, without the project.
        fits: what its value must match.
        form: that in words.

    Returns: None where it is there and fits.
    """
    full, expected = f"{pulumi.Config().name}:{key}", "the configuration key of a secret"
    value = get_config(full)
    if value is None:
        given = "which is not configured"
    elif not is_config_secret(full):
        given = "which is plain text"
    elif value != UNKNOWN and not fits.fullmatch(value):
        given, expected = "whose value is none", form
    else:
        return None
    return Problem(path, f'"{key}", {given}', expected, f"write it with pulumi config set --secret {key}")
