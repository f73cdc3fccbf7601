import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16")
b = aws.ec2.Vpc("b", cidr_block="10.1.0.0/16", opts=Opts(depends_on=a if step == 0 else [a]))
c = aws.ec2.Vpc("c", cidr_block="10.2.0.0/16", opts=Opts(depends_on=pulumi.Output.from_input([a, b]) if step == 1 else [b]))
aws.ec2.Vpc("d", cidr_block="10.3.0.0/16", opts=Opts(depends_on=[a, b, c, a] if step < 2 else []))
aws.ec2.Vpc("e", cidr_block="10.3.0.0/16", tags={"c": c.arn, "b": b.tags}, opts=Opts(depends_on=[a])) if False else None
