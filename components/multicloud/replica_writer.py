"""The one identity that writes a replica in the other cloud, and nothing but that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pulumi

from .. import arguments
from ..choices import ROTATED
from ..errors import Faults
from ..inputs import inputs
from ..naming import Cloud, tag_faults
from .issuer_trust import AUDIENCES


@dataclass(frozen=True, kw_only=True)
class ReplicaWriterArgs:
    """What the identity is made from.

    Args:
        cloud: the cloud of the replica.
        role: the role's name, which the replica's bucket may know.
        issuer: the URL of the OIDC issuer of the cluster that pushes.
        trust: ARN of the replica's account's identity provider for that issuer.
        namespace: the namespace of the service account that pushes.
        service_account: its name.
        bucket: the replica's bucket.
        prefixes: what it writes there, each with its final slash.
        marker: the object by which it says when all had arrived; where the replica is on Alibaba Cloud that lies elsewhere.
        deletions: whether it deletes there what was deleted where it is written.
        tags: tags of the role and its policy.

    Raises:
        ArgumentsError: with every fault.
    """

    cloud: Cloud
    role: str
    issuer: pulumi.Input[str]
    trust: pulumi.Input[str]
    namespace: str
    service_account: str
    bucket: pulumi.Input[str]
    prefixes: tuple[str, ...]
    marker: str | None = None
    deletions: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "cloud", self.cloud, tuple(AUDIENCES))
        faults.check(1 <= len(self.role) <= 64, "role", self.role, "1 to 64 characters", "shorten it")
        faults.check(bool(self.prefixes), "prefixes", self.prefixes, "one prefix at least", "name what it writes")
        for name in ("namespace", "service_account"):
            arguments.check_label(faults, name, getattr(self, name))
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class ReplicaWriter(pulumi.ComponentResource):
    """A role that one service account of one cluster in the other cloud takes on, by that cluster's own tokens: no key is kept.

    It lists, reads and writes some prefixes of one bucket. What is there it needs to read, or it would send all of it every time; a
    version that was followed by another it cannot delete, so that who takes it over cannot destroy what was there.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider of the replica's account among them.

    Attributes:
        arn: the role's ARN.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:ReplicaWriter"

    def __init__(self, name: str, args: ReplicaWriterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        trust = pulumi.Output.all(args.issuer, args.trust).apply(lambda known: trust_policy(args, known[0], known[1]))
        policy = pulumi.Output.from_input(args.bucket).apply(lambda bucket: access_policy(args, bucket))
        if args.cloud == "aws":
            import pulumi_aws as aws

            role = aws.iam.Role(f"{name}-role", name=args.role, assume_role_policy=trust, tags=dict(args.tags), opts=child)
            aws.iam.RolePolicy(f"{name}-policy", role=role.name, policy=policy, opts=child)
            self.arn: pulumi.Output[str] = role.arn
        else:
            import pulumi_alicloud as alicloud

            taken = alicloud.ram.Role(
                f"{name}-role", role_name=args.role, assume_role_policy_document=trust, tags=dict(args.tags), opts=child
            )
            granted = alicloud.ram.Policy(
                f"{name}-policy",
                policy_name=args.role,
                policy_document=policy,
                rotate_strategy=ROTATED,
                tags=dict(args.tags),
                opts=child,
            )
            alicloud.ram.RolePolicyAttachment(
                f"{name}-policy",
                role_name=taken.role_name,
                policy_name=granted.policy_name,
                policy_type="Custom",
                opts=child,
            )
            self.arn = taken.arn
        self.register_outputs({"arn": self.arn})


def trust_policy(args: ReplicaWriterArgs, issuer: str, provider: str) -> str:
    """Who takes the role on: one service account, as its cluster's issuer vouches for it, with a token for this cloud.

    Sources: docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html,
    www.alibabacloud.com/help/en/ram/api-assumerolewithoidc.
    """
    subject, audience = f"system:serviceaccount:{args.namespace}:{args.service_account}", AUDIENCES[args.cloud]
    if args.cloud == "aws":
        host = issuer.removeprefix("https://")
        told = {f"{host}:aud": audience, f"{host}:sub": subject}
        return _document(args.cloud, _allow("sts:AssumeRoleWithWebIdentity", Principal={"Federated": provider}, Condition=told))
    told = {"oidc:iss": issuer, "oidc:aud": audience, "oidc:sub": subject}
    return _document(args.cloud, _allow("sts:AssumeRole", Principal={"Federated": [provider]}, Condition=told))


def access_policy(args: ReplicaWriterArgs, bucket: str) -> str:
    """What the role may do: see, read and write its prefixes, and say when all had arrived.

    rclone asks for what it has just written (HEAD), so that it fails where it may write and not read
    (Update in rclone's backend/s3/s3.go).
    """
    service, arn = ("s3", f"arn:aws:s3:::{bucket}") if args.cloud == "aws" else ("oss", f"acs:oss:*:*:{bucket}")
    listing, prefix = ("s3:ListBucket", "s3:prefix") if args.cloud == "aws" else ("oss:ListObjects", "oss:Prefix")
    prefixes = [f"{each}*" for each in args.prefixes]
    objects = [f"{arn}/{each}" for each in prefixes]
    marking = [f"{service}:{action}" for action in ("GetObject", "PutObject")]
    actions = [*marking, f"{service}:AbortMultipartUpload"]
    return _document(
        args.cloud,
        {"Effect": "Allow", "Action": [listing], "Resource": [arn], "Condition": {"StringLike": {prefix: prefixes}}},
        {"Effect": "Allow", "Action": [*actions, *([f"{service}:DeleteObject"] if args.deletions else [])], "Resource": objects},
        *([{"Effect": "Allow", "Action": marking, "Resource": [f"{arn}/{args.marker}"]}] if args.marker else []),
    )


def _allow(action: str, *, Principal: Any, Condition: Mapping[str, str]) -> dict[str, Any]:  # noqa: N803 - the policies' own words
    return {"Effect": "Allow", "Principal": Principal, "Action": action, "Condition": {"StringEquals": dict(Condition)}}


def _document(cloud: Cloud, *statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17" if cloud == "aws" else "1", "Statement": list(statements)})
