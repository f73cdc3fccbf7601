import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = aws.ec2.get_vpc(id="vpc-1", tags={"n": str(step)}, state=None)
pulumi.export("id", a.id)
pulumi.export("tags", a.tags)
pulumi.export("all", pulumi.runtime.invoke("aws:index:whatever", {"a": [1, None, {"b": True}], "n": None, "f": 1.5, "e": {}, "l": []}).value)
pulumi.export("out", pulumi.runtime.invoke_output("aws:index:other", {"s": pulumi.Output.secret("planted"), "x": {"y": step}}))
