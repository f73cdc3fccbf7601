"""Which objects a program registers, in which cluster, and what of them is known and may be shown."""

from __future__ import annotations

import pytest

from checks.manifests.checking import problems, unknowable, unversioned
from checks.manifests.objects import manifests
from engine.events import Asked
from engine.values import UNKNOWN, Output, Secret

from .made import COMPONENT, PLANE, PREFIX, PROVIDER, ROOT, asked, cluster, every, found, plan


def only(called, *, version="1.35", **changes):
    (manifest,) = plan({called: every()[called] | changes}, version=version).objects
    return manifest


class TestCluster:
    def test_it_is_where_the_kubeconfig_comes_from(self):
        (found_,) = plan(every()).clusters
        assert (found_.urn, found_.name, found_.short, found_.site, found_.version) == (PLANE, "java-main", "main", "java", "1.35")

    @pytest.mark.parametrize(
        ("given", "version"), [("1.36.1-aliyun.1", "1.36"), ("v1.34.2", "1.34"), (UNKNOWN, ""), (None, ""), ("latest", "")]
    )
    def test_its_version_is_the_minor_one(self, given, version):
        assert only("config", version=given).cluster.version == version

    def test_what_comes_between_is_followed(self):
        token = Asked(urn=f"{PREFIX}token::t", type="aws:eks/token:Token", sources={"name": (PLANE,)})
        provider = Asked(urn=f"{PREFIX}p::p", type="pulumi:providers:kubernetes", sources={"kubeconfig": (token.urn,)})
        object_ = Asked(
            urn=f"{PREFIX}kubernetes:core/v1:ConfigMap::c",
            type="kubernetes:core/v1:ConfigMap",
            provider=f"{provider.urn}::1",
            inputs=every()["config"],
        )
        (made,) = manifests([*cluster(), token, provider, object_]).objects
        assert made.cluster.urn == PLANE

    def test_a_kubeconfig_from_elsewhere_leaves_the_version_open(self):
        provider = Asked(urn=PROVIDER, type="pulumi:providers:kubernetes", parent=ROOT, inputs={"kubeconfig": "apiVersion: v1"})
        made = manifests([cluster()[0], provider, asked("config", every()["config"])])
        (found_,) = made.clusters
        assert (found_.name, found_.site, found_.version) == ("java-main-kubernetes", "java", "")
        (told,) = unversioned(made)
        assert told.reason == "1 object was not held to schemas: which version this cluster has is not known"


