import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


shop = k8s.core.v1.Namespace("shop", metadata={"name": "shop"})
LABELS = {"app": "storefront"}
METADATA = {"namespace": shop.metadata["name"]}
k8s.apps.v1.Deployment(
    "storefront",
    metadata=METADATA,
    spec={
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "web", "image": image("storefront", 41)}]},
        },
    },
)
k8s.core.v1.PersistentVolumeClaim(
    "uploads",
    metadata=METADATA,
    spec={"access_modes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "50Gi"}}},
)
k8s.networking.v1.NetworkPolicy("closed", metadata=METADATA, spec={"pod_selector": {}, "policy_types": ["Ingress"]})
