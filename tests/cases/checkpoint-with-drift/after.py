import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
group = aws.ec2.SecurityGroup("web", vpc_id=vpc.id)
for name, port in {"https": 443}.items():
    aws.vpc.SecurityGroupIngressRule(
        name, security_group_id=group.id, ip_protocol="tcp", from_port=port, to_port=port, cidr_ipv4="10.0.0.0/8"
    )
