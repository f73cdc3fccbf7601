import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")
def made(i):
    return aws.ec2.Eip("inside", tags={"i": i}).id
pulumi.export("inside", v.id.apply(made))
pulumi.export("known", v.cidr_block.apply(lambda c: aws.ec2.Eip(f"of-{c}", tags={"c": c}).arn))
pulumi.export("flat", pulumi.Output.from_input({"a": [v.id, pulumi.Output.from_input(v.arn)]}))
