import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, {"n": 1}, opts)
        self.ip = aws.ec2.Eip(name, opts=Opts(parent=self))
        self.register_outputs({"ip": self.ip.id})
g = Group("g", Opts(replacement_trigger=step))
aws.ec2.Eip("with", opts=Opts(replace_with=[g]))
