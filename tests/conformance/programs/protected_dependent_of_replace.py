import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

vpc = aws.ec2.Vpc("net", cidr_block=f"10.{step}.0.0/16")
aws.ec2.Subnet("kept", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=Opts(protect=True))
aws.ec2.Eip("tagged", tags={"v": vpc.id}, opts=Opts(protect=True))
