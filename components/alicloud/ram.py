"""Policies of RAM as documents; pure."""

from __future__ import annotations

import json
from typing import Any

_LANGUAGE = "1"
_SYSTEM_PREFIX = "Aliyun"


def document(*statements: dict[str, Any]) -> str:
    """A policy of the statements given, in the policy language's only version."""
    return json.dumps({"Version": _LANGUAGE, "Statement": list(statements)})


def service_trust(service: str) -> str:
    """The trust policy of a role that a service of Alibaba Cloud takes on.

    Args:
        service: its principal, say "ecs.aliyuncs.com".
    """
    return document({"Effect": "Allow", "Principal": {"Service": [service]}, "Action": "sts:AssumeRole"})


def policy_type(policy: str) -> str:
    """Whose a policy is, by its name: the cloud's own begin with "Aliyun" and no other may.

    Source: www.alibabacloud.com/help/en/ram/user-guide/policy-overview.
    """
    return "System" if policy.startswith(_SYSTEM_PREFIX) else "Custom"
