"""What a simulated cluster lets in: by limit ranges and the Pod Security Standards, and what a rollout says that waits in vain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.namespaced import (
    DEPLOYMENT,
    HALF,
    JOB,
    LIMITS,
    NAMESPACE,
    POD,
    SHOP,
    STATEFUL_SET,
    bound,
    container,
    deployment,
    named,
    shop,
)
from tests.support.simulated import Provider, RefusalError


def strict(**container_more: Any) -> dict[str, Any]:
    """A pod at the restricted level, with something of its container otherwise."""
    held = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    return {
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container(**{"securityContext": held, **container_more})],
    }


@pytest.fixture
def cluster(tmp_path):
    return shop(tmp_path)


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

    def test_defaults_count_in_a_quota(self, cluster):
        self.limit(cluster, defaultRequest={"cpu": "1"})
        bound(cluster, requests_cpu="1")
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
