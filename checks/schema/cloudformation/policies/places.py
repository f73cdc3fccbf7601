"""Where policies stand in the inputs of pulumi-aws, and of which kind they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from engine.values import Output, Secret, Unknown

from ...conformity import joined


class Kind(StrEnum):
    """What a policy is attached to."""

    IDENTITY = "an identity"
    """A user, group, role or permission set, to which it says what they may do."""
    TRUST = "a role's trust"
    """A role, to which it says who may be it."""
    RESOURCE = "a resource"
    """A resource, to which it says who may do what with it."""
    ENDPOINT = "an endpoint"
    """An endpoint of a VPC, to which it says what may pass."""


class Place(NamedTuple):
    """An input that is a policy.

    Args:
        path: of the input; lists on the way are gone through.
        kind: of the policy.
        services: the only services whose actions it may name; empty for any.
    """

    path: str
    kind: Kind
    services: tuple[str, ...] = ()


_S3: Final = ("s3", "s3express", "s3-object-lambda", "s3-outposts")
_RESOURCES: Final = (
    "acmpca/policy:Policy",
    "apigateway/restApi:RestApi",
    "apigateway/restApiPolicy:RestApiPolicy",
    "backup/vaultPolicy:VaultPolicy",
    "cloudwatch/eventBusPolicy:EventBusPolicy",
    "ecr/registryPolicy:RegistryPolicy",
    "ecr/repositoryPolicy:RepositoryPolicy",
    "efs/fileSystemPolicy:FileSystemPolicy",
    "kms/externalKey:ExternalKey",
    "kms/key:Key",
    "kms/keyPolicy:KeyPolicy",
    "kms/replicaExternalKey:ReplicaExternalKey",
    "kms/replicaKey:ReplicaKey",
    "secretsmanager/secret:Secret",
    "secretsmanager/secretPolicy:SecretPolicy",
)
_PLACES: Final[Mapping[str, tuple[Place, ...]]] = MappingProxyType(
    {
        **{f"aws:{token}": (Place("policy", Kind.RESOURCE),) for token in _RESOURCES},
        "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": (Place("accessPolicy", Kind.RESOURCE),),
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": (Place("policyDocument", Kind.RESOURCE),),
        "aws:dynamodb/resourcePolicy:ResourcePolicy": (Place("policy", Kind.RESOURCE, ("dynamodb",)),),
        "aws:ec2/vpcEndpoint:VpcEndpoint": (Place("policy", Kind.ENDPOINT),),
        "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": (Place("policy", Kind.ENDPOINT),),
        "aws:elasticsearch/domain:Domain": (Place("accessPolicies", Kind.RESOURCE, ("es",)),),
        "aws:elasticsearch/domainPolicy:DomainPolicy": (Place("accessPolicies", Kind.RESOURCE, ("es",)),),
        "aws:iam/groupPolicy:GroupPolicy": (Place("policy", Kind.IDENTITY),),
        "aws:iam/policy:Policy": (Place("policy", Kind.IDENTITY),),
        "aws:iam/role:Role": (Place("assumeRolePolicy", Kind.TRUST, ("sts",)), Place("inlinePolicies.policy", Kind.IDENTITY)),
        "aws:iam/rolePolicy:RolePolicy": (Place("policy", Kind.IDENTITY),),
        "aws:iam/userPolicy:UserPolicy": (Place("policy", Kind.IDENTITY),),
        "aws:opensearch/domain:Domain": (Place("accessPolicies", Kind.RESOURCE, ("es",)),),
        "aws:opensearch/domainPolicy:DomainPolicy": (Place("accessPolicies", Kind.RESOURCE, ("es",)),),
        "aws:s3/bucket:Bucket": (Place("policy", Kind.RESOURCE, _S3),),
        "aws:s3/bucketPolicy:BucketPolicy": (Place("policy", Kind.RESOURCE, _S3),),
        "aws:sns/topic:Topic": (Place("policy", Kind.RESOURCE, ("sns",)),),
        "aws:sns/topicPolicy:TopicPolicy": (Place("policy", Kind.RESOURCE, ("sns",)),),
        "aws:sqs/queue:Queue": (Place("policy", Kind.RESOURCE, ("sqs",)),),
        "aws:sqs/queuePolicy:QueuePolicy": (Place("policy", Kind.RESOURCE, ("sqs",)),),
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": (Place("inlinePolicy", Kind.IDENTITY),),
    }
)


class Found(NamedTuple):
    """A policy in the inputs of a resource.

    Args:
        path: where it is.
        place: what is known of where it is.
        document: it, parsed; a text where that is no JSON.
        text: as it was given, where it was given as text.
    """

    path: str
    place: Place
    document: Any
    text: str = ""


def policies(token: str, inputs: Mapping[str, Any]) -> Iterator[Found]:
    """The policies in the inputs of a resource; none that is unknown, secret or empty."""
    for place in _PLACES.get(token, ()):
        for path, value in _at(inputs, place.path.split("."), ""):
            if not isinstance(value, str):
                yield Found(path, place, value)
                continue
            try:
                yield Found(path, place, json.loads(value), value)
            except ValueError:
                yield Found(path, place, value, value)


def _at(value: Any, names: list[str], path: str) -> Iterator[tuple[str, Any]]:
    if not value or isinstance(value, (Unknown, Secret, Output)):
        return
    if isinstance(value, list) and names:
        for index, each in enumerate(value):
            yield from _at(each, names, f"{path}[{index}]")
    elif not names:
        yield path, value
    elif isinstance(value, dict):
        yield from _at(value.get(names[0]), names[1:], joined(path, names[0]))
