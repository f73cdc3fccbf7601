import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

rules = [{"protocol": "tcp", "from_port": p, "to_port": p + step} for p in {0: [1, 2], 1: [1, 2], 2: [1, 2, 3]}[step]]
for i, paths in enumerate([["ingress"], ["ingress[*].toPort"], ["ingress[0].toPort"], ["ingress[2]"], ["ingress[*].fromPort"], ["*"], ["name", "tags.*"], ['tags["a"]'], ["ingress[*]"]]):
    aws.ec2.SecurityGroup(f"g{i}", name="g", ingress=rules, tags={"a": str(min(step, 1)), "b": "1"}, opts=Opts(replace_on_changes=paths))
