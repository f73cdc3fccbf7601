import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

t = {0: pulumi.CustomTimeouts(create="5m"), 1: pulumi.CustomTimeouts(create="30s", update="1h", delete="2h45m"), 2: None}[step]
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(custom_timeouts=t))
class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
        aws.ec2.Eip(name, opts=Opts(parent=self))
Group("g", Opts(custom_timeouts=t))
