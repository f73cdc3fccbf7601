import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16", tags={"x": str(step), "y": str(step)}, opts=Opts(replace_on_changes=["tags.x"], ignore_changes=["tags.x"]))
aws.ec2.Vpc("b", cidr_block=f"10.{step}.0.0/16", tags={"x": str(step), "y": str(step)}, opts=Opts(replace_on_changes=["*"], ignore_changes=["cidrBlock", "tags.y"]))
aws.ec2.Vpc("c", cidr_block=f"10.{step}.0.0/16", tags={"x": str(step)}, opts=Opts(replace_on_changes=["tags"], ignore_changes=["tags"], delete_before_replace=True))
