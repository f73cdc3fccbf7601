import json

import pulumi_alicloud as alicloud
import pulumi_aws as aws

READING = {"aws": ["s3:GetObject", "s3:DeleteObject"], "alicloud": ["oss:GetObject", "oss:DeleteObject"]}
PORTS = {"web": 443, "metrics": 9100}


def policy(version: str, actions: list[str], resource: str) -> str:
    return json.dumps({"Version": version, "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}]})


aws.iam.Policy("reports", policy=policy("2012-10-17", READING["aws"], "arn:aws:s3:::reports/*"))
alicloud.ram.Policy("reports", policy_name="reports", policy_document=policy("1", READING["alicloud"], "acs:oss:*:*:reports/*"))
ours = aws.ec2.SecurityGroup("web", vpc_id=aws.ec2.Vpc("jakarta", cidr_block="10.16.0.0/16").id)
theirs = alicloud.ecs.SecurityGroup("web", vpc_id=alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16").id)
for name, port in PORTS.items():
    aws.vpc.SecurityGroupIngressRule(
        name, security_group_id=ours.id, ip_protocol="tcp", from_port=port, to_port=port, cidr_ipv4="10.0.0.0/8"
    )
    alicloud.ecs.SecurityGroupRule(
        name, security_group_id=theirs.id, type="ingress", ip_protocol="tcp", port_range=f"{port}/{port}", cidr_ip="10.0.0.0/8"
    )
