import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
OFFICE = "0.0.0.0/0"

group = aws.ec2.SecurityGroup("bastion", vpc_id=vpc.id)
aws.vpc.SecurityGroupIngressRule("ssh", security_group_id=group.id, ip_protocol="tcp", from_port=22, to_port=22, cidr_ipv4=OFFICE)
