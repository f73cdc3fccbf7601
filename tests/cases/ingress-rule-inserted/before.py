import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")


def ingress(port: int, source: str) -> aws.ec2.SecurityGroupIngressArgsDict:
    return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [source]}


aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    description="What may reach the storefront",
    ingress=[ingress(80, "10.16.0.0/16"), ingress(443, "10.16.0.0/16"), ingress(9100, "10.16.8.0/24")],
)
