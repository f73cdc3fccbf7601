import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

vpc = aws.ec2.Vpc("net", cidr_block=f"10.{step}.0.0/16")
eip = aws.ec2.Eip("e", tags={"n": str(step)})
a = aws.ec2.get_vpc_output(id="vpc-1", opts=pulumi.InvokeOutputOptions(depends_on=[vpc]))
b = aws.ec2.get_vpc_output(id="vpc-1", opts=pulumi.InvokeOutputOptions(depends_on=[eip]))
c = aws.ec2.get_vpc_output(tags={"k": eip.arn, "s": pulumi.Output.secret("planted")})
d = aws.ec2.get_vpc_output(filters=[{"name": "n", "values": [vpc.id, "x"]}])
aws.ec2.Subnet("s", vpc_id=a.id, cidr_block="10.0.0.0/24")
aws.ec2.Subnet("t", vpc_id=c.id, cidr_block="10.0.0.0/24", tags={"d": d.id})
pulumi.export("a", a.id)
pulumi.export("b", b.id)
pulumi.export("c", c.tags)
pulumi.export("d", d.id)
