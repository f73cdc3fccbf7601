import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16", tags={"fail": "create"} if step == 1 else {})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24")
pulumi.export("b", b.id)
