import json

import pulumi_aws as aws

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    ],
}
role = aws.iam.Role("control-plane", assume_role_policy=json.dumps(trust))
vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = [
    aws.ec2.Subnet(f"private-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{16 * n}.0/20", availability_zone=f"ap-southeast-3{zone}")
    for n, zone in enumerate("abc")
]
