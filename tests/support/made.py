"""What clouds answer that programs take a part of, and what stands inside clusters."""

from __future__ import annotations

MADE = {
    "aws:s3/bucket:Bucket": lambda name: {"arn": f"arn:aws:s3:::{name}"},
    "aws:eks/cluster:Cluster": lambda name: {"arn": f"arn:aws:eks:ap-southeast-3:111122223333:cluster/{name}"},
    "alicloud:cs/managedKubernetes:ManagedKubernetes": lambda name: {
        "rrsaMetadata": {
            "ramOidcProviderArn": f"acs:ram::5012345678901234:oidc-provider/{name}",
            "rrsaOidcIssuerUrl": f"https://oidc.example/{name}",
        }
    },
}
"""What the clouds say of what they made, of which the program takes a part."""


def made(type_, name, _):
    """The outputs of an object beside what it was given."""
    return MADE.get(type_, lambda _: {})(name)


INSIDE = {"Addons", "Chart", "ChartAccess", "IngressClass", "Job", "Namespace", "Priority", "StorageClass", "Workload"}
"""What runs inside clusters, by the last words of types."""
