import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


v = aws.ec2.Vpc("v", cidr_block="10.99.0.0/16", opts=Opts(import_=None if step == 0 else f"vpc-{step}"))
aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.99.1.0/24")
pulumi.export("id", v.id)
