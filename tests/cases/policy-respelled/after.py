import json

import pulumi_aws as aws

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}],
    }
)

POLICY = json.dumps(
    {
        "Statement": [
            {"Resource": "arn:aws:s3:::uploads/*", "Action": ["s3:GetObject"], "Effect": "Allow", "Sid": "Read"},
            {"Resource": ["arn:aws:s3:::uploads"], "Action": ["s3:ListBucket"], "Effect": "Allow", "Sid": "List"},
        ],
        "Version": "2012-10-17",
    }
)
role = aws.iam.Role("uploader", assume_role_policy=TRUST)
aws.iam.RolePolicy("uploads", role=role.id, policy=POLICY)
