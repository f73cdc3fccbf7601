import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"n": str(step)})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24" if step == 0 else "bad")
c = aws.ec2.Eip("c", tags={"b": b.id})
pulumi.export("c", c.id)
