import pulumi_kubernetes as k8s

k8s.apiextensions.v1.CustomResourceDefinition(
    "campaigns",
    metadata={"name": "campaigns.shop.example"},
    spec={
        "group": "shop.example",
        "scope": "Namespaced",
        "names": {"kind": "Campaign", "plural": "campaigns"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {"open_apiv3_schema": {"type": "object", "x_kubernetes_preserve_unknown_fields": True}},
            }
        ],
    },
)
k8s.apiextensions.CustomResource(
    "sale", api_version="shop.example/v1", kind="Campaign", metadata={"name": "sale"}, spec={"day": "11-11"}
)
