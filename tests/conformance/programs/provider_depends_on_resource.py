import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

role = aws.iam.Role("role", assume_role_policy="{}", description=f"d{step}")
p = aws.Provider("p", region="r", assume_roles=[{"role_arn": role.arn}], opts=Opts(depends_on=[role]))
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
aws.ec2.get_vpc_output(id=v.id, opts=pulumi.InvokeOutputOptions(provider=p)).apply(lambda r: r)
