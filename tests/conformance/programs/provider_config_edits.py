import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

p = aws.Provider("p", region="r", profile=["x", "y", None][step], max_retries=step or None, skip_region_validation=bool(step),
                 default_tags={"tags": {"n": str(step)}}, allowed_account_ids=[str(i) for i in range(step)])
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
pulumi.export("region", p.region)
pulumi.export("provider", p.id)
