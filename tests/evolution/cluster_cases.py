"""Changes of clusters: in none of them is a control plane, or the provider that reaches it, made anew.

A pool is replaced by hand, since what runs on it has to move: its successor comes beside it, and once it carries what the old one
did, that one is taken out. Both are updates of their own.
"""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import DIGEST, GENERAL, PROVISIONED, READING, WORKERS, edited

_PLANES: Final = ("Cluster jakarta-main-control-plane", "ManagedKubernetes batam-main-control-plane")
_VERSIONS: Final = 'versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}'
_NEXT: Final = 'versions: {aws: "1.36", alicloud: "1.36.1-aliyun.1"}'
_AFTER_NEXT: Final = 'versions: {aws: "1.37", alicloud: "1.37.1-aliyun.1"}'
_IMAGE: Final = f"registry.k8s.io/autoscaling/cluster-autoscaler{DIGEST}"
_PLANE_NAMES: Final = tuple(name.partition(" ")[2] for name in _PLANES)

_ACCESS: Final = """\
        access: {shop: {role: edit, namespaces: [shop], aws: shop-developer, alicloud: "300123456789012345"}}
        pools:
"""
_FOLLOWING: Final = ("NodeGroup jakarta-main-pool-*", "Deployment jakarta-main-autoscaler-deployment")
"""What is of the cluster's version too."""
_NODES: Final = ("LaunchTemplate jakarta-main-pool-{}*", "NodeGroup jakarta-main-pool-{}*", "NodePool batam-main-pool-{}*")


def _nodes(pool: str) -> tuple[str, ...]:
    return tuple(pattern.format(pool) for pattern in _NODES)


def _skipped(text: str) -> str:
    """Two versions at once; the autoscaler of that one is not known here, so its image is told."""
    told = {
        "        alicloud: {certificate_authorities": f"        aws: {{autoscaler_image: {_IMAGE}}}\n        alicloud: {{certificate_authorities"
    }
    return edited(text, {_VERSIONS: _AFTER_NEXT, **told})


CLUSTER_CASES: Final = (
    Case(
        name="the next Kubernetes version",
        change=edit({_VERSIONS: _NEXT}),
        expected=Expectation(updated=(*_PLANES, *_FOLLOWING)),
    ),
    Case(
        name="two Kubernetes versions at once",
        change=_skipped,
        expected=Expectation(updated=(*_PLANES, *_FOLLOWING)),
        refused=_PLANE_NAMES,
    ),
    Case(
        name="a pool's successor beside it",
        change=edit({GENERAL: f"{GENERAL}{WORKERS}"}),
        expected=Expectation(created=_nodes("workers")),
    ),
    Case(
        name="take a pool out that has a successor",
        start="succeeded",
        change=edit({GENERAL: ""}),
        expected=Expectation(deleted=_nodes("general")),
    ),
    Case(
        name="newer add-ons",
        start="added",
        change=edit({"v0.7.2-eksbuild.1": "v0.8.0-eksbuild.1", "v0.3.9.6": "v0.3.9.7"}),
        expected=Expectation(
            updated=("Addon jakarta-main-addon-metrics-server", "KubernetesAddon batam-main-addon-metrics-server")
        ),
    ),
    Case(
        name="let somebody into a cluster",
        change=edit({"        pools:\n": _ACCESS}),
        expected=Expectation(
            created=(
                "AccessEntry jakarta-main-access-shop",
                "AccessPolicyAssociation jakarta-main-access-shop",
                "KubernetesPermission batam-main-access-shop",
            )
        ),
    ),
    Case(
        name="another proxy in front of Services on ACK",
        change=edit({"        alicloud: {certificate": "        alicloud: {proxy_mode: ipvs, certificate"}),
        expected=Expectation(replaced=("* batam-main-*",)),
        refused=("batam-main-control-plane",),
    ),
    Case(
        name="labels of a pool's nodes",
        change=edit({'shared: "yes"': 'shared: "no"'}),
        expected=Expectation(updated=("NodeGroup jakarta-main-pool-general*", "NodePool batam-main-pool-general*")),
    ),
    Case(
        name="a public endpoint",
        change=edit(
            {
                "        sites: all\n        versions": "        sites: [jakarta, batam]\n        endpoint: public\n        public_cidrs: [0.0.0.0/0]\n        versions"
            }
        ),
        expected=Expectation(updated=(*_PLANES, "kubernetes batam-main-kubernetes")),
    ),
    Case(
        name="how far a workload is filled and drained",
        change=edit({"replicas: {min: 2, max: 20}": "replicas: {min: 2, max: 20}, target_cpu: 50, disruptions: 1"}),
        expected=Expectation(
            updated=("HorizontalPodAutoscaler *-main-storefront-autoscaler", "PodDisruptionBudget *-main-storefront-budget")
        ),
    ),
    Case(
        name="the first secret of a workload",
        change=edit(READING),
        expected=Expectation(
            created=(
                "* *-main-bind-storefront-reader",
                "RolePolicyAttachment *-main-bind-storefront-reader-secrets",
                "ServiceAccount *-main-storefront-reader",
                "SecretStore *-main-storefront-store",
                "ExternalSecret *-main-storefront-secrets",
                "Namespace jakarta-main-external-secrets-namespace",
                "Release jakarta-main-chart-external-secrets-release",
                "Release batam-main-chart-ack-secret-manager-release",
            ),
            updated=("Deployment *-main-storefront-deployment",),
        ),
    ),
    Case(
        name="another secret of a workload",
        start="reading",
        change=edit({"orders-db/password}": "orders-db/password, API_KEY: {key: api-key, variable: true}}"}),
        expected=Expectation(
            updated=(
                "Deployment *-main-storefront-deployment",
                "Policy *-main-bind-storefront-reader",
            ),
            replaced=("ExternalSecret *-main-storefront-secrets",),
        ),
    ),
    Case(
        name="Karpenter instead of the Cluster Autoscaler",
        start="sized",
        change=edit(PROVISIONED),
        expected=Expectation(
            created=("* jakarta-main-karpenter-*",),
            updated=("NodeGroup jakarta-main-pool-general*",),
            deleted=("* jakarta-main-autoscaler*", "* jakarta-main-bind-autoscaler*"),
        ),
    ),
)
