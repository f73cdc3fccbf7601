import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None, kind="Group"):
        super().__init__(f"cases:index:{kind}", name, None, opts)
class Leaf(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Leaf", name, None, opts)
        self.ip = aws.ec2.Eip(f"{name}-ip", opts=Opts(parent=self))
        aws.ec2.Eip("fixed-" + name[-1], opts=Opts(parent=self.ip))
a, b = Group("a"), Group("b", kind="Other")
if step == 0:
    Leaf("leaf-x", Opts(parent=a))
elif step == 1:
    Leaf("leaf-x", Opts(parent=b, aliases=[Alias(parent=a)]))
else:
    Leaf("leaf-y", Opts(aliases=[Alias(name="leaf-x", parent=b)]))
