"""The route tables of a network, what leads out of them, and which vSwitch follows which; see `network_tables.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi
import pulumi_alicloud as alicloud

from ..contracts.adoption import adopting
from ..contracts.route_tables import shared_key
from .network_children import Children

EVERYWHERE = "0.0.0.0/0"
EVERYWHERE_IPV6 = "::/0"


class Routes:
    """The route tables of a network.

    Args:
        children: how the network's children are made.
        vpc: the VPC's id.
        subnets: its vSwitches' ids, by tier, then zone.
    """

    def __init__(
        self, children: Children, vpc: pulumi.Output[str], subnets: Mapping[str, Mapping[str, pulumi.Output[str]]]
    ) -> None:
        self._children = children
        keys = ["public", *(shared_key("private", zone) for zone in children.args.zones), "data"]
        self.tables = {key: self._make_table(key, vpc) for key in keys}
        self.by_tier = {
            tier: {zone: self.tables[shared_key(children.args.like(tier), zone)] for zone in by_zone}
            for tier, by_zone in subnets.items()
        }
        self.attached = {
            (tier, zone): self._attach(tier, zone, switch) for tier, by_zone in subnets.items() for zone, switch in by_zone.items()
        }

    def reaching_services(self) -> dict[str, pulumi.Output[str]]:
        """The tables that gateway endpoints are in, by key."""
        args = self._children.args
        keys = {shared_key(args.like(tier), zone) for tier in args.blocks if args.reaches_services(tier) for zone in args.zones}
        return {key: table for key, table in self.tables.items() if key in keys}

    def _make_table(self, key: str, vpc: pulumi.Output[str]) -> pulumi.Output[str]:
        name = self._children.name(key)
        return alicloud.vpc.RouteTable(
            name,
            route_table_name=name,
            vpc_id=vpc,
            associate_type="VSwitch",
            tags=self._children.args.tags,
            opts=self._children.options(part=f"table-{key}"),
        ).id

    def _attach(self, tier: str, zone: str, switch: pulumi.Output[str]) -> pulumi.Resource:
        # A vSwitch follows one table: it leaves the old one before it follows another.
        key, earlier = f"{tier}-{zone}", self._children.was(tier, f"-{zone}")
        options = self._children.options(part=f"attachment-{key}", was=earlier, delete_before_replace=True)
        table = self.by_tier[tier][zone]
        return alicloud.vpc.RouteTableAttachment(self._children.name(key), vswitch_id=switch, route_table_id=table, opts=options)

    def lead_out(
        self,
        table: str,
        kind: str,
        target: pulumi.Input[str],
        *,
        destination: str = EVERYWHERE,
        after: Iterable[pulumi.Resource] = (),
    ) -> pulumi.Resource:
        """Lead what no other route of a table takes to a gateway.

        Args:
            table: the table's key.
            kind: what the gateway is (route_entry, `nexthop_type`).
            target: its id.
            destination: all addresses, of IPv4 by default.
            after: what must be there before traffic is sent that way.
        """
        key, part = (f"{table}-out", f"route-{table}") if destination == EVERYWHERE else (f"{table}-out-ipv6", None)
        adopted = part is not None and adopting(self._children.args, part) is not None
        # Another next hop is another entry, and a table takes no two for one destination: the old one goes first.
        options = self._children.options(
            part=part,
            delete_before_replace=True,
            depends_on=list(after) or None,
            # The name of an entry cannot be changed either.
            ignore_changes=["name", "description"] if adopted else None,
        )
        return alicloud.vpc.RouteEntry(
            self._children.name(key),
            name=self._children.name(key),
            route_table_id=self.tables[table],
            destination_cidrblock=destination,
            nexthop_type=kind,
            nexthop_id=target,
            opts=options,
        )