class TestBody:
    def test_it_is_plain_and_in_the_order_that_people_write(self):
        body = only("priority", value=5.0, metadata={"name": Output("urgent")}).body
        assert list(body) == ["apiVersion", "kind", "metadata", "value"]
        assert (body["value"], body["metadata"]) == (5, {"name": "urgent"})
        assert isinstance(body["value"], int)

    def test_fields_that_sdks_call_otherwise_have_their_own_names(self):
        schema = {"type": "object", "x_kubernetes_preserve_unknown_fields": True}
        version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
        definition = {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": "pools.karpenter.sh"},
            "spec": {
                "group": "karpenter.sh",
                "scope": "Cluster",
                "names": {"kind": "Pool", "plural": "pools"},
                "versions": [version],
            },
        }
        assert list(found(plan({"definition": definition}))) == []

    def test_a_name_that_the_provider_gives_is_its_name(self):
        inputs = every()["config"]
        del inputs["metadata"]["name"]
        event = asked("config", inputs)
        (made,) = manifests([*cluster(), event], {event.urn: "web-0a1b2c3d"}).objects
        assert (made.name, made.namespace) == ("web-0a1b2c3d", "shop")

    def test_a_name_that_a_provider_gives_once_it_is_configured_is_not_missing(self):
        inputs = every()["config"]
        del inputs["metadata"]["name"]
        made = manifests([*cluster(), asked("config", inputs)], {})
        assert "metadata.name" not in [problem.path for _, problem in problems(made)]
        assert made.objects[0].name is UNKNOWN

    def test_what_is_secret_is_unwrapped_and_never_shown(self):
        made = plan(every() | {"config": every()["config"] | {"data": {"port": Secret(8080), "colour": "green"}}})
        ((_, place, reason), *more) = found(made)
        assert (place, reason, more) == ("data.port", "given [secret], expected text", [])
        image = every()
        image["web"]["spec"]["template"]["spec"]["containers"][0]["image"] = Secret("hunter2:latest")
        told = list(problems(plan(image)))
        assert told
        assert not any("hunter2" in f"{problem.reason}{problem.fix}" for _, problem in told)

    def test_what_is_not_known_yet_is_anything(self):
        objects = every()
        for inputs in objects.values():
            inputs["metadata"]["namespace"] = UNKNOWN
        del objects["namespace"]["metadata"]["namespace"]
        spec = objects["web"]["spec"]["template"]["spec"]
        spec["containers"][0]["ports"][0]["containerPort"] = UNKNOWN
        spec["containers"][0]["image"] = spec["serviceAccountName"] = UNKNOWN
        objects["autoscaler"]["spec"] |= {"minReplicas": UNKNOWN, "metrics": UNKNOWN}
        objects["autoscaler"]["spec"]["scaleTargetRef"]["name"] = UNKNOWN
        objects["role"]["rules"] = UNKNOWN
        assert [told for told in found(plan(objects)) if told[0] not in ("priority", "usual", "storage")] == []

    def test_a_limit_range_holds_nobody_of_whom_it_is_not_known_whether_it_is_theirs(self):
        objects = {called: inputs for called, inputs in every().items() if called in ("namespace", "limits", "web")}
        objects["web"]["spec"]["template"]["spec"]["containers"][0]["resources"] = {"limits": {"cpu": "8"}}
        assert any("above what shop allows" in told[2] for told in found(plan(objects)))
        for called in ("limits", "web"):
            objects[called]["metadata"]["namespace"] = UNKNOWN
        assert not any("above what shop allows" in told[2] for told in found(plan(objects)))

    def test_a_namespace_not_known_yet_is_one_of_the_plan(self):
        objects = {called: inputs for called, inputs in every().items() if called not in ("open", "based")}
        objects["web"]["metadata"]["namespace"] = UNKNOWN
        objects["web"]["spec"]["template"]["spec"]["hostPID"] = True
        assert ("web", "spec.template.spec.hostPID") in {told[:2] for told in found(plan(objects))}


class TestWhatIsNotLookedAt:
    def test_releases_and_patches_are_counted_once_a_cluster(self):
        release, patch = "kubernetes:helm.sh/v3:Release", "kubernetes:apps/v1:DeploymentPatch"
        more = [
            Asked(urn=f"{PREFIX}{type_}::{name}", type=type_, provider=f"{PROVIDER}::7", inputs=inputs)
            for type_, name, inputs in (
                (release, "a", {"chart": "a"}),
                (release, "b", {"chart": "b"}),
                (patch, "p", {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "coredns"}}),
            )
        ]
        made = plan({}, more=more)
        assert not made.objects
        assert [(told.cluster.name, told.reason) for told in unknowable(made)] == [
            ("java-main", "what 2 Helm releases hold was not looked at"),
            ("java-main", "what 1 patch holds was not looked at"),
        ]

    def test_a_release_may_bring_what_others_name(self):
        objects = every()
        del objects["config"], objects["priority"]
        release = Asked(urn=f"{PREFIX}r::r", type="kubernetes:helm.sh/v3:Release", provider=f"{PROVIDER}::7")
        assert list(found(plan(objects, more=[release]))) == []
        assert {told[2] for told in found(plan(objects))} == {
            "this stack makes no ConfigMap web there",
            "this stack makes no PriorityClass urgent there",
        }

    def test_custom_kinds_are_told_once_with_their_numbers(self):
        pool = {"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "metadata": {"name": "general"}, "spec": {"any": 1}}
        other = pool | {"metadata": {"name": "gpu"}}
        service = {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": [0]}}
        made = plan({"pool": pool, "other": other, "service": service})
        assert list(found(made)) == []
        (told,) = unknowable(made)
        assert told.reason == (
            "3 objects of custom kinds were not held to schemas: karpenter.sh/v1 NodePool (2), serving.knative.dev/v1 Service"
        )

    def test_components_and_other_packages_are_no_objects(self):
        more = [
            Asked(urn=COMPONENT + "-w", type="nusantara:kubernetes:Workload", parent=COMPONENT),
            Asked(urn=f"{PREFIX}y::y", type="kubernetes:yaml:ConfigFile"),
            Asked(urn=f"{PREFIX}v::v", type="aws:ec2/vpc:Vpc", provider=f"{PREFIX}pulumi:providers:aws::a::1"),
        ]
        assert plan({}, more=more).objects == ()
