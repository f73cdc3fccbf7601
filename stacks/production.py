"""What the data of production cannot say: who may push live video to the transcoders."""

from __future__ import annotations

import pulumi

from .topology import Topology

SRT_PORT = 9000
STUDIO = "198.51.100.16/28"
"""The newsroom's encoders, behind the addresses of its own line."""


def compose(topology: Topology) -> None:
    """Open the transcoders to the studio's SRT streams, UDP from its own addresses alone, on both clouds."""
    for name, site in topology.sites.items():
        for key, fleet in site.fleets.items():
            rule = f"{name}-{key}-studio"
            opts = pulumi.ResourceOptions(parent=site)
            if site.site.cloud == "aws":
                import pulumi_aws as aws

                aws.vpc.SecurityGroupIngressRule(
                    rule,
                    security_group_id=fleet.security_group_id,
                    ip_protocol="udp",
                    from_port=SRT_PORT,
                    to_port=SRT_PORT,
                    cidr_ipv4=STUDIO,
                    description="live video from the studio (SRT)",
                    opts=opts,
                )
            else:
                import pulumi_alicloud as alicloud

                alicloud.ecs.SecurityGroupRule(
                    rule,
                    security_group_id=fleet.security_group_id,
                    type="ingress",
                    ip_protocol="udp",
                    port_range=f"{SRT_PORT}/{SRT_PORT}",
                    nic_type="intranet",
                    cidr_ip=STUDIO,
                    description="live video from the studio (SRT)",
                    opts=opts,
                )
