import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, props, opts=None):
        super().__init__("cases:index:Group", name, props, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block=f"10.{step}.0.0/16", opts=Opts(parent=self))
        self.register_outputs({"vpc": self.vpc, "id": self.vpc.id, "secret": pulumi.Output.secret({"a": [self.vpc.arn]}), "none": None, "list": [1, None, {}], "self": self,
                               "n": step, "f": -0.5, "empty": {}, "text": "a\nb", "asset": pulumi.StringAsset("x" * (step + 1))})
g = Group("g", {"n": step, "secret": pulumi.Output.secret("planted"), "null": None, "list": [], "deep": {"a": [{"b": None}]}})
Group("of", {"group": g, "vpc": g.vpc, "arn": g.vpc.arn})
pulumi.export("g", g)
