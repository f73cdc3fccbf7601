import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

s = pulumi.Output.secret
tags = {0: {"a": "x", "b": s("y")}, 1: {"a": s("x"), "b": "y"}, 2: s({"a": "x", "b": "y"}), 3: {"a": "x", "b": "y"}}[step]
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags=tags)
aws.ec2.Subnet("s", vpc_id=s("vpc-1") if step % 2 else "vpc-1", cidr_block="10.0.0.0/24")
pulumi.export("t", tags)
