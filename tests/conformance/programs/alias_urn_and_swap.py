import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

n = ["a", "b"] if step == 0 else ["b", "a"]
aws.ec2.Vpc(n[0], cidr_block="10.0.0.0/16", tags={"who": "first"})
aws.ec2.Vpc(n[1], cidr_block="10.1.0.0/16", tags={"who": "second"})
aws.ec2.Eip("e1" if step == 0 else "e2", opts=Opts(aliases=["urn:pulumi:dev::cases::aws:ec2/eip:Eip::e1"]))
