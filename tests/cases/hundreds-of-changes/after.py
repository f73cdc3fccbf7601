import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
for index in range(150):
    group = aws.ec2.SecurityGroup(f"service-{index:03}", vpc_id=vpc.id, description=f"What reaches service {index}")
    aws.vpc.SecurityGroupIngressRule(
        f"service-{index:03}",
        security_group_id=group.id,
        ip_protocol="tcp",
        from_port=8000 + index,
        to_port=8000 + index,
        cidr_ipv4="10.16.0.0/16",
    )
