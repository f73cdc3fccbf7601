import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, {"n": step}, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", tags={"fail": "create"} if step == 0 else {"fail": "update"} if step == 1 else {"a": "1"}, opts=Opts(parent=self))
        self.subnet = aws.ec2.Subnet(name, vpc_id=self.vpc.id, cidr_block="10.0.0.0/24", opts=Opts(parent=self))
        self.register_outputs({"id": self.subnet.id})
g = Group("g")
pulumi.export("id", g.subnet.id)
