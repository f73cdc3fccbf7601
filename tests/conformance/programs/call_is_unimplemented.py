import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
if step == 1:
    pulumi.runtime.call("aws:ec2/vpc:Vpc/frob", {"__self__": v, "n": step}, v).apply(lambda x: x)
