"""Tags on everything that can carry them, protection of what cannot be made again, and the boundary of what is made to act.

All come as transformations of the Site component, which its children inherit however deep they stand; so a component, or a
`compose` function, that forgets its tags is still tagged. Transformations of the SDK run in the program itself: unlike
transforms they need no call from the engine for each resource.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pulumi

from .environment.model import Account, Environment

TAG_FIELDS = ("tags", "template_tags")
"""The arguments by which resources of Alibaba Cloud carry tags; a launch template has its own beside those of its instances."""

IRREPLACEABLE = frozenset(
    {
        "aws:ec2/vpc:Vpc",
        "aws:ec2/eip:Eip",  # partners let traffic in by these addresses; once given back they are lost
        "aws:eks/cluster:Cluster",
        "aws:kms/key:Key",
        "alicloud:vpc/network:Network",
        "alicloud:ecs/eipAddress:EipAddress",
        "alicloud:cs/managedKubernetes:ManagedKubernetes",
        "alicloud:kms/key:Key",
        "aws:route53/zone:Zone",
        "alicloud:dns/alidnsDomain:AlidnsDomain",
        "alicloud:pvtz/zone:Zone",  # with the records in it that clusters wrote themselves
    }
)
"""Types whose deletion takes with it what no update brings back."""


def environment_tags(environment: Environment, name: str) -> dict[str, str]:
    """The tags of what joins sites: the environment's own, and which it is."""
    return {**environment.tags, "environment": name}


def site_tags(environment: Environment, name: str, site: str) -> dict[str, str]:
    """The tags of a site's resources: the environment's own, and where they belong."""
    return {**environment_tags(environment, name), "site": site}


def tagged(tags: Mapping[str, str]) -> pulumi.ResourceTransformation:
    """Adds tags to every resource of Alibaba Cloud that carries tags; a resource's own tag of the same key stays."""

    def transformation(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        fields = _tag_fields(type(args.resource)) if args.type_.startswith("alicloud:") else ()
        if not fields:
            return None
        added = {field: _merged(tags, args.props.get(field)) for field in fields}
        return pulumi.ResourceTransformationResult({**args.props, **added}, args.opts)

    return transformation


def protected(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Protects what cannot be made again, unless its component decided otherwise."""
    if args.type_ not in IRREPLACEABLE or args.opts.protect is not None:
        return None
    return pulumi.ResourceTransformationResult(
        args.props, pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True))
    )


def bounded(account: Account) -> pulumi.ResourceTransformation:
    """Bounds every role of IAM that is made in an account, where it has a boundary; a role's own stays."""

    def transformation(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "aws:iam/role:Role" or args.props.get("permissions_boundary") is not None:
            return None
        arn = f"arn:aws:iam::{account.id}:policy/{account.boundary}"
        return pulumi.ResourceTransformationResult({**args.props, "permissions_boundary": arn}, args.opts)

    return transformation


@functools.cache
def _tag_fields(resource: type) -> tuple[str, ...]:
    """The fields by which the SDK's own types say that a resource carries tags: those that map strings to strings.

    Nacos configurations, whose `tags` are a text of the application, have none.
    """
    found = []
    for field in TAG_FIELDS:
        member = getattr(resource, field, None)
        hint = str(member.fget.__annotations__.get("return", "")) if isinstance(member, property) and member.fget else ""
        if "Mapping[str, str]" in hint:
            found.append(field)
    return tuple(found)


def _merged(tags: Mapping[str, str], own: Any) -> pulumi.Input[Mapping[str, Any]]:
    if own is None or isinstance(own, Mapping):
        return {**tags, **(own or {})}
    return pulumi.Output.from_input(own).apply(lambda given: {**tags, **(given or {})})
