import pulumi_kubernetes as k8s

k8s.core.v1.Service(
    "storefront",
    metadata={"name": "storefront"},
    spec={"type": "LoadBalancer", "selector": {"app": "storefront"}, "ports": [{"port": 80, "name": "http"}]},
)
k8s.core.v1.Service(
    "search",
    metadata={"name": "search"},
    spec={"cluster_ip": "None", "selector": {"app": "search"}, "ports": [{"port": 9200}]},
)
