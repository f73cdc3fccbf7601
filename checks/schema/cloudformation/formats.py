"""The shapes of ids, ARNs and address ranges.

Source: https://github.com/aws-cloudformation/cfn-lint/tree/v1.58.0/src/cfnlint/rules/formats (MIT-0), and for address ranges what
pulumi-aws itself asks for: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/verify/validate.go.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

_ARN: Final = r"arn:aws[a-zA-Z-]*:"
_KEY: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}"

_BUCKET: Final = r"(?![.-])(?!.*\.\.)(?!.*-\.)(?!.*\.-)[a-z0-9.-]{3,63}(?<![.-])"


class Format(NamedTuple):
    """A shape that a text may have.

    Args:
        name: what a text of it is, with its article.
        fits: whether a text has it.
        example: one that does.
    """

    name: str
    fits: Callable[[str], object]
    example: str


def _pattern(name: str, pattern: str, example: str) -> Format:
    return Format(name, re.compile(rf"(?:{pattern})\Z").match, example)


def _arn(name: str, service: str, *kinds: str) -> Format:
    pattern = rf"{_ARN}{service}:[a-z0-9-]+:\d{{12}}:(?:{'|'.join(kinds)}).+"
    return _pattern(name, pattern, f"arn:aws:{service}:REGION:ACCOUNT:{kinds[0]}NAME")


def _id(name: str, prefix: str) -> Format:
    return _pattern(name, rf"{prefix}-(?:[0-9a-fA-F]{{8}}|[0-9a-fA-F]{{17}})", f"{prefix}-0a1b2c3d4e5f60718")


def _network(version: int) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return "/" in text and ipaddress.ip_network(text).version == version
        except ValueError:
            return False

    return fits


SUBNET: Final = _id("the id of a subnet", "subnet")
VPC: Final = _id("the id of a VPC", "vpc")
GROUP: Final = _id("the id of a security group", "sg")
IPV4: Final = Format("an IPv4 range", _network(4), "10.0.0.0/16")
IPV6: Final = Format("an IPv6 range", _network(6), "2001:db8::/56")

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "AWS::ACM::Certificate.Arn": _arn("the ARN of a certificate", "acm", "certificate/"),
        "AWS::EC2::Image.Id": _pattern(
            "the id of an image", r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:.+", "ami-0a1b2c3d4e5f60718"
        ),
        "AWS::EC2::SecurityGroup.Id": GROUP,
        "AWS::EC2::Subnet.Id": SUBNET,
        "AWS::EC2::VPC.Id": VPC,
        "AWS::IAM::Role.Arn": _pattern("the ARN of a role", rf"{_ARN}iam::\d{{12}}:role/.+", "arn:aws:iam::ACCOUNT:role/NAME"),
        "AWS::KMS::Alias.AliasName": _pattern("the alias of a key", r"alias/[a-zA-Z0-9:/_-]+", "alias/NAME"),
        "AWS::KMS::Key.Arn": _arn("the ARN of a key", "kms", "key/", "alias/"),
        "AWS::KMS::Key.Id": _pattern("the id of a key", _KEY, "1234abcd-12ab-34cd-56ef-1234567890ab"),
        "AWS::Lambda::Function.Arn": _arn("the ARN of a function", "lambda", "function:"),
        "AWS::Logs::LogGroup.Name": _pattern("the name of a log group", r"[.\-_/#A-Za-z0-9]{1,512}", "/shop/web"),
        "AWS::S3::Bucket.Name": _pattern("the name of a bucket", _BUCKET, "shop-uploads"),
        "AWS::SNS::Topic.Arn": _arn("the ARN of a topic", "sns", ""),
        "ipv4-network": IPV4,
        "ipv6-network": IPV6,
    }
)
"""By the names that cfn-lint has for them; of those that are not here nothing is judged."""

_BY_NAME: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "securityGroupIds": GROUP,
        "subnetId": SUBNET,
        "subnetIds": SUBNET,
        "vpcId": VPC,
        "vpcSecurityGroupIds": GROUP,
    }
)


def formats_of(name: str, told: Sequence[str]) -> tuple[Format, ...]:
    """The formats of which a text must have one; none where that is not known.

    Args:
        name: the input's, which on AWS says enough in some cases.
        told: the formats that its schema names.
    """
    if all(each in FORMATS for each in told) and told:
        return tuple(FORMATS[each] for each in told)
    return (_BY_NAME[name],) if name in _BY_NAME else ()


def corrected(text: str) -> str:
    """The range that an address with a mask lies in, where that is what is wrong with it; else nothing."""
    try:
        return str(ipaddress.ip_network(text, strict=False)) if "/" in text else ""
    except ValueError:
        return ""
