import pulumi_aws as aws

RANGE = "10.16"

vpc = aws.ec2.Vpc("shop", cidr_block=f"{RANGE}.0.0/16")
subnet = aws.ec2.Subnet("private-a", vpc_id=vpc.id, cidr_block=f"{RANGE}.0.0/20", availability_zone="ap-southeast-3a")
group = aws.ec2.SecurityGroup("search", vpc_id=vpc.id)
aws.ec2.Instance(
    "search", ami="ami-0a1b2c3d4e5f67890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id]
)
