import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

vpc = aws.ec2.Vpc("net", cidr_block=f"10.{min(step, 1)}.0.0/16", opts=Opts(delete_before_replace=True))
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", tags={"fail": "delete"})
