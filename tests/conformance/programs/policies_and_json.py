import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import json
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}))
bucket = aws.s3.Bucket("b", tags={"n": str(step)})
policy = aws.iam.RolePolicy("p", role=role.id, policy=bucket.arn.apply(lambda arn: json.dumps({"Statement": [{"Resource": [arn, f"{arn}/*"], "n": step}]})))
aws.iam.Policy("q", description=f"d{step // 2}", policy=pulumi.Output.json_dumps({"b": bucket.arn, "s": pulumi.Output.secret("planted")}))
pulumi.export("policy", policy.policy)
