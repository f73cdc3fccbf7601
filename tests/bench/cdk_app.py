"""The same resources as `flat/`, as aws-cdk L1 constructs: `python cdk_app.py RESOURCES OUT_DIR`."""

import sys

import aws_cdk as cdk  # ty: ignore[import-not-found]  an extra: see the group bench
from aws_cdk import aws_ec2 as ec2  # ty: ignore[import-not-found]

SUBNETS = 1_000
LIMIT = 500
"""CloudFormation's limit of resources a stack; synth refuses more, so further ones go into further stacks."""

wanted, out = int(sys.argv[1]), sys.argv[2]
app = cdk.App(outdir=out)
made = 0
while made < wanted:
    stack = cdk.Stack(app, f"flat-{made}")
    vpc = ec2.CfnVPC(stack, "net", cidr_block="10.0.0.0/16", tags=[cdk.CfnTag(key="Name", value="net")])
    made += 1
    for s in range(min(LIMIT - 1, wanted - made)):
        ec2.CfnSubnet(
            stack,
            f"net-{s}",
            vpc_id=vpc.ref,
            cidr_block=f"10.0.{s // 16}.{s % 16 * 16}/28",
            availability_zone="ap-southeast-1a",
            tags=[cdk.CfnTag(key="Name", value=f"{s}")],
        )
    made += min(LIMIT - 1, wanted - made)
app.synth()
