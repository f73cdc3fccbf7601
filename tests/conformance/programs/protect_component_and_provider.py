import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=Opts(parent=self))
        self.free = aws.ec2.Vpc(f"{name}-free", cidr_block="10.0.0.0/16", opts=Opts(parent=self, protect=False))
if step == 0:
    p = aws.Provider("p", region="r", opts=Opts(protect=True))
    Group("g", Opts(protect=True, provider=p))
if step == 2:
    p = aws.Provider("p", region="r")
    Group("g", Opts(provider=p))
