"""The rule of a type: its row, or what is made up where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from .rules import Cloud, Rule

_PROVIDERS: Final = "pulumi:providers:"


def row_of(cloud: Cloud, token: str) -> Rule:
    """How a type behaves; where the cloud does not know, that follows from the SDK's types, with a warning."""
    rule = cloud.rules.get(token) or (cloud.rule_of(token) if cloud.rule_of else None)
    if rule is not None:
        return rule
    from .generic import rule_of

    no_rules = f"no rules exist for {token} in the simulated {cloud.package}: outputs follow the SDK's types"
    return replace(rule_of(token), warning=no_rules)


def doubt(cloud: Cloud, token: str, path: str) -> str:
    """Why an update of a type at a path may be a replacement; empty where it is none, as of a provider's own configuration."""
    doubts = None if token.startswith(_PROVIDERS) else row_of(cloud, token).doubts
    return doubts(path) if doubts else ""
