"""A site's network as its file says it: nothing but two blocks is needed; what else stands here is there to be chosen.

The words are those of `components.contracts.NetworkArgs`, whose documentation says what each comes to. What one cloud alone
understands stands below that cloud's name.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from components.addressing import Tier
from components.addressing.tiers import TIER_SLOTS
from components.choices import AclProtocol, FlowLogTarget, Nat, Tenancy, Traffic

from .base import Model
from .values import Key, OrNone, Text


class NetworkTier(Model):
    """A tier of subnets beside public, private, data and pods, in each zone."""

    like: Tier = Field(description="the tier whose routes, tags and ACL it has: public, private, data or pods")
    slot: int = Field(
        ge=TIER_SLOTS[0],
        le=TIER_SLOTS[-1],
        description="its place in the address plan, kept for good: 1 and 2 lie inside cidr, others need a block of their own",
    )
    cidr: str | None = Field(None, description="a block of its own, a /16 to a /19 inside address_space; needed from slot 3 on")
    was: tuple[Key, ...] = Field((), description="its earlier names, so that a renamed tier replaces nothing")


class FlowLogs(Model):
    """What is recorded of a network's connections."""

    to: FlowLogTarget = Field(
        "logs",
        description="logs (CloudWatch, Simple Log Service) or, on AWS, storage (S3: cheaper to keep, slower to search) or stream",
    )
    days: int | None = Field(None, description="how many days records are kept; log_retention_days by default")
    traffic: Traffic = Field("all", description="which connections: all, accepted or rejected")
    keep: bool | None = Field(
        None,
        description="leave records in the cloud when they leave the stack, until they grow old; deletion_protection by default",
    )


FlowLogSetting: TypeAlias = Annotated[FlowLogs | Literal["none"], OrNone("none to record nothing")]


class Dhcp(Model):
    """What machines are told that ask the network for an address."""

    domain: Text | None = Field(None, description="the domain that short names are completed with; the cloud's own by default")
    name_servers: tuple[str, ...] = Field((), description="DNS servers by IPv4 address, four at most; the cloud's own by default")


class AclRule(Model):
    """With whom connections may be opened."""

    blocks: tuple[str, ...] = Field(description="blocks, or names of tiers, which stand for the blocks of their subnets")
    protocol: AclProtocol = Field("all", description="all, tcp, udp or icmp")
    ports: tuple[int | str, ...] = Field((), description="ports and ranges of ports, say [443, 30000-32767]; every one by default")


class Acl(Model):
    """A network ACL: who may speak with a tier, answers included; what no rule names is refused."""

    inside: bool = Field(default=True, description="let the network's own ranges pass both ways, on every port")
    inward: tuple[AclRule, ...] = Field((), description="who may open connections to the tier")
    outward: tuple[AclRule, ...] = Field((), description="to whom the tier may open connections")
    deny: tuple[str, ...] = Field((), description="blocks with which nothing passes, whatever else is said")


class Adoption(Model):
    """Parts of the network that exist already."""

    manage: bool = Field(
        default=True, description="import them and keep them as this file says; false leaves them as they are and only reads them"
    )
    ids: dict[str, Text] = Field(
        min_length=1,
        description="the cloud's ids by part: vpc, private-a and the like, internet, nat-a, eip-a, pods, table-private-a …",
    )


