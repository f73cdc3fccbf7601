import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16", tags={"n": str(step)})
t = pulumi.CustomResource("aws:any/thing:Thing", "n", {"l": ["a", v.id, "c"], "ll": [[v.arn], [step]], "m": {"k": [{"d": v.id}], "s": step}, "o": v.id.apply(lambda i: {"whole": [i]}), "tags": v.tags})
pulumi.CustomResource("aws:any/thing:Other", "o", {"cidrBlock": v.id, "list": v.id.apply(lambda i: [i] * 2), "serial": pulumi.Output.all(v.id, t.id).apply(len)}, Opts(replace_on_changes=["list[0]"]))
pulumi.export("l", [v.id, [v.cidr_block, {"t": v.tags}]])
