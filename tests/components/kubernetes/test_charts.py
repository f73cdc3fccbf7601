"""The charts that are known, and what each is told."""

from __future__ import annotations

from typing import Any, cast

import pytest

from components.contracts import IDENTITY_ANNOTATION
from components.kubernetes import charts
from components.kubernetes.chart import Chart, ChartArgs
from components.kubernetes.chart_values import Surroundings, values
from components.kubernetes.charts import KINDS
from tests.support.mocks import record

RELEASE = "kubernetes:helm.sh/v3:Release"
ROLE = {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/acts"}
HERE = Surroundings(
    cluster="nusantara-main",
    region="ap-southeast-3",
    network="vpc-1",
    owner="nusantara-test-main",
    domain="shop.example",
    annotations=ROLE,
    disks="encrypted",
    log_group="/aws/eks/nusantara-main/workloads",
    gpu_pools=("gpu",),
    measured=("storefront", "checkout"),
)
TWO = ({"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow"}, 2)


def told(chart: str, here: Surroundings = HERE) -> dict[str, Any]:
    """What the release of a chart is told, as the provider gets it."""
    kind = KINDS[chart]

    def program() -> None:
        args = ChartArgs(
            chart=chart, repository=kind.repository, version=kind.version, namespace=kind.namespace, values=values(chart, here)
        )
        Chart("c", args)

    return cast("dict[str, Any]", record(program).one(RELEASE).inputs["values"])


def spread(*labels: tuple[str, str]) -> list[dict[str, Any]]:
    chosen = {"matchLabels": {f"app.kubernetes.io/{name}": value for name, value in labels}}
    return [
        {"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": chosen}
    ]


def asks(cpu: str, memory: str) -> dict[str, Any]:
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}


@pytest.mark.parametrize("chart", KINDS)
def test_a_known_chart_can_be_installed_as_it_stands(chart):
    kind = KINDS[chart]
    assert told(chart) or chart == charts.GATEWAY_KINDS, "every known chart is told something, but for kinds alone"
    assert kind.version.removeprefix("v") in kind.source, "read at the version that is installed"
    assert kind.otherwise or set(kind.clouds) == {"aws", "alicloud"}, "on a cloud without it, something else is done"
    assert set(kind.after) <= set(KINDS)
    assert bool(kind.account) == bool(kind.role)


def test_no_value_is_a_tag_that_moves():
    def texts(value: Any):
        if isinstance(value, dict):
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)
        else:
            yield value

    assert not [chart for chart in KINDS if "latest" in set(texts(told(chart)))]


def test_the_load_balancer_controller_asks_no_metadata_and_holds_up_no_service():
    assert told(charts.LOAD_BALANCERS) == {
        "clusterName": "nusantara-main",
        "region": "ap-southeast-3",
        "vpcId": "vpc-1",
        "defaultTargetType": "ip",
        "createIngressClassResource": False,
        "ingressClassParams": {"create": False},
        "enableServiceMutatorWebhook": False,
        "keepTLSSecret": True,
        "serviceAccount": {"create": True, "name": "aws-load-balancer-controller", "annotations": ROLE},
        "podAnnotations": {},
        "replicaCount": 2,
        "podDisruptionBudget": TWO[0],
        "priorityClassName": "system-cluster-critical",
        "topologySpreadConstraints": spread(("name", "aws-load-balancer-controller"), ("instance", "aws-load-balancer-controller")),
        "resources": asks("100m", "256Mi"),
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "serviceMonitor": {"enabled": False},
    }


def test_external_dns_changes_what_it_made_itself_under_the_domain():
    assert told(charts.DNS) == {
        "provider": {"name": "aws"},
        "env": [{"name": "AWS_DEFAULT_REGION", "value": "ap-southeast-3"}],
        "sources": ["ingress", "service"],
        "domainFilters": ["shop.example"],
        "policy": "sync",
        "registry": "txt",
        "txtOwnerId": "nusantara-test-main",
        "txtPrefix": "external-dns-%{record_type}.",
        "interval": "1m",
        "triggerLoopOnEvent": True,
        "extraArgs": {"aws-zones-cache-duration": "1h"},
        "serviceAccount": {"create": True, "name": "external-dns", "annotations": ROLE},
        "podAnnotations": {},
        "priorityClassName": "system-cluster-critical",
        "resources": asks("50m", "128Mi"),
        "serviceMonitor": {"enabled": False},
    }


