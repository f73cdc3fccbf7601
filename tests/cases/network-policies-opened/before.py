import pulumi_kubernetes as k8s

shop = k8s.core.v1.Namespace("shop", metadata={"name": "shop"})


def policy(name, pods, ingress=None):
    k8s.networking.v1.NetworkPolicy(
        name,
        metadata={"name": name, "namespace": shop.metadata["name"]},
        spec={"pod_selector": {"match_labels": pods} if pods else {}, "policy_types": ["Ingress"], "ingress": ingress},
    )


def callers(*apps):
    return [{"from": [{"pod_selector": {"match_labels": {"app": app}}}], "ports": [{"port": 8080}]} for app in apps]


policy("payments-closed", {"tier": "payments"})
policy("payments-callers", {"tier": "payments", "app": "cards"}, callers("checkout"))
policy("checkout", {"app": "checkout"}, callers("storefront"))
policy("search", {"app": "search"}, callers("storefront"))
policy("storefront", {"app": "storefront"}, callers("gateway"))
