import json

import pulumi_aws as aws

TRUSTED = ["arn:aws:iam::222233334444:role/deploy"]

aws.iam.Role(
    "billing-export",
    managed_policy_arns=["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": TRUSTED}}],
        }
    ),
)
