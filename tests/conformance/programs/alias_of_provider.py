import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")


p = aws.Provider("p" if step == 0 else "q", region="eu-west-1" if step < 2 else "eu-west-2", opts=Opts(aliases=[Alias(name="p")]))
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.1.0/24", opts=Opts(provider=p))
