"""What a network on AWS is made from, and what of it AWS would refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import arguments, contracts
from ..contracts.acl_entries import most_entries
from ..errors import Faults
from .network_adoption import further_parts
from .network_services import GATEWAY_SERVICES, service_faults

INTERVALS = (60, 600)
ACL_QUOTA = (20, 40)
"""Rules of a network ACL in one direction and of one IP version: what accounts begin with, and the most that is granted.

Source: docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html.
"""

_SERVERS = 4
_BUCKET = re.compile(r"arn:aws[\w-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?")
_KEY = re.compile(r"arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key/.+")


@dataclass(frozen=True, kw_only=True)
class NetworkArgs(contracts.NetworkArgs):
    """What a network on AWS is made from.

    Args:
        endpoints: services of AWS that are reached without a way out, by AWS's own names. "s3" and "dynamodb" are gateway
            endpoints: free, and what private and pod subnets send there is spared the NAT gateway. All others are interface
            endpoints, billed by the hour and zone: an address in every zone's private subnet, found under the service's usual
            name, open to HTTPS from the network alone. Source:
            docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html.
        endpoint_policies: what may be done through an endpoint, as policy documents by service; everything by default.
        public_ip_on_launch: give what starts in a public subnet a public address. Load balancers and NAT gateways bring their
            own; an instance there is reachable from the internet only where somebody asked for it.
        ipv6_on_launch: give what starts in a private or pod subnet an IPv6 address too, and in a public one with
            `public_ip_on_launch`. The provider replaces a subnet whose IPv6 block is changed or taken away while it does this,
            so it is turned off in an update of its own before `ipv6` is.
        close_default_security_group: take every rule from the group that AWS gives to what names none; by default it lets its
            members reach each other and the world (docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html). That of
            a VPC named in `adopt` is left alone as long as it is named: what stands there may rely on it.
        dns_support: let AWS's resolver answer; private names, EKS and interface endpoints need it.
        dns_hostnames: give machines names; EKS and interface endpoints need them.
        ntp_servers: time servers by IPv4 address, four at most, told by DHCP; AWS's own by default.
        acl_rules: how many rules of one IP version a network ACL may have in one direction, the one that denies the rest among
            them: 20, until the quota is raised, and 40 at most (docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html).
        flow_log_interval: seconds that a flow log's record covers at most, 60 or 600.
        flow_log_bucket: ARN of a bucket, with a folder or without, that exists and takes the flow logs of `FlowLogs.to`
            "storage"; how long it keeps them is its own matter. One is made by default.
        flow_log_key: ARN of the KMS key that flow logs are encrypted with, whose policy must let
            logs.<region>.amazonaws.com ("logs") or delivery.logs.amazonaws.com ("storage") use it; AWS's own key by default.

    Raises:
        ArgumentsError: with every fault.
    """

    PARTS = contracts.NetworkArgs.PARTS | {"association", "egress", "endpoint", "route", "table"}

    endpoints: tuple[str, ...] = ("s3",)
    endpoint_policies: Mapping[str, str] = field(default_factory=dict)
    public_ip_on_launch: bool = False
    ipv6_on_launch: bool = False
    close_default_security_group: bool = True
    dns_support: bool = True
    dns_hostnames: bool = True
    ntp_servers: tuple[str, ...] = ()
    acl_rules: int = ACL_QUOTA[0]
    flow_log_interval: int = 600
    flow_log_bucket: str | None = None
    flow_log_key: str | None = None

    @property
    def further_parts(self) -> tuple[str, ...]:
        """See `network_adoption.further_parts`."""
        return further_parts(self)

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        self._check_endpoints(faults)
        self._check_names(faults)
        self._check_flow_logs(faults)
        arguments.check_range(faults, "acl_rules", self.acl_rules, *ACL_QUOTA)
        if self.ipv6_on_launch:
            faults.check(self.ipv6, "ipv6_on_launch", True, "ipv6", "set ipv6: true")  # noqa: FBT003 - the value given

    def _check_sizes(self, faults: Faults) -> None:
        for tier, entries in self.guards.items():
            count, where = most_entries(entries) + 1, f"acls.{tier}" if tier in self.acls else "data_from"
            expected = f"{self.acl_rules} rules at most, the network's own and the one that denies the rest among them"
            fix = "join neighbouring blocks, or have the quota raised and write it as acl_rules"
            faults.check(count <= self.acl_rules, where, count, expected, fix)

    def _check_endpoints(self, faults: Faults) -> None:
        faults.add(service_faults(self.endpoints))
        interfaces = [service for service in self.endpoints if service not in GATEWAY_SERVICES]
        for name in ("dns_support", "dns_hostnames") if interfaces else ():
            fix = f"leave {name} on; {interfaces[0]} is found by a private name"
            faults.check(getattr(self, name), name, getattr(self, name), "true beside interface endpoints", fix)
        for service, policy in self.endpoint_policies.items():
            where = f"endpoint_policies.{service}"
            expected = f"one of endpoints: {', '.join(self.endpoints) or 'none'}"
            faults.check(service in self.endpoints, where, service, expected, f"add {service} to endpoints")
            fix = 'write a policy document, say {"Version": "2012-10-17", "Statement": […]}'
            faults.check(_is_document(policy), where, policy, "a policy document in JSON", fix)

    def _check_names(self, faults: Faults) -> None:
        fix = "leave it on, or turn dns_hostnames off too; names are of no use without the resolver"
        fits = self.dns_support or not self.dns_hostnames
        faults.check(fits, "dns_support", self.dns_support, "true beside dns_hostnames", fix)
        for server in self.ntp_servers:
            arguments.check_address(faults, "ntp_servers", server)
        faults.check(len(self.ntp_servers) <= _SERVERS, "ntp_servers", len(self.ntp_servers), "four at most", "remove some")

    def _check_flow_logs(self, faults: Faults) -> None:
        expected = " or ".join(map(str, INTERVALS))
        faults.check(self.flow_log_interval in INTERVALS, "flow_log_interval", self.flow_log_interval, expected, "write 600, say")
        if self.flow_log_bucket is not None:
            stored = self.flow_logs is not None and self.flow_logs.to == "storage"
            fix = "set flow_logs.to: storage, or remove the bucket"
            faults.check(stored, "flow_log_bucket", self.flow_log_bucket, 'flow_logs.to "storage"', fix)
            shape = _BUCKET.fullmatch(self.flow_log_bucket) is not None
            fix = "write its ARN, say arn:aws:s3:::flow-logs"
            faults.check(shape, "flow_log_bucket", self.flow_log_bucket, "the ARN of an S3 bucket", fix)
            fix = "remove it; the bucket's own encryption holds"
            faults.check(self.flow_log_key is None, "flow_log_key", self.flow_log_key, "none beside flow_log_bucket", fix)
        if self.flow_log_key is not None:
            shape = _KEY.fullmatch(self.flow_log_key) is not None
            fix = "write its ARN, say arn:aws:kms:ap-southeast-3:111122223333:key/…"
            faults.check(shape, "flow_log_key", self.flow_log_key, "the ARN of a KMS key", fix)


def _is_document(text: str) -> bool:
    try:
        return "Statement" in dict(json.loads(text))
    except (TypeError, ValueError):
        return False
