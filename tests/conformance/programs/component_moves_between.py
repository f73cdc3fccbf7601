import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
a, b = Group("a"), Group("b")
where = [a, b, None][step]
vpc = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(parent=where, aliases=[Alias(parent=a), Alias(parent=b)]))
aws.ec2.Subnet("s", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=Opts(parent=vpc))
