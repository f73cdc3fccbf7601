import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(additional_secret_outputs=["arn"] if step == 0 else ["arn", "serial"] if step == 1 else []))
b = aws.ec2.Vpc("b", cidr_block=a.arn, tags={"id": a.id}, opts=Opts(additional_secret_outputs=["id"]))
pulumi.export("arn", a.arn)
pulumi.export("bc", b.cidr_block)
