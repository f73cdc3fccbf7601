import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
ports = {100: 80, 110: 443, 120: 5432, 130: 6379}
aws.ec2.NetworkAcl(
    "data",
    vpc_id=vpc.id,
    egress=[
        {"rule_no": number, "protocol": "tcp", "action": "allow", "cidr_block": "10.16.0.0/16", "from_port": port, "to_port": port}
        for number, port in ports.items()
    ],
)
