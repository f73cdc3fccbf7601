import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


v = aws.ec2.Vpc("v", cidr_block=pulumi.Output.secret("10.99.0.0/16"), tags={"a": pulumi.Output.secret("x")} if step else None, opts=Opts(import_="vpc-1", additional_secret_outputs=["arn"]))
pulumi.export("arn", v.arn)
