import pulumi_kubernetes as k8s

k8s.core.v1.Service(
    "storefront",
    metadata={"name": "storefront"},
    spec={"type": "ClusterIP", "selector": {"app": "storefront"}, "ports": [{"port": 80, "name": "http"}]},
)
k8s.core.v1.Service(
    "search",
    metadata={"name": "search"},
    spec={"selector": {"app": "search"}, "ports": [{"port": 9200}]},
)
