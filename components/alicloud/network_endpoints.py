"""Services of Alibaba Cloud that a network reaches without a way out; `network_services.py` says which and how."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pulumi
import pulumi_alicloud as alicloud

from .network_children import Children
from .network_routes import Routes
from .network_services import GATEWAY_SERVICE, gateway_name, interface_key

_EVERYONE = json.dumps({"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}]})
"""The policy that a gateway endpoint to OSS has, since it must have one, where no other is given."""

HTTPS = "443/443"


def make_gateway_endpoint(children: Children, vpc: pulumi.Output[str], routes: Routes) -> None:
    """Make the gateway endpoint to OSS, and its route in the tables of `endpoint_tiers`, where OSS's internal names lead to it."""
    key = f"endpoint-{GATEWAY_SERVICE}"
    endpoint = alicloud.vpc.GatewayEndpoint(
        children.name(key),
        gateway_endpoint_name=children.name(key),
        service_name=gateway_name(children.args.region),
        vpc_id=vpc,
        policy_document=children.args.endpoint_policies.get(GATEWAY_SERVICE, _EVERYONE),
        resource_group_id=children.args.resource_group,
        tags=children.args.tags,
        opts=children.options(part=key),
    )
    for table, identity in routes.reaching_services().items():
        alicloud.vpc.GatewayEndpointRouteTableAttachment(
            children.name(f"{key}-{table}"), gateway_endpoint_id=endpoint.id, route_table_id=identity, opts=children.options()
        )


def make_interface_endpoints(
    children: Children, vpc: pulumi.Output[str], subnets: Mapping[str, pulumi.Output[str]]
) -> dict[str, pulumi.Output[str]]:
    """Make an interface endpoint for each service, with an address in the private vSwitch of each zone, open to the network alone.

    Args:
        children: how the network's children are made.
        vpc: the VPC's id.
        subnets: its private vSwitches' ids, by zone.

    Returns: the domain by which each service is reached; a name of the service's own keeps leading where it did.
    """
    args = children.args
    group = _make_group(children, vpc)
    domains: dict[str, pulumi.Output[str]] = {}
    for service in args.interface_services:
        key = f"endpoint-{interface_key(service)}"
        endpoint = alicloud.privatelink.VpcEndpoint(
            children.name(key),
            vpc_endpoint_name=children.name(key),
            endpoint_type="Interface",
            service_name=service,
            vpc_id=vpc,
            security_group_ids=[group],
            policy_document=args.endpoint_policies.get(service),
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=children.options(),
        )
        for zone in sorted(args.endpoint_zones or args.zones):
            alicloud.privatelink.VpcEndpointZone(
                children.name(f"{key}-{zone}"), endpoint_id=endpoint.id, vswitch_id=subnets[zone], opts=children.options()
            )
        domains[service] = endpoint.endpoint_domain
    return domains


def _make_group(children: Children, vpc: pulumi.Output[str]) -> pulumi.Output[str]:
    """The security group of all endpoints: HTTPS from each of the network's ranges, and nothing else."""
    args, name = children.args, children.name("endpoints")
    group = alicloud.ecs.SecurityGroup(
        name,
        security_group_name=name,
        vpc_id=vpc,
        inner_access_policy="Drop",
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=children.options(),
    )
    for key, block in args.ranges.items():
        alicloud.ecs.SecurityGroupRule(
            f"{name}-{key}",
            type="ingress",
            ip_protocol="tcp",
            port_range=HTTPS,
            cidr_ip=block,
            nic_type="intranet",
            security_group_id=group.id,
            opts=children.options(),
        )
    return group.id


def link_registries(children: Children, vpc: pulumi.Output[str], subnets: Mapping[str, pulumi.Output[str]]) -> None:
    """Give instances of Container Registry an address in the network, and their domain a record that leads there."""
    for registry, zone in children.args.registries.items():
        alicloud.cr.VpcEndpointLinkedVpc(
            children.name(f"registry-{registry}"),
            instance_id=registry,
            vpc_id=vpc,
            vswitch_id=subnets[zone],
            module_name="Registry",
            enable_create_dns_record_in_pvzt=True,
            # An instance has one address in a VPC: it leaves a zone before it comes to another.
            opts=children.options(delete_before_replace=True),
        )
