import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")


class C(pulumi.ComponentResource):
    def __init__(self, name, opts=None, t="cases:index:C"):
        super().__init__(t, name, None, opts)


v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
c = C("c", Opts(parent=v, aliases=[Alias(parent=pulumi.ROOT_STACK_RESOURCE)]) if step else None)
e = aws.ec2.Eip("e", opts=Opts(parent=c))
aws.ec2.Eip("e2", opts=Opts(parent=e))
