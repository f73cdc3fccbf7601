import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 1:
    v = aws.ec2.Vpc.get("v", "vpc-elsewhere")
else:
    v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24")
