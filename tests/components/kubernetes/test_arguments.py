"""Every fault of the arguments of what runs inside a cluster, by its exact text."""

from __future__ import annotations

from components.capacity import autoscaled
from components.kubernetes.autoscaler import AutoscalerArgs
from components.kubernetes.namespace import NamespaceArgs
from tests.support.clusters import workload_args
from tests.support.faults import faults_of


def test_every_fault_of_a_workload_at_once():
    given = {
        "image": "registry.example/storefront:1.2",
        "replicas": autoscaled(min=0, max=3, initial=1),
        "app": "Store_front",
        "port": 0,
        "cpu": "lots",
        "memory": "512 MB",
        "target_cpu": 0,
        "health_path": "healthz",
        "namespace": "Shop",
        "user": 0,
        "environment": {"2ND": "x"},
    }
    assert faults_of(workload_args, **given) == [
        (
            'WorkloadArgs.image: "registry.example/storefront:1.2", expected repository@sha256:<64 hex digits>; fix: write the image\'s digest; '
            "a tag can name another image tomorrow"
        ),
        'WorkloadArgs.app: "Store_front", expected small letters, digits and inner hyphens, at most 63; fix: choose such a name',
        'WorkloadArgs.cpu: "lots", expected an amount as Kubernetes spells it; fix: write 250m or 512Mi, say',
        'WorkloadArgs.memory: "512 MB", expected an amount as Kubernetes spells it; fix: write 250m or 512Mi, say',
        'WorkloadArgs.namespace: "Shop", expected small letters, digits and inner hyphens, at most 63; fix: choose such a name',
        "WorkloadArgs.user: 0, expected a whole number, 1 to 2147483647; fix: choose a number between them",
        'WorkloadArgs.environment: "2ND", expected letters, digits and underscores, no digit first; fix: rename the variable',
        "WorkloadArgs.replicas.min: 0, expected 1 or more; fix: write min: 1; no metric wakes a workload without pods",
        "WorkloadArgs.replicas.initial: 1, expected no initial number; fix: leave it out, or raise min; the autoscaler owns the number",
        "WorkloadArgs.port: 0, expected a whole number, 1 to 65535; fix: choose a number between them",
        "WorkloadArgs.target_cpu: 0, expected a whole number, 1 to 100; fix: choose a number between them",
        'WorkloadArgs.health_path: "healthz", expected a path that begins with /; fix: write the path alone, say /healthz',
    ]


def test_a_namespace_that_kubernetes_makes_itself_is_refused():
    assert faults_of(NamespaceArgs, namespace="default") == [
        (
            'NamespaceArgs.namespace: "default", expected none of default, kube-system, kube-public, kube-node-lease; fix: choose a namespace '
            "of your own; Kubernetes makes these itself"
        )
    ]


def test_an_autoscaler_by_tag_is_refused():
    assert faults_of(AutoscalerArgs, cluster="main", region="Jakarta", image="cluster-autoscaler:v1.35.2") == [
        'AutoscalerArgs.region: "Jakarta", expected a region in the cloud\'s own spelling; fix: write it as the cloud does, say ap-southeast-3',
        (
            'AutoscalerArgs.image: "cluster-autoscaler:v1.35.2", expected repository@sha256:<64 hex digits>; fix: write the image\'s digest; a '
            "tag can name another image tomorrow"
        ),
    ]
