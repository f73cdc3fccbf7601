import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 0:
    aws.ec2.Vpc("a", cidr_block="10.0.0.0/16")
    aws.ec2.Vpc("b", cidr_block="10.0.0.0/16", opts=Opts(retain_on_delete=True))
if step == 1:
    aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(retain_on_delete=True))
    aws.ec2.Vpc("b", cidr_block="10.0.0.0/16", opts=Opts(retain_on_delete=False))
aws.ec2.Vpc("p", cidr_block=f"10.{step}.0.0/16", opts=Opts(retain_on_delete=step != 2, delete_before_replace=True))
