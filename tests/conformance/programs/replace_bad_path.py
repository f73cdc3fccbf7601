import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(replace_on_changes=["tags["]))
