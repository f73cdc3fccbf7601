import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

vpc = aws.ec2.Vpc("net", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True))
if step != 1:
    subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
    aws.ec2.Eip("leaf", tags={"s": subnet.id})
