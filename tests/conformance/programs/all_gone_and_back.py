import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 0:
    v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
    s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24")
    aws.ec2.Eip("e", opts=Opts(depends_on=[s], parent=v))
    pulumi.export("s", s.id)
