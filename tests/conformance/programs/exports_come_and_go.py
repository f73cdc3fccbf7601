import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
if step == 0:
    pulumi.export("a", 1); pulumi.export("b", {"x": [1, 2], "y": None}); pulumi.export("id", v.id)
elif step == 1:
    pulumi.export("a", "1"); pulumi.export("b", {"x": [2], "z": {}}); pulumi.export("c", pulumi.Output.secret("planted"))
elif step == 2:
    pulumi.export("a", pulumi.Output.secret(1)); pulumi.export("c", "planted"); pulumi.export("b", [])
