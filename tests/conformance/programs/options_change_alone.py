import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

many = [Opts(), Opts(protect=True, retain_on_delete=True), Opts(ignore_changes=["tags"], replace_on_changes=["tags"], delete_before_replace=True),
        Opts(custom_timeouts=pulumi.CustomTimeouts(create="10m", update="90s", delete="1h30m"), additional_secret_outputs=["arn"])]
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=many[step])
aws.ec2.Eip("user", tags={"a": a.arn})
pulumi.export("arn", a.arn)
