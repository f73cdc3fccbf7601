import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import json
v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")
for name, value in {"int": 7, "zero": 0, "minus": -0.0, "float": 2.5, "large": 2 ** 60, "tiny": 1e-9, "exp": 1.5e300, "true": True, "none": None, "empty": "", "list": [], "map": {},
                    "nested": [[[]], [{}], {"a": {"b": [None]}}], "lines": "one\n\ntwo\n", "tab": "a\tb\\c\"d\"", "uni": "naïve 漢字 \U0001f680", "json": json.dumps({"b": 1, "a": [step]}),
                    "numeric text": "007", "yaml": "a: 1\nb: [x]\n", "long": "abc " * 400, "tuple": (1, "b"), "html": "<b>&amp;</b>", "path/with:chars.and[0]": step}.items():
    pulumi.export(name, value)
pulumi.export("unknowns", {"l": [v.id, {"arn": v.arn}], "t": pulumi.Output.concat("a", v.id, "b")})
pulumi.export("secret list", [1, pulumi.Output.secret(2), {"k": pulumi.Output.secret([3])}])
