"""As many L1 resources as `flat:resources` says: networks of a thousand subnets each."""

import pulumi
import pulumi_aws as aws

SUBNETS = 1_000
wanted = pulumi.Config().require_int("resources")

networks = -(-wanted // (SUBNETS + 1))
left = wanted - networks
for n in range(networks):
    vpc = aws.ec2.Vpc(f"net-{n}", cidr_block=f"10.{n}.0.0/16", tags={"Name": f"net-{n}"})
    for s in range(min(SUBNETS, left)):
        block = f"10.{n}.{s // 16}.{s % 16 * 16}/28"
        aws.ec2.Subnet(
            f"net-{n}-{s}", vpc_id=vpc.id, cidr_block=block, availability_zone="ap-southeast-1a", tags={"Name": f"{n}-{s}"}
        )
    left -= min(SUBNETS, left)
