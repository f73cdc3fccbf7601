import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step < 3:
    a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(protect=[False, True, False][step]))
b = aws.ec2.Vpc("b", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(protect=[True, True, None, True][step]))
