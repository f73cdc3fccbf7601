import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

base = aws.ec2.Vpc("base", cidr_block="10.0.0.0/16", tags={"n": str(step)})
later = aws.ec2.Eip("later", tags={"n": str(step)})
p = aws.Provider("p", region="r", default_tags={"tags": {"id": base.id, "serial": pulumi.Output.concat("x", later.arn)}}, allowed_account_ids=["1", base.id])
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"n": str(step)}, opts=Opts(provider=p))
if step < 2:
    aws.ec2.Vpc("w", cidr_block=f"10.{step}.0.0/16", opts=Opts(provider=p))
