import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")


if step == 0:
    aws.ec2.Vpc("old", cidr_block="10.99.0.0/16")
elif step == 1:
    aws.ec2.Vpc("new", cidr_block="10.99.0.0/16", opts=Opts(import_="vpc-1", aliases=[Alias(name="old")]))
else:
    aws.ec2.Vpc("newer", cidr_block="10.99.0.0/16", opts=Opts(import_="vpc-1", aliases=[Alias(name="new")]))
