import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True))
b = aws.ec2.Eip("b", opts=Opts(replace_with=[a]))
aws.ec2.Eip("c", tags={"b": b.id}, opts=Opts(replace_with=[b], protect=False))
aws.ec2.Eip("new" if step else "older", opts=Opts(replace_with=[a]))
