import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

tags = {0: None, 1: {"a": "1"}, 2: {}}[step]
aws.ec2.Vpc("root", cidr_block="10.0.0.0/16", tags=tags, opts=Opts(replace_on_changes=["tags"]))
aws.ec2.Vpc("leaf", cidr_block="10.0.0.0/16", tags=tags, opts=Opts(replace_on_changes=["tags.a"]))
aws.ec2.Vpc("other", cidr_block="10.0.0.0/16", tags=tags, opts=Opts(replace_on_changes=["tags.b", "instanceTenancy"]))
aws.ec2.Vpc("snake", cidr_block="10.0.0.0/16", instance_tenancy=f"t{step}", opts=Opts(replace_on_changes=["instance_tenancy"]))
