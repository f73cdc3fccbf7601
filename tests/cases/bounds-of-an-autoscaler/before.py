import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


LABELS = {"app": "storefront"}
k8s.apps.v1.Deployment(
    "storefront",
    metadata={"name": "storefront"},
    spec={
        "selector": {"match_labels": LABELS},
        "strategy": {"rolling_update": {"max_surge": 0, "max_unavailable": 1}},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "web", "image": image("storefront", 41)}]},
        },
    },
)
k8s.autoscaling.v2.HorizontalPodAutoscaler(
    "storefront",
    metadata={"name": "storefront"},
    spec={
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "storefront"},
        "min_replicas": 3,
        "max_replicas": 20,
        "metrics": [
            {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "average_utilization": 70}}}
        ],
    },
)
