"""What a network on Alibaba Cloud is made from, and what Alibaba Cloud refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import arguments, contracts
from ..addressing import block_faults
from ..contracts.acl_entries import most_entries
from ..contracts.route_tables import shared_key
from ..errors import Faults
from .network_services import GATEWAY_SERVICE, endpoint_faults
from .network_tables import LEAVING, SHARED_TABLES

PLATFORM = "100.64.0.0/10"
"""The platform's own: load balancers' health checks come from here, and internal endpoints (backups to OSS, say) stand here."""

_REGISTRY = re.compile(r"cri-[a-z0-9]+")
_INTERVALS = (60, 300, 600)


@dataclass(frozen=True, kw_only=True)
class NetworkArgs(contracts.NetworkArgs):
    """What a network on Alibaba Cloud is made from.

    Args:
        endpoints: services that are reached without a way out. "oss" is Object Storage's gateway endpoint, which is free and has a
            route in the tables of `endpoint_tiers`; any other is an interface endpoint by PrivateLink, paid by the hour, and stands
            here by the whole name of the service, `com.aliyuncs.privatelink.<region>.<service>`: of another company, one's own, or
            the cloud's (www.alibabacloud.com/help/en/privatelink/aliyun-services-that-integrate-with-privatelink).
        endpoint_policies: what may be done through an endpoint, as RAM policy documents by service; everything by default. What RAM
            and bucket policies refuse stays refused.
        endpoint_zones: zones in which interface endpoints have an address; all by default. A service need not be in every zone.
        registries: instances of Container Registry Enterprise Edition that the network reaches privately, by id, each with the zone
            whose private vSwitch holds its address: Registry has no endpoint without an instance (cr_vpc_endpoint_linked_vpc).
        egress_mbps: what each NAT address may carry, in Mbit/s, 1 to 200; the cloud's own default of 5 would throttle an image
            pull (registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/eip_address, `bandwidth`).
        flow_log_interval: over how many seconds flow logs count a connection's packets: 60, 300 or 600.
        route_tables: how many custom route tables the VPC may hold: nine, until the quota vpc_quota_route_tables_num is raised.
        acl_entries: how many entries of a network ACL there may be in each direction: 20, until vpc_quota_nacl_ingress_entry and
            vpc_quota_nacl_egress_entry are raised. Quotas: help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud.
        resource_group: the id of the resource group that the VPC belongs to; the account's default group by default.
    """

    PARTS = contracts.NetworkArgs.PARTS | {"attachment", "endpoint", "route", "snat", "table"}

    endpoints: tuple[str, ...] = ()
    endpoint_policies: Mapping[str, str] = field(default_factory=dict)
    endpoint_zones: tuple[str, ...] = ()
    registries: Mapping[str, str] = field(default_factory=dict)
    egress_mbps: int = 200
    flow_log_interval: int = 600
    route_tables: int = 9
    acl_entries: int = 20
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_range(faults, "egress_mbps", self.egress_mbps, 1, 200)
        expected, fix = f"one of {', '.join(map(str, _INTERVALS))}", "choose one of them"
        faults.check(self.flow_log_interval in _INTERVALS, "flow_log_interval", self.flow_log_interval, expected, fix)
        if self.flow_logs is not None:
            fix = "leave it out; a Logstore keeps what it holds for as many days as you say"
            to = self.flow_logs.to
            faults.check(to == "logs", "flow_logs.to", to, "logs, since flow logs go to Simple Log Service alone", fix)
        self._check_quotas(faults)
        self._check_blocks(faults)
        self._check_endpoints(faults)

    def _check_quotas(self, faults: Faults) -> None:
        tables = len(self.zones) + SHARED_TABLES
        expected = f"{tables} at least, one for each of {len(self.zones)} zones and {SHARED_TABLES} more"
        fix = "raise the quota vpc_quota_route_tables_num and write it here, or use fewer zones"
        faults.check(self.route_tables >= tables, "route_tables", self.route_tables, expected, fix)
        faults.add(block_faults("alicloud", [name for name in self.own_blocks if name != "pods"]))

    def _check_tiers(self, faults: Faults) -> None:
        """Beside what the contract says: what shares a route table has the same endpoints."""
        super()._check_tiers(faults)
        for table in dict.fromkeys(shared_key(self.like(tier), "") for tier in self.blocks):
            sharing = [tier for tier in self.blocks if shared_key(self.like(tier), "") == table]
            within, without = ([tier for tier in sharing if self.reaches_services(tier) is way] for way in (True, False))
            expected = f"{', '.join(without)} too, which share the route table of {', '.join(within)}"
            fits, fix = not within or not without, "name all of them, or none"
            faults.check(fits, "endpoint_tiers", ", ".join(self.endpoint_tiers), expected, fix)

    def _check_sizes(self, faults: Faults) -> None:
        counts = {tier: most_entries(entries) for tier, entries in self.guards.items()}
        tier = max(counts, key=counts.__getitem__, default="")
        expected = f"{counts.get(tier, 0)} at least: the ACL of {tier}, the platform's block and the network's own among them"
        fix = "raise the quotas of network ACL entries and write it here, or put neighbouring blocks together"
        faults.check(self.acl_entries >= counts.get(tier, 0), "acl_entries", self.acl_entries, expected, fix)

    def _check_blocks(self, faults: Faults) -> None:
        """A secondary block has no id but the VPC's and itself."""
        ids = self.adopt.ids if self.adopt is not None else {}
        for key, block in self.own_blocks.items():
            expected, given = f"{ids.get('vpc')}:{block}", ids.get(key)
            fix = f"write {expected}, or the block that the VPC has as that of {key}"
            faults.check(given in (None, expected), f"adopt.ids.{key}", given, expected, fix)

    def _check_endpoints(self, faults: Faults) -> None:
        faults.add(endpoint_faults(self.region, self.endpoints))
        expected = f"one of zones, {', '.join(self.zones)}"
        fix = "choose a zone of this network"
        for place, zone in enumerate(self.endpoint_zones):
            faults.check(zone in self.zones, f"endpoint_zones.{place}", zone, expected, fix)
        for service, policy in self.endpoint_policies.items():
            where, known = f"endpoint_policies.{service}", f"one of endpoints: {', '.join(self.endpoints) or 'none'}"
            faults.check(service in self.endpoints, where, service, known, f"add {service} to endpoints")
            arguments.check_document(faults, where, policy)
        for registry, zone in self.registries.items():
            where = f"registries.{registry}"
            faults.check(bool(_REGISTRY.fullmatch(registry)), where, registry, "the id of an instance, cri-…", "copy its id")
            faults.check(zone in self.zones, where, zone, expected, fix)
        if self.adopt is not None and not self.adopt.manage:
            fix = "leave it out, or write adopt.manage: true"
            for name, asked in {"endpoints": self.endpoints, "registries": tuple(self.registries)}.items():
                faults.check(not asked, name, ", ".join(asked), "nothing to be made beside a network that is only read", fix)

    @property
    def always_open(self) -> Mapping[str, str]:
        return {"platform": PLATFORM}

    @property
    def further_parts(self) -> tuple[str, ...]:
        """Beside what every cloud has, what else an existing VPC is likely to hold, by key.

        Where the cloud gives a part no id, what `pulumi import` takes stands for it: TABLE:VSWITCH for an attachment,
        TABLE:ROUTER:0.0.0.0/0:KIND:GATEWAY for the route out of a table, SNAT-TABLE:ENTRY for an SNAT entry.
        """
        places = [(tier, zone) for tier, by_zone in self.blocks.items() for zone in by_zone]
        tables = dict.fromkeys(shared_key(self.like(tier), zone) for tier, zone in places)
        leaving = [f"{tier}-{zone}" for tier, zone in places if self.like(tier) in LEAVING and self.gateway_zone(zone)]
        return (
            *(f"table-{key}" for key in tables),
            *(f"attachment-{tier}-{zone}" for tier, zone in places),
            *(f"route-{key}" for key in tables if self.internet and (key == "public" or (key != "data" and self.gateway_zones))),
            *(() if self.internet else ("internet",)),
            *(f"snat-{place}" for place in leaving),
            *((f"endpoint-{GATEWAY_SERVICE}",) if GATEWAY_SERVICE in self.endpoints else ()),
        )

    @property
    def interface_services(self) -> tuple[str, ...]:
        """The services that have an address in the network."""
        return tuple(sorted(service for service in self.endpoints if service != GATEWAY_SERVICE))
