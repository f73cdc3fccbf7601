import json

import pulumi_alicloud as alicloud

role = alicloud.ram.Role(
    "uploader",
    role_name="uploader",
    assume_role_policy_document=json.dumps(
        {
            "Version": "1",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["ecs.aliyuncs.com"]}}],
        }
    ),
)
policy = alicloud.ram.Policy(
    "uploads",
    policy_name="uploads",
    policy_document=json.dumps(
        {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:shop-uploads/*"}]}
    ),
)
alicloud.ram.RolePolicyAttachment("uploads", policy_name=policy.policy_name, policy_type="Custom", role_name=role.role_name)
alicloud.rds.Instance(
    "orders",
    engine="MySQL",
    engine_version="8.0",
    instance_type="mysql.n2.medium.1",
    instance_storage=100,
    security_ips=["0.0.0.0/0"],
)
alicloud.ram.RolePolicyAttachment("admin", policy_name="AdministratorAccess", policy_type="System", role_name=role.role_name)
