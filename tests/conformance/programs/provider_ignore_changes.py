import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

p = aws.Provider("p", region=f"r{step}", profile=f"x{step}", opts=Opts(ignore_changes=["region"]))
q = aws.Provider("q", region=f"r{step}", opts=Opts(replace_on_changes=["profile"], protect=False))
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
aws.ec2.Vpc("w", cidr_block="10.0.0.0/16", opts=Opts(provider=q))
