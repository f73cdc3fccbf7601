import pulumi_kubernetes as k8s

k8s.rbac.v1.ClusterRole(
    "deployer",
    metadata={"name": "deployer"},
    rules=[{"api_groups": ["apps"], "resources": ["deployments"], "verbs": ["get", "patch"]}],
)
k8s.rbac.v1.ClusterRoleBinding(
    "ci",
    metadata={"name": "ci"},
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "deployer"},
    subjects=[{"kind": "ServiceAccount", "name": "ci", "namespace": "tools"}],
)
