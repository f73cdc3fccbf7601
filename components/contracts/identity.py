"""What a service account, and the pods that run as it, say of the role that they act under."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

IDENTITY_ANNOTATION = "nusantara/identity"
"""Names what gives an account its role where the account itself cannot name the role: pods that started before it have none."""


def rolling(annotations: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """Those annotations of a service account that its pods carry too, so that they start again when these change."""
    return {key: value for key, value in annotations.items() if key == IDENTITY_ANNOTATION}
