import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 0:
    a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16")
    b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"fail": "delete"})
    c = aws.ec2.Instance("c", ami="a", instance_type="t", subnet_id=b.id)
pulumi.export("n", step)
