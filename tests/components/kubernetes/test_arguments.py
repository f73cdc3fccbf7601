"""Every fault of the arguments of what runs inside a cluster, by its exact text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.capacity import autoscaled
from components.contracts import Secret
from components.contracts.secret import secrets_name
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


def test_every_fault_of_a_secret_at_once():
    told = {"key": "arn:aws:secretsmanager:1", "property": "user.name", "stage": "", "version": "a b"}
    assert faults_of(Secret, **told) == [
        'Secret.key: "arn:aws:secretsmanager:1", expected the secret\'s name: letters, digits and _ / + = . @ ! -; fix: write its name, not its ARN',
        (
            'Secret.property: "user.name", expected a member of the secret\'s JSON object: letters, digits, hyphens and underscores; '
            "fix: rename the member; members of members cannot be read"
        ),
        'Secret.stage: "", expected the label of a version; fix: write current or previous',
        'Secret.version: "a b", expected the id of a version; fix: write it as the store does',
        'Secret.stage: "", expected none beside a version; fix: leave the stage out; a version is one whatever its labels',
    ]


def test_secrets_are_called_as_nothing_else_is_and_read_by_somebody():
    found = faults_of(
        workload_args,
        secrets={
            "a/b": Secret(key="a"),
            "app.yaml": Secret(key="a"),
            "2ND": Secret(key="a", variable=True),
            "TOKEN": Secret(key="a", variable=True),
        },
        config={"app.yaml": ""},
        environment={"TOKEN": ""},
        secrets_every=5,
    )
    assert found == [
        'WorkloadArgs.secrets: "a/b", expected a file\'s name: letters, digits, hyphens, dots and underscores; fix: rename the file',
        'WorkloadArgs.secrets: "app.yaml", expected a file that config does not have; fix: rename one of the two',
        'WorkloadArgs.secrets: "2ND", expected letters, digits and underscores, no digit first; fix: rename the variable',
        'WorkloadArgs.secrets: "TOKEN", expected a variable that environment does not set; fix: take it out of one of the two',
        "WorkloadArgs.secrets_every: 5, expected a whole number, 30 to 86400; fix: choose a number between them",
        "WorkloadArgs.reader: nothing, expected one, since there are secrets; fix: give what Cluster.reader returns",
        (
            "WorkloadArgs.delivery: nothing, expected one, since there are secrets; fix: give that of the cluster's cloud, "
            "say kubernetes.on_eks.OnEks()"
        ),
    ]


@given(st.lists(st.builds(Secret, key=st.sampled_from("ab"), stage=st.sampled_from("ab")), min_size=2, max_size=2))
def test_other_references_are_another_object_and_the_same_the_same(found):
    one, other = ({"a": each} for each in found)
    assert (secrets_name("shop", one) == secrets_name("shop", other)) == (one == other)


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
