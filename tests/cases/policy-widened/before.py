import json

import pulumi_aws as aws

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}],
    }
)

ALLOWED = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::uploads/*"}

role = aws.iam.Role("uploader", assume_role_policy=TRUST)
aws.iam.RolePolicy("uploads", role=role.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [ALLOWED]}))
