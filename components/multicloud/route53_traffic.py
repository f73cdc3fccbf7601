"""A name that several sites serve, in Route 53."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..inputs import inputs, outputs
from ..traffic.places import CONTINENTS, DEFAULT
from ..traffic.served import Share
from .route53_checks import Checks, alarms


class Route53Traffic(pulumi.ComponentResource):
    """One record of the name for each site that is answered, beside one name for each site, and checks that leave sites out.

    - `SITE.NAME` leads to the site's load balancer, and is all that depends on a site. Records of the name itself lead there, and
      checks ask there; both are known before any site is, so that a site that is down keeps nothing else from being changed.
    - Records are CNAMEs and no aliases: of both clouds' load balancers, with the TTL that was promised. An alias has its target's.
    - Of weighted records the one with weight 0 is answered once all others are unhealthy, which makes it the fallback; once it is
      too, all answer as before (docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html).
    - With a host that stands in, the name itself fails over: to `sites.NAME`, which has all the rest, while any of it is healthy.
      Route 53 takes no alias of a record that is not there yet, so that one comes after the rest.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; a provider of us-east-1 among them.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Route53Traffic"

    def __init__(self, name: str, args: contracts.TrafficArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._prefix, self._args, self.name = name, args, args.name
        self._child = pulumi.ResourceOptions(parent=self)
        self.checks: dict[str, pulumi.Output[str]] = {}
        if args.check is not None:
            checks = Checks(name, args, args.check, self._child)
            self.checks = checks.by_site
            alarms(name, args, checks, self._child)
        for site, serving in sorted(args.sites.items()):
            self._record(f"site-{site}", args.host(site), records=[serving.host], ttl=args.ttl)
        self._answered = args.answered if args.stand_in is None else f"sites.{args.name}"
        answers = [record for share in args.shares for record in self._share(share)]
        if args.stand_in is not None:
            self._stands_in(args.stand_in, answers)
        self.register_outputs(outputs(self, contracts.ServedName))

    def standing(self) -> Sequence[pulumi.Resource]:
        """Nothing: weighted records of the same TTL stand at one name together, until the earlier ones go."""
        return ()

    def _share(self, share: Share) -> list[aws.route53.Record]:
        """A site's records: one, but of a site that is for several places one for each."""
        target: dict[str, Any] = {"records": [self._args.host(share.site)], "ttl": self._args.ttl}
        if self._args.decides is not None:
            target["health_check_id"] = self.checks[share.site]
        if self._args.policy == "geo":
            return [
                self._record(
                    f"{share.site}-{place}", self._answered, **target, **_geolocation(place), set_identifier=f"{share.site} {place}"
                )
                for place in share.places
            ]
        return [self._record(share.site, self._answered, **target, **self._policy(share), set_identifier=share.site)]

    def _policy(self, share: Share) -> dict[str, Any]:
        match self._args.policy:
            case "failover":
                kind = "PRIMARY" if share.turn == "first" else "SECONDARY"
                return {"failover_routing_policies": [aws.route53.RecordFailoverRoutingPolicyArgs(type=kind)]}
            case "latency":
                region = self._args.sites[share.site].region
                return {"latency_routing_policies": [aws.route53.RecordLatencyRoutingPolicyArgs(region=region)]}
            case _:
                return {"weighted_routing_policies": [aws.route53.RecordWeightedRoutingPolicyArgs(weight=share.weight)]}

    def _stands_in(self, host: str, answers: list[aws.route53.Record]) -> None:
        below = aws.route53.RecordAliasArgs(name=self._answered, zone_id=self._args.zone.id, evaluate_target_health=True)
        ways: dict[str, dict[str, Any]] = {"PRIMARY": {"aliases": [below]}, "SECONDARY": {"records": [host], "ttl": self._args.ttl}}
        for kind, target in ways.items():
            policy = [aws.route53.RecordFailoverRoutingPolicyArgs(type=kind)]
            key = "sites" if kind == "PRIMARY" else "stand-in"
            opts = pulumi.ResourceOptions(parent=self, depends_on=answers) if kind == "PRIMARY" else self._child
            self._record(key, self._args.answered, **target, failover_routing_policies=policy, set_identifier=key, opts=opts)

    def _record(self, key: str, called: str, opts: pulumi.ResourceOptions | None = None, **more: Any) -> aws.route53.Record:
        zone = self._args.zone.id
        return aws.route53.Record(
            f"{self._prefix}-{key}", zone_id=zone, name=called, type="CNAME", opts=opts or self._child, **more
        )


def _geolocation(place: str) -> dict[str, Any]:
    """A place as Route 53 writes it: `*` is for everybody else."""
    where = {"continent": place} if place in CONTINENTS else {"country": "*" if place == DEFAULT else place}
    return {"geolocation_routing_policies": [aws.route53.RecordGeolocationRoutingPolicyArgs(**where)]}
