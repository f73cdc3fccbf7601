import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


LABELS = {"app": "storefront"}
k8s.apps.v1.Deployment(
    "storefront",
    metadata={"name": "storefront"},
    spec={
        "replicas": 3,
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {
                "containers": [
                    {"name": "proxy", "image": image("proxy", 2)},
                    {
                        "name": "web",
                        "image": image("storefront", 42),
                        "env": [
                            {"name": "PORT", "value": "8080"},
                            {"name": "LOG", "value": "debug"},
                            {"name": "CACHE", "value": "redis"},
                        ],
                    },
                    {"name": "metrics", "image": image("metrics", 7)},
                ]
            },
        },
    },
)
