import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc.get("a", "vpc-1" if step < 2 else "vpc-2")
b = aws.ec2.Subnet.get("b", "subnet-1", vpc_id=a.id, opts=Opts(parent=a))
if step == 1:
    c = aws.ec2.Vpc.get("c", a.id.apply(lambda i: i + "-c"), opts=Opts(depends_on=[b]))
    aws.ec2.Eip("e", tags={"c": c.arn, "cidr": c.cidr_block})
pulumi.export("arn", a.arn)
