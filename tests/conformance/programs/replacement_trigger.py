import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(replacement_trigger=["a", "b", "b", None][step]))
aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.1.0/24")
aws.ec2.Eip("e", opts=Opts(replacement_trigger=[{"x": [1, step // 2]}]))
