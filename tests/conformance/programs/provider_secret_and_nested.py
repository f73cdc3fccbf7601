import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

s = pulumi.Output.secret(f"planted-{min(step, 1)}")
p = aws.Provider("p", region="r", access_key=s, default_tags={"tags": {"k": s, "open": str(step)}}, assume_roles=[{"role_arn": "a", "external_id": s}])
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
pulumi.export("key", p.access_key)
