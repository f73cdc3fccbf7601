"""Who may use a cluster of EKS, and as what its pods act: access entries, their policies, pod identities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Unique, as_set, refer, table
from .eks import IN_CLUSTER, keyed
from .shapes import CREATED, ROLE_ARN, arn, blanks, imported_by, row

if TYPE_CHECKING:
    from ..call import Call

ENTRY: Final = "aws:eks/accessEntry:AccessEntry"


def _principal(call: Call) -> str:
    """How an entry's ARN names the role or user it is for: kind, account, name."""
    *_, account, entity = call["principalArn"].split(":")
    kind, *_, name = entity.split("/") if "/" in entity else (entity, entity)
    return f"{kind}/{account}/{name}"


def _needs_entry(call: Call) -> Iterator[str]:
    if not call.find(ENTRY, clusterName=call["clusterName"], principalArn=call["principalArn"]):
        yield f"ResourceNotFoundException: The specified principalArn has no access entry: {call['principalArn']}"


RULES = table(
    row(
        ENTRY,
        "eks/access_entry.go",
        id=keyed("clusterName", "principalArn", by=":"),
        replaces=frozenset({"clusterName", "principalArn", "type"}),
        canonical={"kubernetesGroups": as_set},
        defaults={"type": "STANDARD"},
        computed={
            "accessEntryArn": lambda call: arn(
                call,
                "eks",
                f"access-entry/{call['clusterName']}/{_principal(call)}/{call.uuid()}",
            ),
            "createdAt": lambda _: CREATED,
            "kubernetesGroups": lambda _: [],
            "modifiedAt": lambda _: CREATED,
            "userName": lambda call: (
                f"{call['principalArn'].replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/{{{{SessionName}}}}"
            ),
        },
        references={
            "clusterName": IN_CLUSTER,
            "principalArn": refer(
                *ROLE_ARN.targets, outside=rf"{ROLE_ARN.outside}|arn:aws[\w-]*:iam::\d{{12}}:((user|role)/.+|root)", holds=False
            ),
        },
        not_found="ResourceNotFoundException: The specified access entry could not be found: {id}",
        exists="ResourceInUseException: The specified access entry resource is already in use on this cluster.",
    ),
    row(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "eks/access_policy_association.go",
        tagged=False,
        id=keyed("clusterName", "principalArn", "policyArn", by="#"),
        replaces=frozenset({"accessScope", "clusterName", "policyArn", "principalArn"}),
        canonical={"accessScope.namespaces": as_set},
        computed={"associatedAt": lambda _: CREATED, "modifiedAt": lambda _: CREATED},
        references={"clusterName": IN_CLUSTER},
        check=lambda call: (
            [("policyArn", f"InvalidParameterException: The policyArn parameter format is not valid: {policy}")]
            if (policy := call.get("policyArn")) and not re.fullmatch(r"arn:aws[\w-]*:eks::aws:cluster-access-policy/\w+", policy)
            else []
        ),
        refuses=_needs_entry,
        not_found="ResourceNotFoundException: The access policy association {id} could not be found",
        exists="ResourceInUseException: The access policy is already associated: {id}",
    ),
    row(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "eks/pod_identity_association.go",
        id=lambda call: f"a-{call.letters(17)}",
        imported=imported_by("clusterName", "id", by=","),
        replaces=frozenset({"clusterName", "namespace", "serviceAccount"}),
        computed={
            "associationArn": lambda call: arn(call, "eks", f"podidentityassociation/{call['clusterName']}/{call.id}"),
            "associationId": lambda call: call.id,
            **blanks("externalId"),
            "disableSessionTags": lambda _: False,
        },
        references={"clusterName": IN_CLUSTER, "roleArn": ROLE_ARN},
        unique=(
            Unique(
                ("clusterName", "namespace", "serviceAccount"),
                "ResourceInUseException: Association already exists for {serviceAccount} in {namespace}",
            ),
        ),
        not_found="ResourceNotFoundException: No association found for {id}.",
    ),
)
