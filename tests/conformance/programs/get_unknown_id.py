import pulumi
import pulumi_aws as aws

step = pulumi.Config().require_int("step")


v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16" if step == 0 else "10.1.0.0/16")
g = aws.ec2.Vpc.get("g", v.id)
aws.ec2.Eip("e", tags={"c": g.cidr_block})
pulumi.export("c", g.cidr_block)
