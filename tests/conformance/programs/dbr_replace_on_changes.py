import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(delete_before_replace=True, replace_on_changes=["tags.n"]))
g = aws.ec2.SecurityGroup("g", name="g", vpc_id="v", tags={"v": v.arn}, opts=Opts(replace_on_changes=["tags"]))
h = aws.ec2.SecurityGroup("h", name="h", vpc_id="v", tags={"v": v.arn}, opts=Opts(replace_on_changes=["tags.other"]))
aws.ec2.Eip("e", tags={"g": g.id, "h": h.id})
