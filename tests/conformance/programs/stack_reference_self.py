import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"n": str(step)})
pulumi.export("n", step)
pulumi.export("id", v.id)
pulumi.export("s", pulumi.Output.secret("planted"))
if step:
    ref = pulumi.StackReference("organization/cases/dev")
    pulumi.export("before", ref.get_output("n"))
    pulumi.export("secret", ref.get_output("s"))
    pulumi.export("nothing", ref.get_output("nothing"))
    aws.ec2.Eip("e", tags={"id": ref.require_output("id")})
