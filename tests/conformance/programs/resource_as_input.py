import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
        self.register_outputs({"n": step})
v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")
g = Group("g")
pulumi.CustomResource("aws:any/thing:Thing", "n", {"vpc": v, "group": g, "list": [v], "deep": {"r": v, "n": step}})
pulumi.export("v", v); pulumi.export("g", {"g": [g]})
