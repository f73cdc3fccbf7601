import pulumi
import pulumi_aws as aws

step = pulumi.Config().require_int("step")


if step in (0, 2):
    v = aws.ec2.Vpc("v", cidr_block="10.99.0.0/16")
else:
    v = aws.ec2.Vpc.get("v", "vpc-9")
aws.ec2.Eip("e", tags={"v": v.id})
