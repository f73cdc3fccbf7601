import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"fail": "update"} if step == 1 else {"n": str(step)})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"n": str(step)})
c = aws.ec2.Eip("c", tags={"s": b.id, "n": str(step)})
if step == 0:
    aws.ec2.Eip("dropped", tags={"a": a.id})
pulumi.export("n", step)
