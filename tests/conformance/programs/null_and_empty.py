import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

values = {0: {"a": None, "b": [], "c": {}, "d": "", "e": [None], "f": {"x": None}, "g": 0, "h": False},
          1: {"a": "1", "b": [None], "c": {"k": None}, "d": None, "e": [], "f": {}, "g": None, "h": None},
          2: {"a": [], "b": {}, "c": [], "d": [""], "e": [[], {}], "f": None, "g": False, "h": 0}}[step]
pulumi.CustomResource("aws:any/thing:Thing", "n", values)
aws.ec2.SecurityGroup("g", name="g", ingress=[{"protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_blocks": [] if step else None}], tags={} if step == 1 else None)
