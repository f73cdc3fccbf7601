"""Each fault that the charts of a cluster can have, with its exact text."""

from __future__ import annotations

import pytest

from components.kubernetes.charts import KINDS
from stacks.environment.problems import listed
from stacks.rehearsal import check

VERSIONS = '        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}\n'
WHERE = "        sites: all\n        versions"
RUNS = "cluster: main, sites: all"
REPLICAS = "replicas: {min: 2, max: 4}"
KNOWN = listed(list(KINDS))


def said(text: str, **more: str) -> dict[str, str]:
    """More that the cluster is told, from line 26 on."""
    return {VERSIONS: f"{VERSIONS}        {text}\n", **more}


def only(site: str) -> dict[str, str]:
    """The cluster on one cloud alone."""
    return {WHERE: f"        sites: [{site}]\n        versions", RUNS: f"cluster: main, sites: [{site}]"}


CASES = {
    "a known chart misspelled": (
        said("charts: {external-dn: {}}"),
        [
            (
                "26:18 clusters.main.charts.external-dn: the chart external-dn, expected one with its repository, or a known one: "
                f"{KNOWN}; fix: write external-dns"
            )
        ],
    ),
    "a chart that comes with the scaler": (
        said("charts: {karpenter: {version: 1.14.1}}"),
        [
            (
                "26:18 clusters.main.charts.karpenter: the chart karpenter, expected none, since it comes with the scaler of that name;"
                " fix: remove it; write aws: {scaler: karpenter}, beside it karpenter_version and karpenter_values"
            )
        ],
    ),
    "a chart that nobody knows": (
        said("charts: {velero: {}}"),
        [
            (
                f"26:18 clusters.main.charts.velero: the chart velero, expected one with its repository, or a known one: {KNOWN}; "
                "fix: write its repository, version and namespace"
            )
        ],
    ),
    "none of a chart that nobody knows": (
        said("charts: {velero: none}"),
        [
            (
                f"26:18 clusters.main.charts.velero: the chart velero, expected one with its repository, or a known one: {KNOWN}; "
                "fix: remove it"
            )
        ],
    ),
    "half a chart": (
        said("charts: {velero: {repository: https://charts.example}}"),
        [
            (
                "26:18 clusters.main.charts.velero.version: missing, expected its version, since it is not a known chart; "
                "fix: write one to the patch, say 1.2.3"
            ),
            (
                "26:18 clusters.main.charts.velero.namespace: missing, expected the namespace it runs in, since it is not a known chart; "
                "fix: write one of its own"
            ),
        ],
    ),
    "a repository that is none": (
        said("charts: {velero: {repository: tanzu, version: 1.0.0, namespace: velero}}"),
        [
            (
                '26:27 clusters.main.charts.velero.repository: "tanzu", expected where charts are: https:// of an index, or oci:// of a '
                "registry; fix: write it without the chart's name"
            )
        ],
    ),
    "whatever is newest": (
        said("charts: {cert-manager: {version: latest}}"),
        [
            (
                '26:33 clusters.main.charts.cert-manager.version: "latest", expected one version of a chart, to the patch; fix: write it '
                "as the repository does, say 3.5.0; what is newest would change between two previews"
            )
        ],
    ),
    "a range": (
        said('charts: {cert-manager: {version: "~1.21"}}'),
        [
            (
                '26:33 clusters.main.charts.cert-manager.version: "~1.21", expected one version of a chart, to the patch; fix: write it '
                "as the repository does, say 3.5.0; what is newest would change between two previews"
            )
        ],
    ),
    "neither told nor turned off": (
        said("charts: {cert-manager: true}"),
        [
            (
                "26:18 clusters.main.charts.cert-manager: true, expected a mapping, or none; "
                "fix: write {} for it as it comes, or none to bring your own"
            )
        ],
    ),
    "a chart beside the add-on of the same": (
        said("charts: {external-dns: {}}\n        addons: {aws: {external-dns: {}}}"),
        [
            (
                "26:18 clusters.main.charts.external-dns: the chart external-dns, expected none beside the add-on external-dns of EKS; "
                "fix: remove one of the two"
            ),
        ],
    ),
    "a chart for another cloud": (
        said("charts: {fluent-bit: {}}") | only("batam"),
        [
            (
                "26:18 clusters.main.charts.fluent-bit: the chart fluent-bit, expected none on Alibaba Cloud; fix: remove it; ACK's own "
                "collector is an add-on; write addons: {alicloud: {loongcollector: {}}}"
            )
        ],
    ),
    "a namespace for a chart that has one": (
        said("charts: {cert-manager: {namespace: certs}}"),
        [
            (
                "26:33 clusters.main.charts.cert-manager.namespace: a namespace for cert-manager, expected none, since cert-manager is "
                "known and runs in cert-manager; fix: remove it, or write the chart in full under a name of yours"
            )
        ],
    ),
    "hosted zones of what changes no records": (
        said("charts: {fluent-bit: {aws: {zones: [Z1]}}}"),
        [
            (
                "26:37 clusters.main.charts.fluent-bit.aws.zones: hosted zones, expected none, since fluent-bit changes no records; "
                "fix: remove them"
            )
        ],
    ),
    "values for a cloud without a site": (
        said("charts: {cert-manager: {alicloud: {values: {a: 1}}}}") | only("jakarta"),
        [
            (
                "26:33 clusters.main.charts.cert-manager.alicloud: what is for Alibaba Cloud alone, expected none, since no site of the "
                "cluster is on Alibaba Cloud; fix: remove it"
            )
        ],
    ),
    "a role by an issuer that there is not": (
        said("issuer: false\n        charts: {external-dns: {}, cert-manager: {}}"),
        [
            (
                "27:18 clusters.main.charts.external-dns: external-dns, expected a cluster with an OIDC issuer, by which external-dns has "
                "its role; fix: write issuer: true for main, or aws: {identity: pod-identity}"
            )
        ],
    ),
    "a namespace in which a chart could not run": (
        said("charts: {kube-prometheus-stack: {}}\n        namespaces: {monitoring: {}}"),
        [
            (
                "27:22 clusters.main.namespaces.monitoring: a namespace at the level restricted, expected privileged, which the pods "
                "of kube-prometheus-stack need; fix: write security: privileged"
            ),
            (
                "27:22 clusters.main.namespaces.monitoring: a closed namespace, expected an open one, since kube-prometheus-stack names "
                "no peers; fix: write closed: false"
            ),
        ],
    ),
    "a workload in a chart's namespace": (
        said("charts: {cert-manager: {}}", **{REPLICAS: f"{REPLICAS}, namespace: cert-manager"}),
        [
            (
                '38:75 workloads.storefront.namespace: "cert-manager", expected a namespace of its own; the chart cert-manager has this '
                "one; fix: choose another"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_at_its_place(faults, edits, expected):
    assert faults(edits) == expected


def test_what_exposes_needs_a_controller_that_gets_a_role(faults):
    (fault,) = faults(said("issuer: false", **{REPLICAS: f"{REPLICAS}, expose: {{host: www.shop.example}}"}))
    assert fault.startswith(
        "38:75 workloads.storefront.expose: aws-load-balancer-controller, expected a cluster with an OIDC issuer"
    )


@pytest.mark.parametrize(
    "edits",
    [
        said("issuer: false\n        aws: {identity: pod-identity}\n        charts: {external-dns: {}, fluent-bit: {}}"),
        said("issuer: false\n        charts: {cert-manager: {}}", **{"{autoscaled: {min: 2, max: 6}}": "{fixed: 2}"}),
        said(
            "charts: {kube-prometheus-stack: {}, cert-manager: {}}\n"
            "        namespaces: {monitoring: {security: privileged, closed: false, quota: {pods: 50}}}\n"
            "        access: {sre: {namespaces: [monitoring, cert-manager], aws: sre}}"
        ),
        said("charts: {external-dns: {aws: {zones: [Z1]}}, fluent-bit: none}"),
        said('charts: {velero: {repository: "oci://registry.example/charts", version: 1.0.0, namespace: velero}}'),
    ],
    ids=["Pod Identity needs no issuer", "certificates need no role", "a declared room", "zones and none", "a chart in full"],
)
def test_what_is_right_is_taken(loaded, edits):
    check(loaded(edits))
