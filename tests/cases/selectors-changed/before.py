import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


LABELS = {"app": "shop"}
k8s.apps.v1.Deployment(
    "storefront",
    metadata={"name": "storefront"},
    spec={
        "replicas": 3,
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "web", "image": image("storefront", 41)}]},
        },
    },
)
k8s.apps.v1.Deployment(
    "search",
    spec={
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "search", "image": image("search", 9)}]},
        },
    },
)
