import json

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = [
    aws.ec2.Subnet(f"private-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{index}.0/24", availability_zone=f"ap-southeast-3{zone}")
    for index, zone in enumerate("ab")
]
trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks.amazonaws.com"}}
role = aws.iam.Role("plane", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
plane = aws.eks.Cluster("main", role_arn=role.arn, version="1.35", vpc_config={"subnet_ids": [subnet.id for subnet in subnets]})
inside = pulumi.ResourceOptions(
    provider=k8s.Provider(
        "main",
        kubeconfig=plane.endpoint.apply(
            lambda server: json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "clusters": [{"name": "main", "cluster": {"server": server}}],
                    "contexts": [{"name": "main", "context": {"cluster": "main", "user": "main"}}],
                    "current-context": "main",
                    "users": [{"name": "main", "user": {}}],
                }
            )
        ),
    )
)
PROBE = {"readinessProbe": {"httpGet": {"path": "/", "port": 8080}}}
LABELS = {"app": "web"}
k8s.apps.v1.Deployment(
    "web",
    metadata={"name": "web", "namespace": "default"},
    spec={
        "replicas": 2,
        "selector": {"matchLabels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "web", "image": "shop/web:1.4", **PROBE}]},
        },
    },
    opts=inside,
)
