import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnet = aws.ec2.Subnet("private-a", vpc_id=vpc.id, cidr_block="10.16.0.0/20", availability_zone="ap-southeast-3a")
aws.ec2.Instance("search", ami="ami-0a1b2c3d4e5f67890", instance_type="m7i.large", subnet_id=subnet.id)
aws.ec2.Instance("queue", ami="ami-0a1b2c3d4e5f67891", instance_type="m7i.large", subnet_id=subnet.id)
