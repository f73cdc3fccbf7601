import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

values = {0: None, 1: "v1", 2: {"a": [1, {"b": True}]}, 3: None}
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(replacement_trigger=values[step]))
b = aws.ec2.Vpc("b", cidr_block="10.0.0.0/16", opts=Opts(replacement_trigger=min(step, 2)))
aws.ec2.Subnet("s", vpc_id=b.id, cidr_block="10.0.0.0/24")
aws.ec2.Vpc("c", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(replacement_trigger="same", delete_before_replace=True))
