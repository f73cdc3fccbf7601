import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


if step == 0:
    aws.ec2.Vpc.get("v", "vpc-1")
elif step == 1:
    aws.ec2.Vpc("v", cidr_block="10.99.0.0/16", opts=Opts(import_="vpc-1"))
else:
    aws.ec2.Vpc.get("v", "vpc-1")
