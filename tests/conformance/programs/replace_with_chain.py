import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.Vpc("a", cidr_block=f"10.{min(step, 1)}.0.0/16", tags={"n": str(step)})
b = aws.ec2.Eip("b", opts=Opts(replace_with=[a]))
c = aws.ec2.Eip("c", opts=Opts(replace_with=[b]))
d = aws.ec2.Eip("d", tags={"n": str(step)}, opts=Opts(replace_with=[a], delete_before_replace=True))
aws.ec2.Eip("e", tags={"d": d.id, "c": c.arn})
