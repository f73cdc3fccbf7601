"""How a real API server is asked, without one: what is built and kept, what is asked of it, and what is skipped with its reason."""

from __future__ import annotations

import re
import stat

import pytest

from checks.manifests.schemas import versions
from tests.kubeapi import __main__ as command
from tests.kubeapi.asking import Asker
from tests.kubeapi.building import HERE, SkippedError, built
from tests.kubeapi.serving import Answer

GO = """#!/bin/sh
echo built >> "$(dirname "$0")/log"
while [ "$1" != -o ]; do shift; done
touch "$2/kube-apiserver" "$2/server"
"""


@pytest.fixture
def go(tmp_path, monkeypatch):
    """Puts a program in place of Go on PATH; the caches are empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def made(text: str | None):
        if text is None:
            monkeypatch.setenv("PATH", str(tmp_path))
            return
        (tmp_path / "go").write_text(text)
        (tmp_path / "go").chmod(stat.S_IRWXU)

    return made


class TestBuilding:
    def test_once_and_kept(self, go, tmp_path):
        go(GO)
        first, second = built(), built()
        assert first == second
        assert first.there
        assert (tmp_path / "log").read_text() == "built\n"
        assert first.folder == tmp_path / "cache" / "nusantara" / "kubeapi" / first.version
        assert [path.name for path in first.folder.parent.iterdir()] == [first.version], "nothing else is left"

    def test_without_go_it_is_skipped_and_no_failure(self, go, capsys):
        go(None)
        assert command.main([]) == 0
        assert re.match(r"skipped: there is no `go` on PATH to build kube-apiserver 1\.\d+\.\d+ with", capsys.readouterr().out)

    def test_what_does_not_build_is_skipped_with_what_go_says(self, go):
        go("#!/bin/sh\necho no space left >&2\nexit 1\n")
        with pytest.raises(SkippedError, match="`go build` has failed: no space left"):
            built()

    def test_all_of_kubernetes_is_of_one_release_that_there_are_schemas_of(self):
        text = (HERE / "go.mod").read_text()
        (version,) = re.findall(r"^\s*k8s\.io/kubernetes v1\.(\d+\.\d+)$", text, re.MULTILINE)
        replaced = re.findall(r"^\s*(k8s\.io/[\w-]+) => (k8s\.io/[\w-]+) v0\.(\S+)$", text, re.MULTILINE)
        assert len(replaced) > 25
        assert {(one == other, release) for one, other, release in replaced} == {(True, version)}
        assert f"1.{version.partition('.')[0]}" in versions()


class Server:
    """Answers as an API server does that serves three kinds."""

    def __init__(self):
        self.asked = []

    def ask(self, path, body=None):
        if body is None:
            kinds = {
                "/api/v1": [("namespaces", "Namespace", False), ("pods", "Pod", True)],
                "/apis/apps/v1": [("deployments", "Deployment", True)],
            }
            found = [{"name": name, "kind": kind, "namespaced": inside} for name, kind, inside in kinds.get(path, ())]
            return Answer(200, {"resources": [*found, {"name": "pods/log", "kind": "Pod", "namespaced": False}]})
        self.asked.append((path, body["kind"]))
        refused = body["kind"] == "Pod"
        return Answer(403, {"message": "violates PodSecurity"}) if refused else Answer(201, {}, ("old",))


def entry(api_version, kind, **more):
    return {
        "urn": f"urn::{kind}",
        "object": {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}, **more},
    }


def test_each_object_is_asked_in_a_dry_run_and_each_template_as_a_pod():
    server = Server()
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": []}}
    told = Asker(server).ask([
        entry("v1", "Namespace"),
        entry("apps/v1", "Deployment", spec={"template": template}),
        entry("karpenter.sh/v1", "NodePool"),
    ])  # fmt: skip
    dry = "?dryRun=All&fieldValidation=Strict"
    assert server.asked == [
        (f"/api/v1/namespaces{dry}", "Namespace"),
        ("/api/v1/namespaces", "Namespace"),
        (f"/apis/apps/v1/namespaces/shop/deployments{dry}", "Deployment"),
        (f"/api/v1/namespaces/shop/pods{dry}", "Pod"),
    ]
    assert (told.objects, told.pods, told.left_out) == (2, 1, [("urn::NodePool", "karpenter.sh/v1 NodePool")])
    assert told.errors == [("urn::Deployment", "403 violates PodSecurity")]
    assert told.warnings == [("urn::Namespace", "old"), ("urn::Namespace", "old"), ("urn::Deployment", "old")]


def test_a_cluster_of_another_minor_version_is_skipped(go, capsys):
    go(GO)
    cluster = {"name": "java-main", "version": "1.99", "objects": [{}, {}]}
    assert command._ask(built(), "", "dev", cluster) == 0
    assert "dev java-main: skipped: 2 objects of Kubernetes 1.99; this API server is 1." in capsys.readouterr().out
