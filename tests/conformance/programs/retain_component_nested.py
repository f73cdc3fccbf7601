import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None, depth=0):
        super().__init__("cases:index:Group", name, None, opts)
        vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", tags={"fail": "delete"}, opts=Opts(parent=self))
        aws.ec2.Subnet(name, vpc_id=vpc.id, cidr_block="10.0.0.0/24", tags={"fail": "delete"}, opts=Opts(parent=vpc))
        if depth:
            Group(f"{name}-in", Opts(parent=self), depth - 1)
if step == 0:
    Group("g", Opts(retain_on_delete=True), 2)
