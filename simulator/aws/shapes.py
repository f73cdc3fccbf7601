"""What the rows of every AWS service share: ARNs, tags, the region argument, and checks of addresses and documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any, Final

from ..rules import AutoName, Function, Rule, as_json, refer
from ..values import UNKNOWN, Properties, Secret, holds_secret, holds_unknown, plain
from .regions import ZONES, partition

if TYPE_CHECKING:
    from ..call import Call

SOURCE: Final = "github.com/hashicorp/terraform-provider-aws/internal/service/"
"""Where the rows were read: `ForceNew`, `Default`, `Computed` and `CustomizeDiff` of the provider that pulumi-aws wraps."""

CREATED: Final = "2026-01-01T00:00:00Z"
"""When every simulated object was made: the same program gives the same outputs."""

NAMED: Final = AutoName(prefixes=("namePrefix",))

VPC: Final = "aws:ec2/vpc:Vpc"
SUBNET: Final = "aws:ec2/subnet:Subnet"
ROLE: Final = "aws:iam/role:Role"
KEY: Final = "aws:kms/key:Key"
CLUSTER: Final = "aws:eks/cluster:Cluster"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
CONNECTION: Final = "aws:ec2/vpnConnection:VpnConnection"

_GROUPS = (GROUP, (VPC, "defaultSecurityGroupId"), (CLUSTER, "vpcConfig.clusterSecurityGroupId"))
SECURITY_GROUP: Final = refer(*_GROUPS)
NAMED_SECURITY_GROUP: Final = refer(*_GROUPS, holds=False)
KMS_KEY: Final = refer((KEY, "arn"), (KEY, "keyId"), outside=r"alias/aws/.+|arn:aws[\w-]*:kms:[\w-]+:\d{12}:alias/.+", holds=False)
ROLE_ARN: Final = refer(ROLE, by="arn", outside=r"arn:aws[\w-]*:iam::(\d{12}:role/aws-service-role|aws)/.+")


def arn(call: Call, service: str, resource: str, *, everywhere: bool = False) -> str:
    """The ARN of something in the call's account and region; a global service's ARN names no region."""
    return f"arn:{partition(call.region)}:{service}:{'' if everywhere else call.region}:{call.account}:{resource}"


def arn_of(service: str, resource: str, *, everywhere: bool = False) -> Function:
    """The ARN of the call's object; `{id}` in `resource` is its id."""
    return lambda call: arn(call, service, resource.format(id=call.id), everywhere=everywhere)


def hex_id(prefix: str) -> Function:
    """An id as EC2 makes them: `vpc-0` and 16 hexadecimal digits."""
    return lambda call: f"{prefix}-0{call.hex(16)}"


def imported_by(*names: str, by: str) -> Callable[[str], dict[str, str]]:
    """For a type that is imported by several of its outputs (or its `id`), joined by `by`."""

    def wanted(text: str) -> dict[str, str]:
        values = text.split(by, len(names) - 1)
        return dict(zip(names, values, strict=True)) if len(values) == len(names) else {}

    return wanted


def blanks(*outputs: str) -> dict[str, Function]:
    """Outputs that the provider leaves as empty text where nothing is there."""
    return dict.fromkeys(outputs, lambda _: "")


def lists(*outputs: str) -> dict[str, Function]:
    """Outputs that the provider leaves as empty lists."""
    return dict.fromkeys(outputs, lambda _: [])


def owner(call: Call) -> str:
    """The account that owns the object."""
    return call.account


def row(token: str, source: str, *, tagged: bool = True, regional: bool = True, **fields: Any) -> Rule:
    """A row with what most resources of the provider share.

    Args:
        token: the type's.
        source: file under `SOURCE`.
        tagged: whether it has `tags`, to which the provider's default tags are added in `tagsAll`.
        regional: whether it has the argument `region`, another value of which replaces it; without, the service is global.
        fields: the rest of the row.
    """
    derived: dict[str, Function] = dict(fields.pop("derived", {}))
    replaces = fields.pop("replaces", frozenset())
    defaults: dict[str, Any] = dict(fields.pop("defaults", {}))
    name: AutoName | None = fields.get("name")
    computed = {**fields.pop("computed", {}), **blanks(*(name.prefixes if name else ()))}
    if tagged:
        fields.setdefault("prepare", with_all_tags)
        defaults["tagsAll"] = {}
    documents = [path for path, form in fields.get("canonical", {}).items() if form is as_json]
    if documents:
        fields["prepare"] = _with_documents(documents, fields.get("prepare"))
    if regional:
        derived["region"] = lambda call: call.region
        replaces = replaces if callable(replaces) else replaces | {"region"}
        fields["check"] = _with_region(fields.get("check"))
    return Rule(
        type=token,
        source=SOURCE + source,
        derived=derived,
        computed=computed,
        replaces=replaces,
        defaults=defaults,
        everywhere=not regional,
        **fields,
    )


