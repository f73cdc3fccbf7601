import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[
        {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.16.0.0/16"]},
        {"protocol": "tcp", "from_prot": 9100, "to_port": 9100, "cidr_blocks": ["10.16.0.0/16"]},
    ],
)
