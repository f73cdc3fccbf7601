import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

src = aws.ec2.Vpc("src", cidr_block=f"10.{step}.0.0/16")
aws.ec2.Eip("unknown", tags={"a": src.id, "n": str(step)}, opts=Opts(ignore_changes=["tags.a"]))
aws.ec2.Eip("secret", tags={"a": pulumi.Output.secret(f"planted-{step}"), "n": str(step)}, opts=Opts(ignore_changes=["tags.a"]))
aws.ec2.Eip("becomes", tags={"a": pulumi.Output.secret("planted") if step == 1 else "plain"}, opts=Opts(ignore_changes=["tags"]))
aws.ec2.Subnet("held", vpc_id=src.id, cidr_block="10.0.0.0/24", opts=Opts(ignore_changes=["vpcId"]))
