"""What a simulated cluster lets in: quotas, limit ranges and the Pod Security Standards, and what a rollout says that waits in vain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.simulated import Provider, RefusalError

NAMESPACE = "kubernetes:core/v1:Namespace"
QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
POD = "kubernetes:core/v1:Pod"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SERVICE = "kubernetes:core/v1:Service"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
JOB = "kubernetes:batch/v1:Job"
SHOP = {"namespace": "shop"}
FAILED = 'the Kubernetes API server reported that "shop/web" failed to fully initialize or become live:'
HALF = {"requests": {"cpu": "500m", "memory": "512Mi"}}


def container(resources: dict[str, Any] | None = HALF, **more: Any) -> dict[str, Any]:
    return {"name": "web", "image": "web@sha256:0", **({"resources": resources} if resources else {}), **more}


def deployment(replicas: int = 2, spec: dict[str, Any] | None = None, annotations: dict[str, str] | None = None, **strategy: Any):
    """The inputs of a Deployment in the namespace."""
    return {
        "metadata": {"name": "web", **SHOP, **({"annotations": annotations} if annotations else {})},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": spec or {"containers": [container()]}},
            **({"strategy": {"type": "RollingUpdate", "rollingUpdate": strategy}} if strategy else {}),
        },
    }


def term(operator: str, *values: str) -> dict[str, Any]:
    """The scope of a quota that means pods of some priority classes."""
    told = {"scopeName": "PriorityClass", "operator": operator, **({"values": list(values)} if values else {})}
    return {"scopeSelector": {"matchExpressions": [told]}}


def strict(**container_more: Any) -> dict[str, Any]:
    """A pod at the restricted level, with something of its container otherwise."""
    held = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    return {
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container(**{"securityContext": held, **container_more})],
    }


@pytest.fixture
def cluster(tmp_path):
    cluster = Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier="main")
    cluster.make(NAMESPACE, metadata={"name": "shop"})
    return cluster


@pytest.fixture
def bounded(cluster):
    """The cluster, with a function that bounds the namespace."""

    def bound(**hard: str) -> None:
        cluster.make(
            QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {key.replace("_", "."): of for key, of in hard.items()}}
        )

    return bound


class TestQuotas:
    def test_pods_that_have_no_room_are_told_by_the_rollout_which_is_kept(self, cluster, bounded):
        bounded(pods="3")
        with pytest.raises(RefusalError) as refusal:
            cluster.make(DEPLOYMENT, **deployment(4))
        assert str(refusal.value).split("; ") == [
            f"{FAILED} 'web' timed out waiting to be Ready",
            "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
            "Minimum number of live Pods was not attained",
            '[FailedCreate] pods "web-" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=3, limited: pods=3',
            "3 of 4 pods are ready",
        ]
        _, live = cluster.found(DEPLOYMENT, "shop/web")
        assert live["status"]["readyReplicas"] == 3
        assert live["status"]["unavailableReplicas"] == 1
        assert live["status"]["conditions"][-1]["reason"] == "FailedCreate"

    def test_what_others_took_counts(self, cluster, bounded):
        bounded(requests_cpu="1500m")
        cluster.make(DEPLOYMENT, **deployment(2))
        with pytest.raises(
            RefusalError, match=r"requested: requests.cpu=500m, used: requests.cpu=1500m, limited: requests.cpu=1500m"
        ):
            cluster.make(STATEFUL_SET, **named(deployment(2), "db"))

    def test_a_program_that_does_not_wait_is_told_nothing(self, cluster, bounded):
        bounded(pods="0")
        _, outputs = cluster.create(DEPLOYMENT, **deployment(1, annotations={"pulumi.com/skipAwait": "true"}))
        assert outputs["status"]["unavailableReplicas"] == 1

    def test_a_pod_that_says_not_what_it_takes_is_not_let_in(self, cluster, bounded):
        bounded(requests_cpu="4", limits_memory="4Gi")
        with pytest.raises(RefusalError, match=r"failed quota: quota: must specify limits.memory for: web; requests.cpu for: web"):
            cluster.make(DEPLOYMENT, **deployment(1, {"containers": [container(None)]}))

    def test_a_rollout_that_keeps_every_pod_needs_room_for_one_more(self, cluster, bounded):
        bounded(pods="2")
        inputs = deployment(2, maxUnavailable=0, maxSurge=1)
        identity, before = cluster.create(DEPLOYMENT, **inputs)
        other = deployment(2, {"containers": [container(image="web@sha256:1")]}, maxUnavailable=0, maxSurge=1)
        with pytest.raises(RefusalError, match="requested: pods=1, used: pods=2, limited: pods=2"):
            cluster.update(DEPLOYMENT, identity, before, **{**before, **other})
        yielding = deployment(2, {"containers": [container(image="web@sha256:1")]}, maxUnavailable=1, maxSurge=0)
        assert cluster.update(DEPLOYMENT, identity, before, **{**before, **yielding})["status"]["readyReplicas"] == 2

    def test_objects_count_too_and_are_refused_themselves(self, cluster, bounded):
        bounded(configmaps="1", **{"count/deployments_apps": "0"})
        cluster.make(CONFIG_MAP, metadata={"name": "one", **SHOP})
        with pytest.raises(
            RefusalError, match='configmaps "two" is forbidden: exceeded quota: quota, requested: configmaps=1, used'
        ):
            cluster.make(CONFIG_MAP, metadata={"name": "two", **SHOP})
        with pytest.raises(RefusalError, match=r'deployments.apps "web" is forbidden: exceeded quota: quota'):
            cluster.make(DEPLOYMENT, **deployment())
        cluster.make(CONFIG_MAP, metadata={"name": "two", "namespace": "default"})

    def test_load_balancers_are_bounded_apart(self, cluster, bounded):
        bounded(services_loadbalancers="0")
        ports = [{"port": 80}]
        cluster.make(SERVICE, metadata={"name": "inside", **SHOP}, spec={"ports": ports})
        with pytest.raises(RefusalError, match=r"services.loadbalancers=1, used: services.loadbalancers=0"):
            cluster.make(SERVICE, metadata={"name": "outside", **SHOP}, spec={"type": "LoadBalancer", "ports": ports})

    def test_its_status_tells_what_is_used(self, cluster):
        cluster.make(DEPLOYMENT, **deployment(3))
        _, quota = cluster.create(QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "9", "requests.memory": "8Gi"}})
        assert quota["status"] == {
            "hard": {"pods": "9", "requests.memory": "8Gi"},
            "used": {"pods": "3", "requests.memory": "1536Mi"},
        }

    def test_its_status_follows_what_comes_and_goes(self, cluster):
        identity, _ = cluster.create(
            QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "9", "requests.memory": "9216Mi"}}
        )

        def used():
            return cluster.found(QUOTA, identity)[1]["status"]["used"]

        web, outputs = cluster.create(DEPLOYMENT, **deployment(4))
        assert used() == {"pods": "4", "requests.memory": "2Gi"}
        cluster.update(DEPLOYMENT, web, outputs, **deployment(1))
        assert used() == {"pods": "1", "requests.memory": "512Mi"}
        cluster.delete(DEPLOYMENT, web, outputs)
        assert used() == {"pods": "0", "requests.memory": "0"}

    @pytest.mark.parametrize(
        ("scopes", "pod", "held"),
        [
            ({"scopes": ["BestEffort"]}, {"containers": [{"name": "web", "image": "web"}]}, True),
            ({"scopes": ["BestEffort"]}, {"containers": [container()]}, False),
            ({"scopes": ["NotBestEffort"]}, {"containers": [container()]}, True),
            ({"scopes": ["Terminating"]}, {"containers": [container()], "activeDeadlineSeconds": 60}, True),
            ({"scopes": ["Terminating"]}, {"containers": [container()]}, False),
            ({"scopes": ["NotTerminating"]}, {"containers": [container()]}, True),
            ({"scopes": ["NotTerminating", "BestEffort"]}, {"containers": [container()]}, False),
            (term("In", "urgent"), {"containers": [container()], "priorityClassName": "urgent"}, True),
            (term("In", "urgent"), {"containers": [container()]}, False),
            (term("NotIn", "urgent"), {"containers": [container()]}, True),
            (term("Exists"), {"containers": [container()], "priorityClassName": "urgent"}, True),
            (term("DoesNotExist"), {"containers": [container()], "priorityClassName": "urgent"}, False),
        ],
    )
    def test_one_with_scopes_means_some_pods_and_nothing_else(
        self, cluster, scopes: dict[str, Any], pod: dict[str, Any], held: bool
    ):
        cluster.make("kubernetes:scheduling.k8s.io/v1:PriorityClass", metadata={"name": "urgent"}, value=10)
        cluster.make(QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "0", "configmaps": "0"}, **scopes})
        cluster.make(CONFIG_MAP, metadata={"name": "free", **SHOP})
        if held:
            with pytest.raises(RefusalError, match='pods "web" is forbidden: exceeded quota: quota, requested: pods=1'):
                cluster.make(POD, metadata={"name": "web", **SHOP}, spec=pod)
        else:
            cluster.make(POD, metadata={"name": "web", **SHOP}, spec=pod)

    def test_each_pod_of_a_stateful_set_claims_its_own(self, cluster, bounded):
        bounded(persistentvolumeclaims="3", requests_storage="100Gi")
        claim = {"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "40Gi"}}}}
        told = deployment(3)
        told["spec"]["volumeClaimTemplates"] = [claim]
        with pytest.raises(RefusalError, match=r"requested: requests.storage=40Gi, used: requests.storage=80Gi, limited: .*=100Gi"):
            cluster.make(STATEFUL_SET, **told)
        _, live = cluster.found(STATEFUL_SET, "shop/web")
        assert live["status"]["readyReplicas"] == 2

    def test_the_largest_of_what_runs_before_counts_where_it_is_more(self, cluster, bounded):
        bounded(requests_cpu="1")
        spec = {"containers": [container()], "initContainers": [container({"requests": {"cpu": "2"}}, name="first")]}
        with pytest.raises(RefusalError, match=r"requested: requests.cpu=2, used: requests.cpu=0"):
            cluster.make(DEPLOYMENT, **deployment(1, spec))


class TestWhatPodsName:
    """A pod runs as an account and at a priority that there has to be."""

    def test_an_account_that_there_is_not(self, cluster):
        spec = {"containers": [container()], "serviceAccountName": "web"}
        with pytest.raises(RefusalError, match='error looking up service account shop/web: serviceaccount "web" not found'):
            cluster.make(DEPLOYMENT, **deployment(1, spec))
        cluster.make("kubernetes:core/v1:ServiceAccount", metadata={"name": "web", **SHOP})
        cluster.make(DEPLOYMENT, **named(deployment(1, spec), "other"))

    def test_a_priority_that_there_is_not(self, cluster):
        spec = {"containers": [container()], "priorityClassName": "urgent"}
        with pytest.raises(RefusalError, match='pods "web-" is forbidden: no PriorityClass with name urgent was found'):
            cluster.make(DEPLOYMENT, **deployment(1, spec))
        cluster.make(DEPLOYMENT, **named(deployment(1, {**spec, "priorityClassName": "system-cluster-critical"}), "other"))

    def test_what_a_release_may_have_brought_is_let_be(self, cluster):
        cluster.make("kubernetes:helm.sh/v3:Release", name="shop", chart="shop", namespace="shop")
        cluster.make(DEPLOYMENT, **deployment(1, {"containers": [container()], "serviceAccountName": "web"}))


class TestLimitRanges:
    def limit(self, cluster, **item: Any) -> None:
        cluster.make(LIMITS, metadata={"name": "limits", **SHOP}, spec={"limits": [{"type": "Container", **item}]})

    def test_defaults_count_in_a_quota(self, cluster, bounded):
        self.limit(cluster, defaultRequest={"cpu": "1"})
        bounded(requests_cpu="1")
        with pytest.raises(RefusalError, match=r"requested: requests.cpu=1, used: requests.cpu=1"):
            cluster.make(DEPLOYMENT, **deployment(2, {"containers": [container(None)]}))

    @pytest.mark.parametrize(
        ("item", "resources", "said"),
        [
            ({"max": {"cpu": "2"}}, {"limits": {"cpu": "4"}}, "maximum cpu usage per Container is 2, but limit is 4"),
            ({"min": {"cpu": "1"}}, HALF, "minimum cpu usage per Container is 1, but request is 500m"),
            ({"min": {"cpu": "1"}}, {"requests": {"memory": "1Gi"}}, ""),
            (
                {"maxLimitRequestRatio": {"cpu": "2"}},
                {"requests": {"cpu": "1"}, "limits": {"cpu": "4"}},
                "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000",
            ),
            ({"max": {"cpu": "2"}}, HALF, ""),
        ],
    )
    def test_bounds(self, cluster, item: dict[str, Any], resources: dict[str, Any], said: str):
        self.limit(cluster, **item)
        wanted = deployment(1, {"containers": [container(resources)]})
        if not said:
            cluster.make(DEPLOYMENT, **wanted)
            return
        with pytest.raises(RefusalError) as refusal:
            cluster.make(DEPLOYMENT, **wanted)
        assert f'pods "web-" is forbidden: {said}' in str(refusal.value)

    def test_a_whole_pod(self, cluster):
        self.limit(cluster, type="Pod", max={"memory": "1Gi"})
        two = [container({"limits": {"memory": "768Mi"}}, name=name) for name in ("web", "beside")]
        with pytest.raises(RefusalError, match="maximum memory usage per Pod is 1Gi, but limit is 1610612736"):
            cluster.make(POD, metadata={"name": "two", **SHOP}, spec={"containers": two})


class TestPodSecurity:
    @pytest.fixture
    def cluster(self, tmp_path):
        cluster = Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier="main")
        for level in ("privileged", "baseline", "restricted"):
            cluster.make(NAMESPACE, metadata={"name": level, "labels": {"pod-security.kubernetes.io/enforce": level}})
        return cluster

    def refused(self, cluster, level: str, spec: dict[str, Any]) -> str:
        try:
            cluster.make(POD, metadata={"name": "web", "namespace": level}, spec=spec)
        except RefusalError as refusal:
            return str(refusal)
        return ""

    def test_a_pod_that_says_nothing_of_security(self, cluster):
        bare = {"containers": [container()]}
        assert self.refused(cluster, "restricted", bare) == (
            'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set '
            'securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "web" must set '
            'securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "web" must set '
            'securityContext.runAsNonRoot=true), seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to '
            '"RuntimeDefault" or "Localhost")'
        )
        assert self.refused(cluster, "baseline", bare) == self.refused(cluster, "restricted", strict()) == ""

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"hostNetwork": True, "hostPID": True}, "host namespaces (hostNetwork=true, hostPID=true)"),
            ({"volumes": [{"name": "root", "hostPath": {"path": "/"}}]}, 'hostPath volumes (volume "root")'),
            ({"securityContext": {"seccompProfile": {"type": "Unconfined"}}}, "seccompProfile (pod must not set"),
            ({"securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}}, "forbidden sysctls (kernel.msgmax)"),
            ({"containers": [container(securityContext={"privileged": True})]}, 'privileged (container "web" must not set'),
            ({"containers": [container(securityContext={"procMount": "Unmasked"})]}, 'procMount (container "web" must not'),
            ({"containers": [container(ports=[{"containerPort": 80, "hostPort": 80}])]}, 'hostPort (container "web" must not'),
            (
                {"containers": [container(securityContext={"capabilities": {"add": ["SYS_ADMIN", "CHOWN"]}})]},
                'non-default capabilities (container "web" must not add',
            ),
        ],
    )
    def test_what_both_standards_forbid(self, cluster, more: dict[str, Any], said: str):
        spec = {"containers": [container()], **more}
        assert f'violates PodSecurity "baseline:latest": {said}' in self.refused(cluster, "baseline", spec)
        assert said in self.refused(cluster, "restricted", {**strict(), **more})
        assert self.refused(cluster, "privileged", spec) == ""

    @pytest.mark.parametrize(
        ("context", "said"),
        [
            ({"runAsUser": 0}, 'runAsUser=0 (container "web" must not set runAsUser=0)'),
            ({"runAsNonRoot": False}, 'runAsNonRoot != true (container "web" must set'),
            ({"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}, 'container "web" must not add any but NET_BIND_SERVICE'),
        ],
    )
    def test_what_the_stricter_one_alone_forbids(self, cluster, context: dict[str, Any], said: str):
        held = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, **context}
        assert said in self.refused(cluster, "restricted", strict(securityContext=held))
        assert self.refused(cluster, "baseline", strict(securityContext=held)) == ""

    def test_volumes_of_other_kinds(self, cluster):
        spec = {**strict(), "volumes": [{"name": "shared", "nfs": {"server": "a", "path": "/"}}, {"name": "own", "emptyDir": {}}]}
        assert 'restricted volume types (volume "shared" uses restricted volume type "nfs")' in self.refused(
            cluster, "restricted", spec
        )

    @pytest.mark.parametrize("token", [DEPLOYMENT, STATEFUL_SET, JOB])
    def test_what_brings_pods_is_taken_and_waits_in_vain(self, cluster, token: str):
        wanted = named(deployment(1, {"containers": [container()], "restartPolicy": "Always"}), "web", "restricted")
        if token == JOB:
            wanted["spec"] = {"template": {"spec": {"containers": [container()], "restartPolicy": "Never"}}}
        with pytest.raises(RefusalError, match=r"timed out waiting to be Ready.*violates PodSecurity"):
            cluster.make(token, **wanted)
        assert cluster.exists(token, "restricted/web")


def named(inputs: dict[str, Any], name: str, namespace: str = "shop") -> dict[str, Any]:
    return {**inputs, "metadata": {"name": name, "namespace": namespace}}
