import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{min(step, 1)}.0.0/16", tags={"fail": "delete"} if step == 0 else {})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24")
