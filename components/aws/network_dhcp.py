"""What a VPC tells machines that ask for an address."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from .network_parts import Parts

RESOLVER = "AmazonProvidedDNS"


def own_domain(region: str) -> str:
    """The domain that AWS completes names with: docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html."""
    return "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"


def set_dhcp(parts: Parts, vpc_id: pulumi.Output[str]) -> None:
    """DHCP options, where any are asked for. A set replaces all that AWS says, so what is not said is said as AWS does."""
    args = parts.args
    if args.dhcp is None and not args.ntp_servers:
        return
    domain, servers = (args.dhcp.domain, args.dhcp.name_servers) if args.dhcp else (None, ())
    part = parts.part("dhcp")
    options = aws.ec2.VpcDhcpOptions(
        part.name,
        domain_name=domain or own_domain(args.region),
        domain_name_servers=list(servers or (RESOLVER,)),
        ntp_servers=list(args.ntp_servers) or None,
        tags=part.tags,
        opts=part.opts(),
    )
    aws.ec2.VpcDhcpOptionsAssociation(part.name, vpc_id=vpc_id, dhcp_options_id=options.id, opts=part.opts())
