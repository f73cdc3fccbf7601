import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

ns = {0: [0, -1, 1.5, 2 ** 31, -0.0], 1: [0, -1.0, 1.50, 2 ** 53, 0.0], 2: [1e21, 123456789.125, 3, 1e-7, 100]}[step]
pulumi.CustomResource("aws:any/thing:Thing", "n", {"ns": ns, "one": ns[0], "float": float(step), "deep": {"n": {"x": [ns[3]]}}})
pulumi.export("ns", ns)
