import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Leaf(pulumi.ComponentResource):
    def __init__(self, name, cidr, opts=None):
        super().__init__("cases:index:Leaf", name, {"cidr": cidr}, opts)
        self.subnet = aws.ec2.Subnet(name, vpc_id="vpc-1", cidr_block=cidr, opts=Opts(parent=self))
        self.register_outputs({"id": self.subnet.id})
class Tree(pulumi.ComponentResource):
    def __init__(self, name, n, opts=None):
        super().__init__("cases:index:Tree", name, {"n": n}, opts)
        self.leaves = [Leaf(f"{name}-{i}", f"10.{step if i == 1 else 0}.{i}.0/24", Opts(parent=self)) for i in range(n)]
        self.register_outputs({"ids": [leaf.subnet.id for leaf in self.leaves]})
t = Tree("t", [2, 3, 1][step])
aws.ec2.Eip("after", tags={"n": str(step)}, opts=Opts(depends_on=[t]))
pulumi.export("leaves", [leaf.subnet.id for leaf in t.leaves])
