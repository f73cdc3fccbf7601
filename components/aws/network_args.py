"""What a network on AWS is made from, and what of it AWS would refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from .. import arguments, contracts
from ..choices import Tenancy
from ..contracts.acl_entries import most_entries
from ..errors import Faults
from .network_adoption import further_parts
from .network_flow_fields import check_flow_logs
from .network_services import GATEWAY_SERVICES, is_whole, service_faults

ACL_QUOTA = (20, 40)
"""Rules of a network ACL in one direction and of one IP version: what accounts begin with, and the most that is granted.

Source: docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html.
"""

_SERVERS = 4
_POOL = re.compile(r"ipam-pool-[0-9a-f]{8,17}")


@dataclass(frozen=True, kw_only=True)
class NetworkArgs(contracts.NetworkArgs):
    """What a network on AWS is made from.

    Args:
        endpoints: services that are reached without a way out. AWS's stand here by its own names: "s3" and "dynamodb" are gateway
            endpoints: free, and what `endpoint_tiers` send there is spared the NAT gateway. All others are interface endpoints,
            billed by the hour and zone: an address in every zone's private subnet, found under the service's usual name. Services
            of one's own or of other companies stand here by their whole name, com.amazonaws.vpce.<region>.vpce-svc-…, and are
            found under the names that AWS gives their endpoint. Source:
            docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html and create-interface-endpoint.html.
        endpoint_policies: what may be done through an endpoint, as policy documents by service; everything by default.
        endpoint_private_names: services by their whole name that are found under the private name that their owner gave them.
        endpoint_zones: the zones in which a service has an address, by service; all by default, and not every service is in all.
        endpoint_ports: TCP ports on which interface endpoints are open to the network, and to nobody else; HTTPS by default.
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
        dns64: let what has IPv6 alone in private and pod subnets reach what has IPv4 alone, by the resolver and the NAT gateways
            (docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html); it needs both.
        resource_names: name machines by their id instead of their address, in DNS too, from the next that start
            (docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html).
        tenancy: "default", or "dedicated" for hardware that nobody else is on, which costs more; made dedicated later, a VPC is
            made anew, and made default, it is not (docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html).
        address_metrics: count the addresses in use in CloudWatch
            (docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html).
        ipam_pool: id of a pool of IPAM that the network's blocks are allocated from, and that must hold them: IPAM knows of them by
            that, and gives them to nobody else. It is asked while a VPC or block is made; one that is there already is taken in
            by a pool's own `auto_import` (docs.aws.amazon.com/vpc/latest/ipam/create-vpc-ipam.html).
        subnet_groups: tiers of which there is a group of subnets for Amazon RDS and Aurora, say ("data",)
            (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html).
        ntp_servers: time servers by IPv4 address, four at most, told by DHCP; AWS's own by default.
        acl_rules: how many rules of one IP version a network ACL may have in one direction, the one that denies the rest among
            them: 20, until the quota is raised, and 40 at most (docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html).
        flow_log_interval: seconds that a flow log's record covers at most, 60 or 600.
        flow_log_fields: what a record holds, in order, by AWS's names; its default format otherwise
            (docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html). Like whatever else is said of a flow log, another
            choice makes it anew; records stay.
        flow_log_bucket: ARN of a bucket, with a folder or without, that exists and takes the flow logs of `FlowLogs.to`
            "storage"; how long it keeps them is its own matter. One is made by default.
        flow_log_group: ARN of a log group that exists and takes the flow logs of "logs"; how long it keeps them is its own matter.
        flow_log_stream: ARN of a delivery stream of Firehose that takes the flow logs of "stream", which has no other place; it
            carries the tag LogDeliveryEnabled=true (docs.aws.amazon.com/vpc/latest/userguide/flow-logs-firehose.html).
        flow_log_parquet: write objects of "storage" as Apache Parquet, which is queried faster and takes a fifth less.
        flow_log_hive_partitions: lay them where Hive, Athena and the like look for partitions.
        flow_log_hourly: one folder an hour instead of one a day.
        flow_log_key: ARN of the KMS key that flow logs are encrypted with, whose policy must let
            logs.<region>.amazonaws.com ("logs") or delivery.logs.amazonaws.com ("storage") use it; AWS's own key by default.

    Raises:
        ArgumentsError: with every fault.
    """

    PARTS = contracts.NetworkArgs.PARTS | {"association", "egress", "endpoint", "route", "table"}

    endpoints: tuple[str, ...] = ("s3",)
    endpoint_policies: Mapping[str, str] = field(default_factory=dict)
    endpoint_private_names: tuple[str, ...] = ()
    endpoint_zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    endpoint_ports: tuple[int, ...] = (443,)
    public_ip_on_launch: bool = False
    ipv6_on_launch: bool = False
    close_default_security_group: bool = True
    dns_support: bool = True
    dns_hostnames: bool = True
    dns64: bool = False
    resource_names: bool = False
    tenancy: Tenancy = "default"
    address_metrics: bool = False
    ipam_pool: str | None = None
    subnet_groups: tuple[str, ...] = ()
    ntp_servers: tuple[str, ...] = ()
    acl_rules: int = ACL_QUOTA[0]
    flow_log_interval: int = 600
    flow_log_fields: tuple[str, ...] = ()
    flow_log_bucket: str | None = None
    flow_log_group: str | None = None
    flow_log_stream: str | None = None
    flow_log_parquet: bool = False
    flow_log_hive_partitions: bool = False
    flow_log_hourly: bool = False
    flow_log_key: str | None = None

    def zones_of(self, service: str) -> tuple[str, ...]:
        """The zones in which an interface endpoint has an address."""
        return self.endpoint_zones.get(service, self.zones)

    @property
    def further_parts(self) -> tuple[str, ...]:
        """See `network_adoption.further_parts`."""
        return further_parts(self)

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        self._check_endpoints(faults)
        self._check_names(faults)
        check_flow_logs(faults, self)
        arguments.check_range(faults, "acl_rules", self.acl_rules, *ACL_QUOTA)
        fix = "leave it out; nothing leads to the internet"
        faults.check(self.internet or not self.public_ip_on_launch, "public_ip_on_launch", self.public_ip_on_launch, "false", fix)
        if self.ipv6_on_launch:
            faults.check(self.ipv6, "ipv6_on_launch", True, "ipv6", "set ipv6: true")  # noqa: FBT003 - the value given

    def _check_sizes(self, faults: Faults) -> None:
        for tier, entries in self.guards.items():
            count, where = most_entries(entries) + 1, f"acls.{tier}" if tier in self.acls else "data_from"
            expected = f"{self.acl_rules} rules at most, the network's own and the one that denies the rest among them"
            fix = "join neighbouring blocks, or have the quota raised and write it as acl_rules"
            faults.check(count <= self.acl_rules, where, count, expected, fix)

    def _check_endpoints(self, faults: Faults) -> None:
        faults.add(service_faults(self.region, self.endpoints))
        interfaces = [service for service in self.endpoints if service not in GATEWAY_SERVICES]
        named = [service for service in interfaces if not is_whole(service) or service in self.endpoint_private_names]
        for name in ("dns_support", "dns_hostnames") if named else ():
            fix = f"leave {name} on; {named[0]} is found by a private name"
            faults.check(getattr(self, name), name, getattr(self, name), "true beside interface endpoints", fix)
        for service, policy in self.endpoint_policies.items():
            where = f"endpoint_policies.{service}"
            expected = f"one of endpoints: {', '.join(self.endpoints) or 'none'}"
            faults.check(service in self.endpoints, where, service, expected, f"add {service} to endpoints")
            arguments.check_document(faults, where, policy)
        for service, zones in self.endpoint_zones.items():
            where, fix = f"endpoint_zones.{service}", "add it to endpoints, or leave its zones out"
            faults.check(service in interfaces, where, service, "a service with an interface endpoint", fix)
            faults.check(bool(zones), where, None, "a zone at least", f"choose some of {', '.join(self.zones)}")
            for zone in zones:
                faults.check(
                    zone in self.zones, where, zone, f"some of zones, {', '.join(self.zones)}", "choose a zone of this network"
                )
        for place, service in enumerate(self.endpoint_private_names):
            where, fix = f"endpoint_private_names.{place}", "write the whole name of one of endpoints; AWS's own have theirs always"
            faults.check(service in interfaces and is_whole(service), where, service, "a service by its whole name", fix)
        faults.check(bool(self.endpoint_ports), "endpoint_ports", None, "a port at least", "write 443")
        arguments.check_ports(faults, "endpoint_ports", self.endpoint_ports)

    def _check_tiers(self, faults: Faults) -> None:
        super()._check_tiers(faults)
        for place, tier in enumerate(self.subnet_groups):
            where, expected = f"subnet_groups.{place}", f"a tier of this network: {', '.join(self.blocks)}"
            faults.check(tier in self.blocks, where, tier, expected, "choose one of them")
            faults.check(tier not in self.subnet_groups[:place], where, tier, "each tier once", "remove the second one")
        if self.subnet_groups:
            fix = "use two zones at least, or leave it out"
            faults.check(len(self.zones) > 1, "subnet_groups", ", ".join(self.subnet_groups), "none in a network of one zone", fix)

    def _check_names(self, faults: Faults) -> None:
        arguments.check_choice(faults, "tenancy", self.tenancy, get_args(Tenancy))
        fix = "set ipv6: true, and nat to single or per_zone, or leave it out"
        led = not self.dns64 or (self.ipv6 and self.nat != "none")
        faults.check(led, "dns64", self.dns64, "false without ipv6 and NAT gateways", fix)
        sound = self.ipam_pool is None or _POOL.fullmatch(self.ipam_pool) is not None
        faults.check(sound, "ipam_pool", self.ipam_pool, "the id of a pool", "write it as IPAM shows it, ipam-pool-…")
        fix = "leave it on, or turn dns_hostnames off too; names are of no use without the resolver"
        fits = self.dns_support or not self.dns_hostnames
        faults.check(fits, "dns_support", self.dns_support, "true beside dns_hostnames", fix)
        for server in self.ntp_servers:
            arguments.check_address(faults, "ntp_servers", server)
        faults.check(len(self.ntp_servers) <= _SERVERS, "ntp_servers", len(self.ntp_servers), "four at most", "remove some")