class AwsNetwork(Model):
    """What a network is told on AWS alone."""

    endpoints: tuple[str, ...] = Field(
        ("s3",),
        description="services that are reached without a way out, say [s3, ecr.api, sts]; others than AWS's by their whole name",
    )
    endpoint_policies: dict[str, str] = Field(
        default_factory=dict, description="policy documents (JSON) of what may be done through an endpoint, by service"
    )
    endpoint_private_names: tuple[str, ...] = Field(
        (), description="services, by their whole name, that are found under the private name that their owner gave them"
    )
    endpoint_zones: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="the zones in which a service has an address, by service; all by default"
    )
    endpoint_ports: tuple[int, ...] = Field((443,), description="TCP ports on which interface endpoints are open to the network")
    public_ip_on_launch: bool = Field(default=False, description="give what starts in a public subnet a public address")
    close_default_security_group: bool = Field(
        default=True, description="take every rule from the security group of what names none"
    )
    ipv6_on_launch: bool = Field(
        default=False, description="give what starts an IPv6 address too; turned off in an update of its own before ipv6 is"
    )
    dns_support: bool = Field(default=True, description="let AWS's resolver answer; EKS and interface endpoints need it")
    dns_hostnames: bool = Field(default=True, description="give machines names; EKS and interface endpoints need them")
    dns64: bool = Field(default=False, description="let what has IPv6 alone reach what has IPv4 alone, by NAT gateways")
    resource_names: bool = Field(default=False, description="name machines by their id instead of their address")
    tenancy: Tenancy = Field("default", description="default, or dedicated for hardware that nobody else is on")
    address_metrics: bool = Field(default=False, description="count the addresses in use in CloudWatch")
    ipam_pool: Text | None = Field(None, description="id of the IPAM pool that cidr, pods and tiers' blocks are allocated from")
    subnet_groups: tuple[str, ...] = Field((), description="tiers of which there is a group of subnets for databases (RDS)")
    ntp_servers: tuple[str, ...] = Field((), description="time servers by IPv4 address, four at most; AWS's own by default")
    acl_rules: int = Field(20, ge=20, le=40, description="how many rules a direction of a network ACL may have, by the quota")
    flow_log_interval: int = Field(600, description="seconds that a flow log's record covers at most, 60 or 600")
    flow_log_fields: tuple[str, ...] = Field((), description="what a flow log's record holds, in order; AWS's default otherwise")
    flow_log_bucket: Text | None = Field(
        None, description="ARN of a bucket that exists and takes the flow logs of to: storage; one is made by default"
    )
    flow_log_group: Text | None = Field(None, description="ARN of a log group that exists and takes the flow logs of to: logs")
    flow_log_stream: Text | None = Field(None, description="ARN of the Firehose stream that takes the flow logs of to: stream")
    flow_log_parquet: bool = Field(default=False, description="write flow logs of to: storage as Apache Parquet")
    flow_log_hive_partitions: bool = Field(default=False, description="lay them where Hive and Athena look for partitions")
    flow_log_hourly: bool = Field(default=False, description="one folder an hour instead of one a day")
    flow_log_key: Text | None = Field(None, description="ARN of the KMS key that flow logs are encrypted with; AWS's by default")


class AlicloudNetwork(Model):
    """What a network is told on Alibaba Cloud alone."""

    endpoints: tuple[str, ...] = Field(
        (),
        description="services that are reached without a way out: oss, or the whole name of a service of PrivateLink",
    )
    endpoint_policies: dict[str, str] = Field(
        default_factory=dict, description="policy documents (JSON) of what may be done through an endpoint, by service"
    )
    endpoint_zones: tuple[str, ...] = Field((), description="the zones that such services are in; all by default")
    registries: dict[str, str] = Field(
        default_factory=dict, description="registries (Enterprise Edition) reached privately, by id, with the zone of their address"
    )
    egress_mbps: int = Field(200, ge=1, le=200, description="what each NAT address may carry, in Mbit/s")
    flow_log_interval: int = Field(600, description="seconds that a flow log's record covers at most: 60, 300 or 600")
    route_tables: int = Field(9, ge=1, description="how many custom route tables a VPC may have, by the account's quota")
    acl_entries: int = Field(20, ge=1, description="how many entries a direction of a network ACL may have, by the account's quota")


class Network(Model):
    """A site's network."""

    cidr: str = Field(description="the block for nodes, data and load balancers, a /16 to a /20 inside address_space")
    pods: str = Field(description="the block for pods, a /16 to a /19 inside address_space and apart from cidr")
    tiers: dict[Key, NetworkTier] = Field(default_factory=dict, description="tiers beside public, private, data and pods, by name")
    pinned: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="blocks of subnets that stand elsewhere than the plan has them, by tier and zone"
    )
    adopt: Adoption | None = Field(None, description="parts that exist already and are taken over")
    nat: Nat = Field(description="NAT gateways: none, single (one for all zones) or per_zone")
    nat_zone: str | None = Field(None, description="the zone of a single NAT gateway; the lowest letter by default")
    nat_addresses: dict[str, Text] = Field(
        default_factory=dict, description="ids of public addresses made elsewhere for NAT gateways to leave by, by zone"
    )
    ipv6: bool = Field(default=False, description="give every subnet an IPv6 block beside its IPv4 one")
    flow_logs: FlowLogSetting = Field(default_factory=FlowLogs, description="what is recorded of connections; none records nothing")
    internet: bool = Field(default=True, description="a way to the internet; without one, nat is none")
    endpoint_tiers: tuple[str, ...] = Field(
        ("private", "pods"), description="tiers that reach services (S3, OSS) by gateway endpoints, and those that are like them"
    )
    tier_tags: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="further tags of subnets by tier, say those by which a tool finds them"
    )
    acls: dict[str, Acl] = Field(default_factory=dict, description="network ACLs by tier, and of tiers that are like it")
    data_acl: bool = Field(default=True, description="let only the network's own blocks and data_from reach the data tier")
    data_from: tuple[str, ...] = Field((), description="further blocks that may reach the data tier: a linked site, an office")
    dhcp: Dhcp | None = Field(None, description="what machines are told; the cloud's own by default")
    aws: AwsNetwork | None = Field(None, description="what it is told on AWS alone")
    alicloud: AlicloudNetwork | None = Field(None, description="what it is told on Alibaba Cloud alone")