def _with_documents(paths: Iterable[str], others: Callable[[Call], Properties] | None) -> Callable[[Call], Properties]:
    """The inputs with documents that are given as objects in strings, as the provider takes them, after what else prepares them.

    Source: TransformJSONDocument in github.com/pulumi/pulumi-aws/provider/resources.go.
    """

    def prepared(call: Call) -> Properties:
        inputs = dict(others(call) if others is not None else call.raw)
        for path in paths:
            if not isinstance(given := inputs.get(path), dict):
                continue
            text = UNKNOWN if holds_unknown(given) else json.dumps(plain(given), separators=(",", ":"), sort_keys=True)
            inputs[path] = Secret(text) if holds_secret(given) else text
        return inputs

    return prepared


def with_all_tags(call: Call) -> Properties:
    """The inputs with `tagsAll`: the provider's default tags under the resource's own.

    Source: github.com/pulumi/pulumi-aws/provider/tags.go.
    """
    tags = call.raw.get("tags")
    if holds_unknown(tags):
        return {**call.raw, "tagsAll": UNKNOWN}
    defaults: Mapping[str, Any] = (call.config.get("defaultTags") or {}).get("tags") or {}
    merged = {**defaults, **(plain(tags) or {})}
    if not merged:
        return call.raw
    return {**call.raw, "tagsAll": Secret(merged) if holds_secret(tags) else merged}


def _with_region(check: Callable[[Call], Iterable[tuple[str, str]]] | None) -> Callable[[Call], Iterator[tuple[str, str]]]:
    def checked(call: Call) -> Iterator[tuple[str, str]]:
        region = call.get("region")
        if region is not None and region not in ZONES:
            yield "region", f"invalid AWS Region: {region}"
        if check is not None:
            yield from check(call)

    return checked


def exactly_one(call: Call, *names: str) -> Iterator[tuple[str, str]]:
    """A fault unless the program gave one of these inputs alone, as the provider's `ExactlyOneOf` has it."""
    given = [name for name in names if call.given(name)]
    if len(given) != 1:
        yield "", f"exactly one of {', '.join(names)} is needed; given: {', '.join(given) or 'none'}"


def cidr_faults(call: Call, path: str, largest: int, smallest: int) -> Iterator[tuple[str, str]]:
    """Faults of an IPv4 block that must be a network's address with a prefix between two lengths."""
    text = call.get(path)
    if text is None:
        return
    try:
        block = IPv4Network(text, strict=False)
    except ValueError:
        yield path, f'"{text}" is not a valid IPv4 CIDR block'
        return
    if str(block) != text:
        yield path, f'"{text}" is not a valid IPv4 CIDR block; did you mean "{block}"?'
    elif not largest <= block.prefixlen <= smallest:
        yield path, f'expected "{text}" to contain a network Value with between {largest} and {smallest} significant bits'


def document_faults(call: Call, path: str, longest: int) -> Iterator[tuple[str, str]]:
    """Faults of a policy document in a string: JSON, an object with statements, at most so many characters but for white space."""
    text = call.get(path)
    if text is None:
        return
    try:
        document = json.loads(text)
    except ValueError as fault:
        yield path, f'"{path}" contains an invalid JSON policy: {fault}'
        return
    if not isinstance(document, dict) or "Statement" not in document:
        yield path, f'"{path}" contains an invalid JSON policy: not a JSON object with a Statement'
    elif (length := len(re.sub(r"\s", "", text))) > longest:
        yield path, f'"{path}" has {length} characters without white space, at most {longest} are allowed'


def name_faults(call: Call, path: str, longest: int) -> Iterator[tuple[str, str]]:
    """Faults of an IAM name. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html."""
    name = call.get(path)
    if name is not None and not re.fullmatch(rf"[\w+=,.@-]{{1,{longest}}}", name):
        yield path, f"{name!r} must have 1 to {longest} alphanumeric characters, hyphens, underscores, or any of +=,.@"
