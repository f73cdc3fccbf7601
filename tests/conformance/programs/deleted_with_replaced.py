import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16")
aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"fail": "delete"}, opts=Opts(deleted_with=a))
aws.ec2.Eip("c", tags={"n": str(step)}, opts=Opts(deleted_with=a))
if step == 0:
    aws.ec2.Eip("gone", tags={"fail": "delete"}, opts=Opts(deleted_with=a))
