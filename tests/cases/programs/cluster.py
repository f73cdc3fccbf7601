import json

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


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
cluster = aws.eks.Cluster(
    "main",
    name="main",
    role_arn=role.arn,
    version="1.34",
    bootstrap_self_managed_addons=False,
    access_config={"authentication_mode": "API"},
    vpc_config={"subnet_ids": [subnet.id for subnet in subnets], "endpoint_public_access": False, "endpoint_private_access": True},
)
kubeconfig = pulumi.Output.json_dumps(
    {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "main", "cluster": {"server": cluster.endpoint}}],
        "contexts": [{"name": "main", "context": {"cluster": "main", "user": "main"}}],
        "current-context": "main",
        "users": [{"name": "main", "user": {}}],
    }
)
inside = pulumi.ResourceOptions(provider=k8s.Provider("main", kubeconfig=kubeconfig))
LABELS = {"app": "storefront"}
shop = k8s.core.v1.Namespace(
    "shop", metadata={"name": "shop", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}, opts=inside
)
IN_SHOP = {"namespace": shop.metadata["name"]}
k8s.core.v1.ResourceQuota("shop", metadata=IN_SHOP, spec={"hard": {"requests.cpu": "4"}}, opts=inside)
k8s.apps.v1.Deployment(
    "storefront",
    metadata={**IN_SHOP, "name": "storefront"},
    spec={
        "replicas": 4,
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "image": image("storefront", 41),
                        "resources": {"requests": {"cpu": "500m", "memory": "256Mi"}, "limits": {"memory": "256Mi"}},
                        "security_context": {
                            "allow_privilege_escalation": False,
                            "run_as_non_root": True,
                            "capabilities": {"drop": ["ALL"]},
                            "seccomp_profile": {"type": "RuntimeDefault"},
                        },
                    }
                ]
            },
        },
    },
    opts=inside,
)
k8s.policy.v1.PodDisruptionBudget(
    "storefront",
    metadata={**IN_SHOP, "name": "storefront"},
    spec={"selector": {"match_labels": LABELS}, "max_unavailable": 1},
    opts=inside,
)
