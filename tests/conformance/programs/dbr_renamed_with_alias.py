import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

vpc = aws.ec2.Vpc("old" if step == 0 else "new", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True, aliases=[Alias(name="old")]))
subnet = aws.ec2.Subnet("subnet-a" if step == 0 else "subnet-b", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=Opts(aliases=[Alias(name="subnet-a")]))
aws.ec2.Eip("e", tags={"s": subnet.id})
