import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

s = pulumi.Output.secret("planted")
t = pulumi.CustomResource("aws:any/thing:Thing", "n", {"a": s, "l": ["x", s, [s]], "m": {"k": {"d": s, "n": step}}, "whole": pulumi.Output.secret({"p": 1, "q": [step]}), "num": pulumi.Output.secret(step),
                                                        "nil": pulumi.Output.secret(None), "open": pulumi.Output.unsecret(s) if step == 2 else "x"})
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags=pulumi.Output.secret({"a": "1", "n": str(step)}))
aws.ec2.Eip("e", tags={"of": v.tags.apply(lambda t: t["a"]), "id": v.id})
pulumi.export("tags", v.tags)
