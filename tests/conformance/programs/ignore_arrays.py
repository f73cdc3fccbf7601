import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

rules = [{"protocol": "tcp", "from_port": p + step, "to_port": p, "cidr_blocks": ["10.0.0.0/8", f"10.{step}.0.0/16"]} for p in {0: [1], 1: [1, 2], 2: []}[step]]
for i, paths in enumerate([["ingress[0].fromPort"], ["ingress[1]"], ["ingress[*].cidrBlocks"], ["ingress[*].cidrBlocks[1]"], ["ingress[0]"], ["ingress[5].toPort"], ["ingress.fromPort"], ["description", "ingress"]]):
    aws.ec2.SecurityGroup(f"g{i}", name="g", ingress=rules, opts=Opts(ignore_changes=paths))
