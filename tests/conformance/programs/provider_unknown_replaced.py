import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

base = aws.ec2.Vpc("base", cidr_block=f"10.{step}.0.0/16")
p = aws.Provider("p", region=base.arn)
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(provider=p))
aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24", opts=Opts(provider=p))
pulumi.export("v", v.id)
