import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

for i, name in enumerate(["with space", "a/b", "a.b[0]", "naïve-漢字", "-dash", "UPPER_lower", "9", "a" * 120, "q'uo\"te", "per%cent", "a:b"]):
    aws.ec2.Eip(name, tags={"i": str(i), "n": str(step)})
pulumi.export("with space", step)
