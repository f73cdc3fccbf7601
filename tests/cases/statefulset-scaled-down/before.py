import pulumi_kubernetes as k8s


def image(name: str, build: int) -> str:
    return f"registry.example/{name}@sha256:{build:064}"


LABELS = {"app": "orders"}
k8s.core.v1.Service(
    "orders", metadata={"name": "orders"}, spec={"cluster_ip": "None", "selector": LABELS, "ports": [{"port": 5432}]}
)
k8s.apps.v1.StatefulSet(
    "orders",
    metadata={"name": "orders"},
    spec={
        "service_name": "orders",
        "replicas": 5,
        "selector": {"match_labels": LABELS},
        "template": {
            "metadata": {"labels": LABELS},
            "spec": {"containers": [{"name": "db", "image": image("postgres", 163)}]},
        },
        "persistent_volume_claim_retention_policy": {"when_deleted": "Retain", "when_scaled": "Delete"},
        "volume_claim_templates": [
            {
                "metadata": {"name": "data"},
                "spec": {"access_modes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "20Gi"}}},
            }
        ],
    },
)
