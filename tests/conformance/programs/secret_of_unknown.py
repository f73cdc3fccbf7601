import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")
hidden = pulumi.Output.secret(v.id)
both = pulumi.Output.all(hidden, pulumi.Output.secret("planted"), "open")
aws.ec2.Eip("a", tags={"h": hidden, "j": pulumi.Output.json_dumps({"h": hidden, "o": 1}), "b": both.apply(lambda x: "-".join(x))})
aws.ec2.Subnet("s", vpc_id=hidden, cidr_block="10.0.0.0/24")
pulumi.export("h", hidden)
pulumi.export("d", {"x": [both]})
