import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"k": "v"}, opts=Opts(additional_secret_outputs=[["tags"], ["tags", "arn"], None][step]))
b = aws.ec2.Eip("b", tags={"arn": a.arn, "k": a.tags.apply(lambda t: t["k"])})
pulumi.export("tags", a.tags)
pulumi.export("arn", a.arn)
pulumi.export("b", b.tags)
