import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 0:
    a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16")
    b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"fail": "delete"}, opts=Opts(deleted_with=a))
    c = aws.ec2.Instance("c", ami="a", instance_type="t", subnet_id=b.id, tags={"fail": "delete"}, opts=Opts(deleted_with=b))
    aws.ec2.Eip("d", tags={"fail": "delete"}, opts=Opts(deleted_with=c, retain_on_delete=False))