def test_certificates_survive_their_manager_which_survives_a_zone():
    found = told(charts.CERTIFICATES)
    assert found["crds"] == {"enabled": True, "keep": True}
    assert found["global"] == {"priorityClassName": "system-cluster-critical", "leaderElection": {"namespace": "cert-manager"}}
    assert found["serviceAccount"] == {"create": True, "name": "cert-manager", "annotations": ROLE}
    for part, component in ((found, "controller"), (found["webhook"], "webhook"), (found["cainjector"], "cainjector")):
        assert (part["podDisruptionBudget"], part["replicaCount"]) == ({"enabled": True, **TWO[0]}, TWO[1])
        assert part["topologySpreadConstraints"] == spread(("instance", "cert-manager"), ("component", component))


def test_an_autoscaler_gets_requests_per_second_from_what_counts_them():
    adapter, metrics = told(charts.METRICS_API), told(charts.METRICS)
    assert adapter["prometheus"] == {"url": "http://kube-prometheus-stack-prometheus.monitoring.svc", "port": 9090}
    assert adapter["rules"] == {
        "default": False,
        "custom": [
            {
                "seriesQuery": 'http_requests_total{namespace!="",pod!=""}',
                "resources": {"overrides": {"namespace": {"resource": "namespace"}, "pod": {"resource": "pod"}}},
                "name": {"matches": "^(.*)_total$", "as": "${1}_per_second"},
                "metricsQuery": "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)",
            }
        ],
    }
    assert metrics["prometheus"]["additionalPodMonitors"] == [
        {
            "name": "requests-per-second",
            "namespaceSelector": {"any": True},
            "selector": {
                "matchExpressions": [{"key": "app.kubernetes.io/name", "operator": "In", "values": ["checkout", "storefront"]}]
            },
            "podMetricsEndpoints": [{"port": "http", "path": "/metrics", "interval": "15s"}],
        }
    ]


def test_metrics_are_kept_twice_on_encrypted_disks_and_nothing_hidden_alarms():
    found = told(charts.METRICS)
    spec = found["prometheus"]["prometheusSpec"]
    claim = spec["storageSpec"]["volumeClaimTemplate"]["spec"]
    assert (spec["replicas"], claim["storageClassName"]) == (2, "encrypted")
    assert claim["resources"] == {"requests": {"storage": "50Gi"}}
    assert all(found[each] == {"enabled": False} for each in ("kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy"))
    assert found["grafana"] == {"enabled": False}
    assert (
        "storageClassName"
        not in values(charts.METRICS, Surroundings(cluster="c", region="r", network="n", owner="o", domain="d"))["prometheus"][
            "prometheusSpec"
        ]["storageSpec"]["volumeClaimTemplate"]["spec"]
    )


def test_logs_of_every_node_go_to_the_declared_group():
    found = told(charts.LOGS)
    assert "    log_group_name /aws/eks/nusantara-main/workloads\n" in found["config"]["outputs"]
    assert "    auto_create_group Off\n" in found["config"]["outputs"]
    assert found["tolerations"] == [{"operator": "Exists"}]
    assert found["testFramework"] == {"enabled": False}
    assert found["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_the_device_plugin_runs_where_gpus_are():
    (term,) = told(charts.GPUS)["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert term == {"matchExpressions": [{"key": "nusantara/pool", "operator": "In", "values": ["gpu"]}]}


def test_what_can_be_measured_is_once_prometheus_is_there():
    def monitored(here: Surroundings) -> list[bool]:
        return [
            told(charts.LOAD_BALANCERS, here)["serviceMonitor"]["enabled"],
            told(charts.DNS, here)["serviceMonitor"]["enabled"],
            told(charts.CERTIFICATES, here)["prometheus"]["servicemonitor"]["enabled"],
        ]

    there = Surroundings(cluster="c", region="r", network="n", owner="o", domain="d", monitored=True)
    assert (monitored(HERE), monitored(there)) == ([False] * 3, [True] * 3)


def test_pods_start_again_when_they_get_a_role():
    here = Surroundings(
        cluster="c", region="r", network="n", owner="o", domain="d", annotations={IDENTITY_ANNOTATION: "arn:association"}
    )
    for chart in (charts.LOAD_BALANCERS, charts.DNS, charts.CERTIFICATES, charts.LOGS):
        assert told(chart, here)["podAnnotations"] == {IDENTITY_ANNOTATION: "arn:association"}
