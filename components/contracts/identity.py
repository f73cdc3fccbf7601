"""What a service account, and the pods that run as it, say of the role that they act under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

IDENTITY_ANNOTATION = "nusantara/identity"
"""Names what gives an account its role, on every cloud alike.

Pods get their role, or none, when they start: what their account is told, or associated with, later reaches only those to come. So
the account and its pods carry this, and the pods start again when they get a role, another one, or lose theirs. Sources:
github.com/aws/amazon-eks-pod-identity-webhook, docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html,
www.alibabacloud.com/help/en/ack/product-overview/ack-pod-identity-webhook.
"""


def granted(role: pulumi.Output[str], grants: Iterable[pulumi.Resource]) -> pulumi.Output[str]:
    """What names a role, so that whatever says it comes after all that the role was granted, and goes before that does.

    A controller that takes away what it made, as its last work, needs its permissions until then. URNs are known in a preview too,
    so another grant never makes the name unknown.
    """
    return pulumi.Output.all(role, *(grant.urn for grant in grants)).apply(lambda known: known[0])


def rolling(annotations: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """Those annotations of a service account that its pods carry too, so that they start again when these change."""
    return {key: value for key, value in annotations.items() if key == IDENTITY_ANNOTATION}
