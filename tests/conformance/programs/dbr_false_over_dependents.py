import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=False))
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", opts=Opts(delete_before_replace=False))
c = aws.ec2.Subnet("c", vpc_id=a.id, cidr_block="10.0.1.0/24", opts=Opts(delete_before_replace=True))
aws.ec2.Subnet("d", vpc_id=c.vpc_id, cidr_block="10.0.2.0/24")
