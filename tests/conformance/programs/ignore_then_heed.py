import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(ignore_changes=["tags"] if step == 1 else None))
aws.ec2.Vpc("b", cidr_block=f"10.{step}.0.0/16", opts=Opts(ignore_changes=["*"] if step != 2 else []))
