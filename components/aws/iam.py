"""Policies of IAM as documents; pure."""

from __future__ import annotations

import json
from typing import Any

MANAGED_POLICY = "arn:aws:iam::aws:policy/"
"""What the ARNs of the policies that AWS manages begin with."""

TAGGED_SESSION = ("sts:AssumeRole", "sts:TagSession")
"""What a role lets a service do that says by tags of the session on whose behalf it comes."""

_LANGUAGE = "2012-10-17"


def document(*statements: dict[str, Any]) -> str:
    """A policy of the statements given, in the policy language's current version."""
    return json.dumps({"Version": _LANGUAGE, "Statement": list(statements)})


def service_trust(service: str, *, session_tags: bool = False, source: str | None = None) -> str:
    """The trust policy of a role that a service of AWS takes on.

    Args:
        service: its principal, say "ec2.amazonaws.com".
        session_tags: the service also tags its sessions, as EKS and Pod Identity do
            (docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html, pod-id-role.html).
        source: the account on whose behalf alone it may, where the service says so
            (docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
    """
    actions: str | list[str] = list(TAGGED_SESSION) if session_tags else "sts:AssumeRole"
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": source}}} if source else {}
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": actions, **condition})
