import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


class C(pulumi.ComponentResource):
    def __init__(self, name, opts=None, t="cases:index:C"):
        super().__init__(t, name, None, opts)


c = C("c")
v = aws.ec2.Vpc("v", cidr_block="10.99.0.0/16", tags={"k": "v"} if step else None, opts=Opts(import_="vpc-1", parent=c))
s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.99.0.0/16", opts=Opts(import_="subnet-1", parent=v))
