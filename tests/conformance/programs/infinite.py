import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
pulumi.export("inf", float("inf"))
