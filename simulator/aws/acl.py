"""Network ACLs, their rules, and which subnets are behind them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Unique, as_set, refer, table
from .shapes import SUBNET, VPC, arn_of, cidr_faults, exactly_one, hex_id, lists, owner, row

if TYPE_CHECKING:
    from ..call import Call

ACL = "aws:ec2/networkAcl:NetworkAcl"
RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation"

_MOST = 40
"""docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: 20 in a direction for each family, which can be raised to 40."""

_PROTOCOLS = {"all": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58", "ipv6-icmp": "58"}
_RULE_FORCED = frozenset(
    {"cidrBlock", "egress", "fromPort", "icmpCode", "icmpType", "ipv6CidrBlock", "networkAclId", "protocol", "ruleAction"}
    | {"ruleNumber", "toPort"}
)


def _protocol(value: Any) -> Any:
    return _PROTOCOLS.get(value.lower(), value) if isinstance(value, str) else value


def _rule_id(acl: str, number: str, egress: str, protocol: str) -> str:
    """`nacl-` and the CRC-32 of what tells a rule apart, as the provider writes it."""
    return f"nacl-{zlib.crc32(f'{acl}-{number}-{egress}-{protocol}-'.encode())}"


def _new_rule_id(call: Call) -> str:
    egress = "true" if call.get("egress") else "false"
    return _rule_id(call["networkAclId"], str(call["ruleNumber"]), egress, str(call["protocol"]))


def _imported_rule(text: str) -> dict[str, str]:
    """A rule is imported by `ACL:NUMBER:PROTOCOL:EGRESS`."""
    parts = text.split(":")
    return {"id": _rule_id(parts[0], parts[1], parts[3], parts[2])} if len(parts) == 4 else {}


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from exactly_one(call, "cidrBlock", "ipv6CidrBlock")
    yield from cidr_faults(call, "cidrBlock", 0, 32)
    action = call.get("ruleAction")
    if action is not None and str(action).lower() not in ("allow", "deny"):
        yield "ruleAction", f"expected rule_action to be one of [allow deny], got {action}"
    protocol = call.get("protocol")
    if protocol is not None and not str(_protocol(protocol)).lstrip("-").isdigit():
        yield "protocol", f'"protocol" : unsupported NACL protocol: {protocol}'


def _rule_conflicts(call: Call) -> Iterator[str]:
    number = call.get("ruleNumber")
    if number is not None and not 1 <= number <= 32766:
        yield f"InvalidParameterValue: Value ({number}) for parameter ruleNumber is invalid. Rule numbers go from 1 to 32766."
    family = "cidrBlock" if call.given("cidrBlock") else "ipv6CidrBlock"
    alike = [
        rule
        for rule in call.siblings("networkAclId")
        if rule.outputs.get("egress") == call.get("egress") and rule.outputs.get(family) is not None
    ]
    if not call.old and len(alike) >= _MOST:
        yield f"NetworkAclEntryLimitExceeded: The maximum number of network ACL entries of {call['networkAclId']} has been reached."


RULES = table(
    row(
        ACL,
        "ec2/vpc_network_acl.go",
        id=hex_id("acl"),
        replaces=frozenset({"vpcId"}),
        canonical=dict.fromkeys(("egress", "ingress", "subnetIds"), as_set),
        computed={"arn": arn_of("ec2", "network-acl/{id}"), "ownerId": owner, **lists("egress", "ingress", "subnetIds")},
        references={"vpcId": refer(VPC), "subnetIds[*]": refer(SUBNET, holds=False)},
        # Its subnets go back to the VPC's default ACL before it is deleted.
        takes=lambda call: [(part.type, part.id) for kind in (RULE, ASSOCIATION) for part in call.find(kind, networkAclId=call.id)],
        not_found="InvalidNetworkAclID.NotFound: The networkAcl ID '{id}' does not exist",
        in_use="DependencyViolation: The networkAcl '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        RULE,
        "ec2/vpc_network_acl_rule.go",
        tagged=False,
        id=_new_rule_id,
        imported=_imported_rule,
        replaces=_RULE_FORCED,
        canonical={"protocol": _protocol, "ruleAction": lambda value: value.lower() if isinstance(value, str) else value},
        defaults={"egress": False},
        references={"networkAclId": refer(ACL, (VPC, "defaultNetworkAclId"), holds=False)},
        unique=(
            Unique(
                ("networkAclId", "egress", "ruleNumber"),
                "NetworkAclEntryAlreadyExists: The network acl entry identified by {ruleNumber} already exists.",
            ),
        ),
        check=_rule_faults,
        refuses=_rule_conflicts,
        not_found="InvalidNetworkAclEntry.NotFound: The network acl entry '{id}' does not exist",
        exists="NetworkAclEntryAlreadyExists: The network acl entry identified by {ruleNumber} already exists.",
    ),
    row(
        ASSOCIATION,
        "ec2/vpc_network_acl_association.go",
        tagged=False,
        id=hex_id("aclassoc"),
        replaces=frozenset({"networkAclId", "subnetId"}),
        references={
            "networkAclId": refer(ACL, (VPC, "defaultNetworkAclId"), holds=False),
            "subnetId": refer(SUBNET, holds=False),
        },
        not_found="InvalidAssociationID.NotFound: The association ID '{id}' does not exist",
    ),
)
