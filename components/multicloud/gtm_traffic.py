"""A name that several sites serve, in Alibaba Cloud's GTM 3.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import pulumi
import pulumi_alicloud as alicloud
from pulumi_alicloud import alidnscloudgtmaddress as gtm

from .. import contracts, dns
from ..inputs import inputs, outputs
from .gtm_binding import Pool, bind


class GtmTraffic(pulumi.ComponentResource):
    """The name as an access domain of GTM, with pools of the sites that are answered, beside one name for each site.

    What the records of `Route53Traffic` say is said here in other words:
    - Weighted records are the addresses of one pool, weighted; the one with weight 0 is a pool of its own, second in sequence.
    - A host that stands in is the last pool, of which nothing is checked.
    - Geolocation records are pools for the lines of those places.
    - A check is a template for each path, which the addresses of sites are asked by.
    What the provider cannot join is joined by a run of CloudOps Orchestration Service (see `gtm_binding`).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:GtmTraffic"

    def __init__(self, name: str, args: contracts.TrafficArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._prefix, self._args, self.name = name, args, args.name
        self._child = pulumi.ResourceOptions(parent=self)
        for site, serving in sorted(args.sites.items()):
            alicloud.dns.AlidnsRecord(
                f"{name}-site-{site}",
                domain_name=args.zone.id,
                rr=f"{site}.{args.label}",
                type="CNAME",
                value=serving.host,
                ttl=args.ttl,
                opts=self._child,
            )
        templates = [self._template(path) for path in args.check.asked] if args.check is not None else []
        tasks = [gtm.AlidnsCloudGtmAddressHealthTaskArgs(template_id=each, port=args.check.on) for each in templates if args.check]
        addresses = {share.site: self._site(share.site, tasks) for share in args.shares}
        self.checks = {site: address.id for site, address in addresses.items()} if args.decides is not None else {}
        pools = self._pools(addresses)
        # What nobody declares joins them: by these alone a name goes before its pools do, and a pool before its addresses.
        instance = alicloud.alidnscloudgtm.InstanceConfig(
            f"{name}-name",
            schedule_zone_mode="custom",
            schedule_zone_name=args.zone.id,
            schedule_host_name=args.label if args.below is None else f"{args.below}.{args.label}",
            schedule_rr_type="CNAME",
            address_pool_lb_strategy="source_nearest" if args.policy == "geo" else "sequence",
            sequence_lb_strategy_mode=None if args.policy == "geo" else "preemptive",
            ttl=args.ttl,
            enable_status="enable",
            opts=pulumi.ResourceOptions(parent=self, depends_on=[pool.made for pool in pools]),
        )
        bind(name, args, pools, instance, self._child)
        self._instance = instance
        self.register_outputs(outputs(self, contracts.ServedName))

    def standing(self) -> Sequence[pulumi.Resource]:
        """The name in GTM, which has two of no name."""
        return (self._instance,)

    def _template(self, path: str) -> pulumi.Output[str]:
        """What is asked at a path. An answer of 400 or more is a failure, as it is to Route 53; nothing is followed."""
        check = self._args.check
        assert check is not None
        asked: dict[str, Any] = {} if check.protocol == "tcp" else {"path": path, "code": 400, "followRedirect": False}
        if check.protocol == "https":
            asked["sni"] = True
        return alicloud.alidnscloudgtm.MonitorTemplate(
            f"{self._prefix}-check-{dns.path_key(path)}",
            name=f"{self._args.answered}{path}",
            protocol=check.protocol,
            ip_version="IPv4",
            interval=str(check.gtm.interval),
            timeout=str(check.gtm.timeout * 1000),
            evaluation_count=check.gtm.threshold,
            failure_rate=check.gtm.failing,
            isp_city_nodes=[
                alicloud.alidnscloudgtm.MonitorTemplateIspCityNodeArgs(city_code=city, isp_code=isp)
                for city, _, isp in (node.partition("-") for node in sorted(check.gtm.nodes))
            ],
            extend_info=json.dumps(asked, sort_keys=True, separators=(",", ":")) if asked else None,  # as it is read back
            opts=self._child,
        ).id

    def _site(self, site: str, tasks: list[gtm.AlidnsCloudGtmAddressHealthTaskArgs]) -> gtm.AlidnsCloudGtmAddress:
        check = self._args.check
        every = check is None or check.healthy == "all"
        return self._address(
            f"{self._prefix}-{site}", self._args.host(site), tasks, every=every, auto=self._args.decides is not None
        )

    def _address(
        self, key: str, host: str, tasks: list[gtm.AlidnsCloudGtmAddressHealthTaskArgs], *, every: bool, auto: bool
    ) -> gtm.AlidnsCloudGtmAddress:
        """A host that is answered: by what its checks say, or always."""
        return gtm.AlidnsCloudGtmAddress(
            key,
            name=f"{key}.{self._args.answered}",
            address=host,
            type="domain",
            enable_status="enable",
            health_judgement="all_ok" if every else "any_ok",
            health_tasks=tasks or None,
            available_mode="auto" if auto else "manual",
            manual_available_status=None if auto else "available",
            opts=self._child,
        )

    def _pools(self, addresses: dict[str, gtm.AlidnsCloudGtmAddress]) -> list[Pool]:
        """The pools of the name, in their sequence."""
        args, found = self._args, list[Pool]()
        if args.policy == "geo":
            for share in args.shares:
                members = {share.site: (addresses[share.site], 0)}
                found.append(self._pool(share.site, "sequence", members, share.places))
        else:
            for turn in ("first", "fallback"):
                told = {share.site: (addresses[share.site], share.weight) for share in args.shares if share.turn == turn}
                if told:
                    found.append(self._pool(turn, "weight" if args.policy == "weighted" else "sequence", told))
        if args.stand_in is not None:
            host = self._address(f"{self._prefix}-stand-in", args.stand_in, [], every=False, auto=False)
            found.append(self._pool("stand-in", "sequence", {"stand-in": (host, 0)}))
        return found

    def _pool(
        self, key: str, strategy: str, members: dict[str, tuple[gtm.AlidnsCloudGtmAddress, int]], places: tuple[str, ...] = ()
    ) -> Pool:
        made = gtm.Pool(
            f"{self._prefix}-pool-{key}",
            address_pool_name=f"{self._args.answered} {key}",
            address_pool_type="domain",
            address_lb_strategy=strategy,
            sequence_lb_strategy_mode="preemptive" if strategy == "sequence" else None,
            health_judgement="any_ok",
            enable_status="enable",
            opts=pulumi.ResourceOptions(parent=self, depends_on=[address for address, _ in members.values()]),
        )
        ids = {member: (address.id, share) for member, (address, share) in members.items()}
        return Pool(key=key, made=made, members=ids, places=places)
