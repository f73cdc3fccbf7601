import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step:
    pulumi.log.error("first")
    pulumi.log.error("second")
aws.ec2.Eip("e")
