"""The charts of a cluster, and who brings them: what its file names, and what something in it needs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.contracts import IDENTITY_ANNOTATION, Peer
from stacks.arguments import SiteArguments
from stacks.topology import build
from tests.stacks.test_chart_faults import REPLICAS, said
from tests.support.clusters import located
from tests.support.mocks import Recording, record

RELEASE = "kubernetes:helm.sh/v3:Release"
CHART = "nusantara:kubernetes:Chart"
NAMESPACE = "kubernetes:core/v1:Namespace"
CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
ROLE = "aws:iam/role:Role"
EXPOSED = f"{REPLICAS}, expose: {{host: www.shop.example}}"


def plan(loaded, edits) -> Recording:
    return record(lambda: build(loaded(edits)), outputs=located)


def releases(found: Recording) -> dict[str, dict[str, Any]]:
    """What each release was given, by its name."""
    return {each.name: dict(each.inputs) for each in found.of(RELEASE)}


def test_without_a_word_there_are_none(loaded):
    assert plan(loaded, {}).of(CHART) == []


def test_what_is_named_stands_on_each_cloud_that_it_is_for(loaded):
    found = plan(loaded, said("charts: {cert-manager: {}, external-dns: {}}"))
    assert sorted(releases(found)) == [
        "batam-main-chart-cert-manager-release",
        "jakarta-main-chart-cert-manager-release",
        "jakarta-main-chart-external-dns-release",
    ]
    for chart in found.of(CHART):
        assert found[chart.parent].name == chart.name.split("-")[0], "beside whatever else runs in the site's cluster"


def test_who_exposes_brings_a_controller(loaded):
    """Told of its place, since it cannot ask; with a role; there before what it serves."""
    found = plan(loaded, said("", **{REPLICAS: EXPOSED}))
    (release,) = releases(found).values()
    assert {key: release[key] for key in ("name", "chart", "repositoryOpts", "version", "namespace")} == {
        "name": "aws-load-balancer-controller",
        "chart": "aws-load-balancer-controller",
        "repositoryOpts": {"repo": "https://aws.github.io/eks-charts"},
        "version": "3.5.0",
        "namespace": "kube-system",
    }
    role = found.one(ROLE, "jakarta-main-bind-chart-balancers")
    told = release["values"]
    assert (told["region"], told["vpcId"]) == ("ap-southeast-3", found.one("aws:ec2/vpc:Vpc").id)
    assert told["podAnnotations"] == {IDENTITY_ANNOTATION: f"{role.name}.arn"}
    assert told["serviceAccount"]["annotations"] == {"eks.amazonaws.com/role-arn": f"{role.name}.arn", **told["podAnnotations"]}
    trust = json.loads(role.inputs["assumeRolePolicy"])["Statement"][0]["Condition"]["StringEquals"]
    assert "system:serviceaccount:kube-system:aws-load-balancer-controller" in trust.values()
    controller = found.one(RELEASE)
    (parameters,) = [each for each in found.values() if each.name == "jakarta-main-ingress-public-parameters"]
    assert controller.urn in parameters.dependencies
    assert parameters.urn in found.one(CLASS, "jakarta-main-ingress-public-class").dependencies
    attached = found.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "jakarta-main-bind-chart-balancers-own")
    assert attached.urn in controller.dependencies, "it keeps its permissions until its load balancers are gone"


def test_on_ack_an_add_on_does_it(loaded):
    found = plan(loaded, {REPLICAS: EXPOSED})
    addon = found.one("alicloud:cs/kubernetesAddon:KubernetesAddon", "batam-main-addon-alb-ingress-controller")
    assert json.loads(addon.inputs["config"]) == {"albIngress": {"CreateDefaultALBConfig": False}}
    assert addon.urn in found.one("pulumi:providers:kubernetes", "batam-main-kubernetes").dependencies, (
        "there before what it serves"
    )


def test_a_gateway_brings_its_kinds_before_what_looks_for_them(loaded):
    routed = f"{REPLICAS}, expose: {{host: www.shop.example, via: gateway, certificates: {{batam: shop-tls}}}}"
    found = plan(loaded, said("charts: {external-dns: {}}", **{REPLICAS: routed}))
    kinds = found.one(RELEASE, "jakarta-main-chart-gateway-api-crds-release")
    assert (kinds.inputs["version"], kinds.inputs["namespace"]) == ("1.6.0", "kube-system")
    controller = found.one(RELEASE, "jakarta-main-chart-aws-load-balancer-controller-release")
    names = found.one(RELEASE, "jakarta-main-chart-external-dns-release")
    for each in (controller, names):
        assert kinds.urn in each.dependencies
    assert controller.inputs["values"]["podAnnotations"]["nusantara/gateway-api"] == "1.6.0"
    assert names.inputs["values"]["sources"] == ["ingress", "service", "gateway-httproute"]
    parameters = next(each for each in found.values() if each.name == "jakarta-main-gateway-public-parameters")
    assert {kinds.urn, controller.urn} <= set(parameters.dependencies)
    assert found.one("alicloud:cs/kubernetesAddon:KubernetesAddon", "batam-main-addon-gateway-api")
    assert not [name for name in releases(found) if name.startswith("batam") and "gateway" in name]


def test_none_leaves_it_to_the_team(loaded):
    found = plan(
        loaded,
        said(
            "charts: {aws-load-balancer-controller: none}\n        addons: {alicloud: {alb-ingress-controller: none}}",
            **{REPLICAS: EXPOSED},
        ),
    )
    assert found.of(CHART) == []
    assert not [each for each in found.of("alicloud:cs/kubernetesAddon:KubernetesAddon") if "alb" in each.name]
    assert len(found.of(CLASS)) == 2


def test_requests_per_second_bring_what_counts_them(loaded):
    found = plan(loaded, said("", **{REPLICAS: f"{REPLICAS}, target_rps: 80"}))
    given = releases(found)
    assert {name.partition("-chart-")[2] for name in given} == {"kube-prometheus-stack-release", "prometheus-adapter-release"}
    for site in ("jakarta", "batam"):
        metrics = found.one(RELEASE, f"{site}-main-chart-kube-prometheus-stack-release")
        adapter = found.one(RELEASE, f"{site}-main-chart-prometheus-adapter-release")
        assert metrics.urn in adapter.dependencies
        scaled = found.one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", f"{site}-main-storefront-autoscaler")
        assert adapter.urn in scaled.dependencies
        (monitor,) = metrics.inputs["values"]["prometheus"]["additionalPodMonitors"]
        assert monitor["selector"]["matchExpressions"][0]["values"] == ["storefront"]
        (room,) = [each for each in found.of(NAMESPACE) if each.name == f"{site}-main-monitoring-namespace"]
        assert room.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "privileged"
        assert not [each for each in found.children(found[room.parent]) if "NetworkPolicy" in each.type], "charts name no peers"
    args = SiteArguments(loaded({REPLICAS: f"{REPLICAS}, target_rps: 80"}), "jakarta").workload("storefront", "default", None)
    assert args.callers == (Peer(namespace="monitoring", app="prometheus"),)


def test_whoever_measures_elsewhere_says_so(loaded):
    found = plan(
        loaded,
        said(
            "charts: {kube-prometheus-stack: none, prometheus-adapter: {values: {prometheus: {url: http://prometheus.example}}}}",
            **{REPLICAS: f"{REPLICAS}, target_rps: 80"},
        ),
    )
    given = releases(found)
    assert all(each["values"]["prometheus"] == {"url": "http://prometheus.example", "port": 9090} for each in given.values())
    assert len(given) == 2


def test_gpus_bring_what_offers_them_where_nothing_else_does(loaded):
    pool = "types: [m7i.large]"
    gpu = {
        pool: "types: [g5.xlarge]",
        "types: [ecs.g7.large]": "types: [ecs.gn7i-c8g1.2xlarge]",
        "          general:\n": "          spare: {capacity: {fixed: 1}, aws: {types: [m7i.large]}, alicloud: {types: [ecs.g7.large]}}\n"
        "          general:\n            gpu: true\n",
    }
    assert list(releases(plan(loaded, gpu))) == ["jakarta-main-chart-nvidia-device-plugin-release"]
    by_itself = {**gpu, pool: "types: [g5.xlarge], image: BOTTLEROCKET_x86_64_NVIDIA"}
    assert releases(plan(loaded, by_itself)) == {}


def test_values_are_laid_over_what_makes_a_chart_right(loaded):
    told = "{version: v1.22.0, values: {webhook: {replicaCount: 3}}, alicloud: {values: {webhook: {replicaCount: 5}}}}"
    given = releases(plan(loaded, said(f"charts: {{cert-manager: {told}}}")))
    replicas = {name.split("-")[0]: each["values"]["webhook"]["replicaCount"] for name, each in given.items()}
    assert replicas == {"jakarta": 3, "batam": 5}
    for each in given.values():
        assert each["version"] == "v1.22.0"
        assert each["values"]["webhook"]["podDisruptionBudget"]["enabled"] is True, "the rest stays"


def test_a_chart_in_full_runs_in_a_namespace_of_its_own(loaded):
    told = "{repository: https://charts.example, chart: kured, version: 5.6.1, namespace: reboots, security: privileged, values: {a: 1}}"
    found = plan(loaded, said(f"charts: {{reboots: {told}}}"))
    release = found.one(RELEASE, "batam-main-chart-reboots-release").inputs
    assert (release["name"], release["chart"], release["namespace"], release["values"]) == ("reboots", "kured", "reboots", {"a": 1})
    room = found.one(NAMESPACE, "batam-main-reboots-namespace")
    assert room.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "privileged"


def test_what_measures_itself_comes_after_the_kinds_by_which_it_says_so(loaded):
    found = plan(loaded, said("charts: {kube-prometheus-stack: {}, cert-manager: {}, external-dns: {}}"))
    metrics = found.one(RELEASE, "jakarta-main-chart-kube-prometheus-stack-release")
    for name in ("cert-manager", "external-dns"):
        assert metrics.urn in found.one(RELEASE, f"jakarta-main-chart-{name}-release").dependencies
    assert found.one(RELEASE, "jakarta-main-chart-external-dns-release").inputs["values"]["serviceMonitor"] == {"enabled": True}
    claim = metrics.inputs["values"]["prometheus"]["prometheusSpec"]["storageSpec"]["volumeClaimTemplate"]["spec"]
    assert claim["storageClassName"] == "encrypted"


def test_logs_go_where_they_are_kept_as_long_as_the_environment_says(loaded):
    found = plan(loaded, said("charts: {fluent-bit: {}}"))
    (group,) = [each for each in found.of("aws:cloudwatch/logGroup:LogGroup") if each.name.endswith("fluent-bit-logs")]
    assert group.inputs["retentionInDays"] == 30
    assert group.inputs["name"].endswith("/workloads")
    outputs = releases(found)["jakarta-main-chart-fluent-bit-release"]["values"]["config"]["outputs"]
    assert f"log_group_name {group.inputs['name']}\n" in outputs


@pytest.mark.parametrize("identity", ["irsa", "pod-identity"])
def test_zones_narrow_what_may_be_changed(loaded, identity):
    found = plan(loaded, said(f"aws: {{identity: {identity}}}\n        charts: {{external-dns: {{aws: {{zones: [Z1]}}}}}}"))
    policy = found.one("aws:iam/policy:Policy", "jakarta-main-chart-external-dns-policy")
    changes = json.loads(policy.inputs["policy"])["Statement"][0]
    assert changes["Resource"] == ["arn:aws:route53:::hostedzone/Z1"]
    assert changes["Condition"]["ForAllValues:StringLike"] == {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["shop.example", "*.shop.example"]
    }
    values = releases(found)["jakarta-main-chart-external-dns-release"]["values"]
    known = "dns-identity.associationArn" if identity == "pod-identity" else "dns.arn"
    assert values["podAnnotations"] == {IDENTITY_ANNOTATION: f"jakarta-main-bind-chart-{known}"}


@pytest.mark.parametrize(
    ("told", "jakarta", "batam"),
    [
        ("{a: b}", ["external-secrets"], ["ack-secret-manager"]),
        ("{a: {aws: b, alicloud: none}}", ["external-secrets"], []),
    ],
)
def test_a_secret_brings_what_brings_it_from_the_store_of_its_cloud(loaded, told, jakarta, batam):
    found = plan(loaded, said("", **{REPLICAS: f"{REPLICAS}, secrets: {told}"}))
    charts = [each.name.removesuffix("-release") for each in found.of(RELEASE)]
    assert charts == [*(f"batam-main-chart-{name}" for name in batam), *(f"jakarta-main-chart-{name}" for name in jakarta)]
    for release in found.of(RELEASE):
        (store,) = [each for each in found.values() if each.name == f"{release.name.split('-')[0]}-main-storefront-store"]
        assert release.urn in store.dependencies, "it takes a finalizer off, so it goes after what it serves"
        assert store.inputs["metadata"]["name"] == "storefront"


def test_a_team_that_brings_its_own_has_secrets_without_a_chart(loaded):
    own = "charts: {external-secrets: none, ack-secret-manager: none}"
    found = plan(loaded, said(own, **{REPLICAS: f"{REPLICAS}, secrets: {{a: b}}"}))
    assert found.of(RELEASE) == []
    assert len([each for each in found.values() if each.type.endswith(":ExternalSecret")]) == 2


def test_a_job_brings_it_too_and_reads_in_its_own_region(loaded):
    job = "    jobs:\n      reindex: {cluster: main, sites: [batam], secrets: {a: b}}\n    workloads:\n"
    releases = "".join(f"{name}: shop/x@sha256:{'0' * 64}\n" for name in ("storefront", "reindex"))
    found = record(lambda: build(loaded(said("", **{"    workloads:\n": job}), releases=releases)), outputs=located)
    release = found.one(RELEASE).inputs
    assert (release["chart"], release["values"]["command"]["region"]) == ("ack-secret-manager", "ap-southeast-5")
