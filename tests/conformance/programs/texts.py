import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import json
texts = {"json": json.dumps({"a": {"b": [1, step]}, "c": "x"}), "lines": f"one\ntwo {step}\nthree\n", "long": "x" * 3000 + str(step), "uni": "漢字" * (step + 1), "yaml": f"a: {step}\nb:\n  - 1\n", "ctrl": f"tab\tbell\x07 {step}", "braces": "${x} {{y}} %d" + str(step)}
aws.ec2.Eip("e", tags=texts)
aws.iam.Role("r", assume_role_policy=texts["json"], name="r")
pulumi.export("texts", texts)
