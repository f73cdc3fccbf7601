import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(ignore_changes=["tags[", "tags"]))
aws.ec2.Vpc("b", cidr_block="10.0.0.0/16", tags={"n": str(step), "a.b": str(step)}, opts=Opts(ignore_changes=['tags["a.b"]']))
aws.ec2.Vpc("c", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(ignore_changes=["cidr_block", "", "enableDnsSupport.x"]))
aws.ec2.Vpc("d", cidr_block=f"10.{step}.0.0/16", tags={"n": str(step)}, opts=Opts(ignore_changes=["cidr_block"]))
