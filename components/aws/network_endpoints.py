"""Endpoints: services of AWS that a network reaches without a way out."""

from __future__ import annotations

import itertools

import pulumi
import pulumi_aws as aws

from .network_parts import Parts
from .network_services import GATEWAY_SERVICES, is_whole, service_key, service_name
from .network_subnets import Ids

HTTPS = 443


def make_gateway_endpoints(parts: Parts, vpc_id: pulumi.Output[str], tables: Ids) -> None:
    """Gateway endpoints, in the route tables of `endpoint_tiers`. Each stands alone, so that a zone more touches none."""
    args = parts.args
    for service in args.endpoints:
        if service not in GATEWAY_SERVICES:
            continue
        part = parts.part(f"endpoint-{service}", adopt=f"endpoint-{service}")
        endpoint = aws.ec2.VpcEndpoint(
            part.name,
            vpc_id=vpc_id,
            service_name=service_name(args.region, service),
            vpc_endpoint_type="Gateway",
            policy=args.endpoint_policies.get(service),
            tags=part.tags,
            opts=part.opts(),
        ).id
        for tier, by_zone in tables.items():
            if not args.reaches_services(tier):
                continue
            for zone, table in by_zone.items():
                part = parts.placed(tier, zone, before=f"endpoint-{service}-", adopt=f"endpoint-{service}-{tier}-{zone}")
                aws.ec2.VpcEndpointRouteTableAssociation(
                    part.name, vpc_endpoint_id=endpoint, route_table_id=table, opts=part.opts()
                )


def make_interface_endpoints(parts: Parts, vpc_id: pulumi.Output[str], subnets: Ids, ipv6: pulumi.Output[str]) -> None:
    """Interface endpoints, with an address in every zone's private subnet, or in those of `endpoint_zones`.

    AWS's services are found under their own names inside the VPC; others are where `endpoint_private_names` says so, since that is
    for their owners to have verified (docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html).

    Subnets are the endpoint's own, not attached one by one: it takes the service's name the moment it is there, and without an
    address nothing would answer. Another zone is an update in place (`ModifyVpcEndpoint`). Source:
    docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html.

    Args:
        parts: the network's children.
        vpc_id: the VPC's id.
        subnets: every tier's subnets.
        ipv6: the VPC's IPv6 block, which is of use with `ipv6` alone.
    """
    args = parts.args
    services = [service for service in args.endpoints if service not in GATEWAY_SERVICES]
    if not services:
        return
    group = _security_group(parts, vpc_id, ipv6)
    for service in services:
        key = f"endpoint-{service_key(service)}"
        part = parts.part(key, adopt=key)
        aws.ec2.VpcEndpoint(
            part.name,
            vpc_id=vpc_id,
            service_name=service_name(args.region, service),
            vpc_endpoint_type="Interface",
            private_dns_enabled=not is_whole(service) or service in args.endpoint_private_names,
            subnet_ids=[subnets["private"][zone] for zone in sorted(args.zones_of(service))],
            security_group_ids=[group],
            policy=args.endpoint_policies.get(service),
            tags=part.tags,
            opts=part.opts(),
        )


def _security_group(parts: Parts, vpc_id: pulumi.Output[str], ipv6: pulumi.Output[str]) -> pulumi.Output[str]:
    """Open to `endpoint_ports` from the network's own ranges; an endpoint begins no connection, so nothing leads out."""
    args, part = parts.args, parts.part("endpoints")
    group = aws.ec2.SecurityGroup(
        part.name, description=f"Endpoints of {parts.network}", vpc_id=vpc_id, tags=part.tags, opts=part.opts()
    ).id
    peers: dict[str, dict[str, pulumi.Input[str]]] = {key: {"cidr_ipv4": block} for key, block in args.ranges.items()}
    if args.ipv6:
        peers["ipv6"] = {"cidr_ipv6": ipv6}
    for port, (key, peer) in itertools.product(args.endpoint_ports, peers.items()):
        part = parts.part(f"endpoints-from-{key}" + (f"-{port}" if port != HTTPS else ""))
        aws.vpc.SecurityGroupIngressRule(
            part.name,
            security_group_id=group,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags=part.tags,
            opts=part.opts(),
            **peer,
        )
    return group
