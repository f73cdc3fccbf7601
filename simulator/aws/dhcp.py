"""What VPCs tell machines that ask for an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import refer, table
from .shapes import VPC, arn_of, hex_id, owner, row

if TYPE_CHECKING:
    from ..call import Call

OPTIONS = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions"

_SERVERS = ("domainNameServers", "netbiosNameServers", "ntpServers")
_OPTIONS = frozenset({"domainName", "ipv6AddressPreferredLeaseTime", "netbiosNodeType", *_SERVERS})


def _refused(call: Call) -> Iterator[str]:
    if not any(call.given(name) for name in _OPTIONS):
        yield "MissingParameter: The request must contain the parameter DhcpConfigurations"
    for name in _SERVERS:
        if len(call.get(name) or ()) > 4:
            yield f"InvalidParameterValue: Value for parameter {name} is invalid. At most four servers are taken."


RULES = table(
    row(
        OPTIONS,
        "ec2/vpc_dhcp_options.go",
        id=hex_id("dopt"),
        replaces=_OPTIONS,
        computed={"arn": arn_of("ec2", "dhcp-options/{id}"), "ownerId": owner},
        refuses=_refused,
        not_found="InvalidDhcpOptionID.NotFound: The dhcpOption ID '{id}' does not exist",
    ),
    row(
        "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
        "ec2/vpc_dhcp_options_association.go",
        tagged=False,
        id=lambda call: f"{call['dhcpOptionsId']}-{call['vpcId']}",
        imported=lambda text: {"vpcId": text},
        replaces=frozenset({"vpcId"}),
        # Options that are deleted leave their VPCs with AWS's own.
        references={"dhcpOptionsId": refer(OPTIONS, outside="default", holds=False), "vpcId": refer(VPC, holds=False)},
        not_found="InvalidDhcpOptionID.NotFound: The association '{id}' does not exist",
    ),
)
