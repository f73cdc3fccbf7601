import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=Opts(parent=self))
        aws.ec2.Eip(name, opts=Opts(parent=self))
keeper = aws.ec2.Vpc("keeper", cidr_block="10.0.0.0/16") if step < 2 else None
if step == 0:
    g = Group("g", Opts(deleted_with=keeper))
    aws.ec2.Eip("of-g", opts=Opts(deleted_with=g))
if step < 2:
    aws.ec2.Eip("of-keeper", opts=Opts(deleted_with=keeper, depends_on=[keeper]))
