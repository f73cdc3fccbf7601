"""Changes of clusters: in none but the one that says so is a control plane, or the provider that reaches it, made anew.

A pool is replaced by hand, since what runs on it has to move: its successor comes beside it, and once it carries what the old one
did, that one is taken out. Both are updates of their own.
"""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import DATA, DIGEST, GENERAL, HELD, NEXT, PROVISIONED, READING, VERSIONS, WORKERS, edited

_PLANES: Final = ("Cluster jakarta-main-control-plane", "ManagedKubernetes batam-main-control-plane")
_AFTER_NEXT: Final = 'versions: {aws: "1.37", alicloud: "1.37.1-aliyun.1"}'
_IMAGE: Final = f"registry.k8s.io/autoscaling/cluster-autoscaler{DIGEST}"
_PLANE_NAMES: Final = tuple(name.partition(" ")[2] for name in _PLANES)

_ACCESS: Final = """\
        access: {shop: {role: edit, namespaces: [shop], aws: shop-developer, alicloud: "300123456789012345"}}
        pools:
"""
_ADDONS: Final = """\
        addons:
          aws: {snapshot-controller: none, aws-efs-csi-driver: {}}
          alicloud: {ack-node-problem-detector: none, loongcollector: {}}
        pools:
"""
_OTHERS: Final = """\
          gpu:
            capacity: {autoscaled: {min: 0, max: 4}}
            spot: 0%
            gpu: true
            aws: {types: [g5.xlarge]}
            alicloud: {types: [ecs.gn7i-c8g1.2xlarge]}
          arm:
            capacity: {autoscaled: {min: 0, max: 4}}
            spot: 0%
            aws: {types: [m7g.large]}
            alicloud: {types: [ecs.g8y.large]}
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
    return edited(text, {VERSIONS: _AFTER_NEXT, **told})


CLUSTER_CASES: Final = (
    Case(
        name="the next Kubernetes version",
        change=edit({VERSIONS: NEXT}),
        expected=Expectation(updated=(*_PLANES, *_FOLLOWING)),
    ),
    Case(
        name="two Kubernetes versions at once",
        change=_skipped,
        expected=Expectation(updated=(*_PLANES, *_FOLLOWING)),
        refused=_PLANE_NAMES,
    ),
    Case(
        name="the next Kubernetes version, and nodes that are held back",
        change=edit(HELD),
        expected=Expectation(
            updated=(*_PLANES, "NodePool batam-main-pool-general*", "Deployment jakarta-main-autoscaler-deployment")
        ),
    ),
    Case(
        name="let nodes follow that were held back",
        start="kept",
        change=edit({f"            {VERSIONS}\n": ""}),
        expected=Expectation(updated=("NodeGroup jakarta-main-pool-general*", "NodePool batam-main-pool-general*")),
    ),
    Case(
        name="nodes with GPUs, and ARM processors",
        change=edit({GENERAL: f"{GENERAL}{_OTHERS}"}),
        expected=Expectation(created=(*_nodes("gpu"), *_nodes("arm"), "Release jakarta-main-chart-nvidia-device-plugin-release")),
    ),
    Case(
        name="from Intel's processors to ARM",
        change=edit({"[m7i.xlarge, m6i.xlarge]": "[m7g.xlarge, m6g.xlarge]", "[ecs.g7.xlarge, ecs.g6.xlarge]": "[ecs.g8y.xlarge]"}),
        expected=Expectation(updated=("NodePool batam-main-pool-general*",), replaced=("NodeGroup jakarta-main-pool-general*",)),
    ),
    Case(
        name="a pool in each zone",
        change=edit({GENERAL: f"{GENERAL}{DATA}"}),
        expected=Expectation(
            created=(
                "LaunchTemplate jakarta-main-pool-data",
                "NodeGroup jakarta-main-pool-data-[ab]",
                "NodePool batam-main-pool-data-[ab]",
            )
        ),
    ),
    Case(
        name="zone c under a pool in each zone",
        start="kept",
        change=edit({"zones: [a, b]": "zones: [a, b, c]"}),
        expected=Expectation(
            created=("* jakarta-*-c", "* jakarta-*-c-out", "* batam-*-c", "* batam-*-c-out"),
            updated=(
                _PLANES[1],
                "NodePool batam-main-pool-general*",
                "Addon jakarta-main-addon-vpc-cni",
                "*Group *-transcoder-group",
            ),
            replaced=("NodeGroup jakarta-main-pool-general*",),
        ),
    ),
    Case(
        name="a pool and its successor in one update",
        change=edit({GENERAL: WORKERS}),
        expected=Expectation(created=_nodes("workers"), deleted=_nodes("general")),
    ),
    Case(
        name="another name for a cluster",
        change=edit({"      main:\n": "      core:\n", "cluster: main": "cluster: core"}),
        expected=Expectation(created=("* *-core-*",), deleted=("* *-main-*",)),
        refused=_PLANE_NAMES,
    ),
    Case(
        name="an add-on more, and one less",
        change=edit({"        pools:\n": _ADDONS}),
        expected=Expectation(
            created=("* jakarta-main-addon-aws-efs-csi-driver", "KubernetesAddon batam-main-addon-loongcollector"),
            deleted=("Addon jakarta-main-addon-snapshot-controller", "KubernetesAddon batam-main-addon-ack-node-problem-detector"),
        ),
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
        name="reach the API on EKS from another network, and keep fewer of its logs",
        change=edit({"        pools:\n": "        aws: {reached_from: [10.48.0.0/16], logs: [api, audit]}\n        pools:\n"}),
        expected=Expectation(
            created=("SecurityGroupIngressRule jakarta-main-endpoint-from-10-48-0-0-16",),
            updated=("Cluster jakarta-main-control-plane",),
        ),
    ),
    Case(
        name="another proxy in front of Services on ACK",
        change=edit({"        alicloud: {certificate": "        alicloud: {proxy_mode: ipvs, certificate"}),
        expected=Expectation(replaced=("* batam-main-*",)),
        refused=("batam-main-control-plane",),
        anew=True,
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
