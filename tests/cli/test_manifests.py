"""Kubernetes objects: what a preview and an update refuse, and `nusa manifests`."""

from __future__ import annotations

import json
import textwrap

import pytest
import yaml

PROGRAM = """
    import pulumi

    config = pulumi.Config()

    class Object(pulumi.CustomResource):
        def __init__(self, token, name, inputs):
            metadata = {"name": name, "namespace": "kube-system", **inputs.pop("metadata", {})}
            props = {"apiVersion": token.split(":")[1].removeprefix("core/"), "kind": token.rpartition(":")[2], "metadata": metadata, **inputs}
            super().__init__(token, name, props, pulumi.ResourceOptions(provider=cluster))

    cluster = pulumi.ProviderResource("kubernetes", "shop-main", {"kubeconfig": "apiVersion: v1"})
    pods = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web@sha256:" + 64 * "0"}]}}
    labels = {"matchLabels": {"app": "web"}}
    Object("kubernetes:apps/v1:Deployment", "web", {"spec": {"replicas": 2, "selector": labels, "template": pods}})
    Object("kubernetes:policy/v1:PodDisruptionBudget", "web-budget", {"spec": {"maxUnavailable": config.get_int("away"), "selector": labels}})
    Object("kubernetes:core/v1:Secret", "web-secret", {"stringData": {"password": pulumi.Output.secret("planted")}})
    Object("kubernetes:core/v1:ConfigMap", "web-config", {"metadata": {"name": None}, "data": {"token": pulumi.Output.secret("planted")}})
"""
BLOCKED = "spec.maxUnavailable: it lets no pod go: no node that they are on can be drained"


@pytest.fixture
def shop(project):
    project.write("__main__.py", textwrap.dedent(PROGRAM))

    def away(pods: int):
        project.write("Pulumi.dev.yaml", f"config:\n  shop:away: {pods}\n")
        return project

    return away


def test_a_preview_says_nothing_of_what_is_sound(shop):
    done = shop(1).nusa("preview", "-s", "dev")
    assert (done.returncode, "Findings" in done.stdout) == (0, False)
    assert "findings" not in json.loads(shop(1).nusa("preview", "-s", "dev", "--json").stdout)


def test_a_preview_refuses_what_keeps_others_from_their_work_and_an_update_does_not_begin(shop):
    project = shop(0)
    done = project.nusa("preview", "-s", "dev")
    assert done.returncode == 5
    title, about, fix = done.stdout[done.stdout.index("    error") :].splitlines()[:3]
    line = next(
        number for number, text in enumerate((project.root / "__main__.py").read_text().splitlines(), 1) if "web-budget" in text
    )
    assert (title, about.split()[-2:]) == (f"    error manifest: {BLOCKED}", ["web-budget", f"(__main__.py:{line})"])
    assert fix.startswith("        fix: let one go at least")
    refused, missed = json.loads(project.nusa("preview", "-s", "dev", "--json").stdout)["findings"]
    assert (refused["reason"], refused["resource"].rpartition("::")[2]) == (BLOCKED, "web-budget")
    assert missed["reason"] == "4 objects were not held to schemas: which version this cluster has is not known"

    assert project.nusa("up", "-s", "dev", "--yes").returncode == 5
    assert json.loads(project.nusa("stack", "export", "-s", "dev").stdout)["deployment"].get("resources", []) == []
    assert project.nusa("up", "-s", "dev", "--yes", "--skip-preview").returncode == 0
    done = project.nusa("preview", "-s", "dev")
    assert (done.returncode, "unchanged" in done.stdout, "to create" in done.stdout) == (5, True, False), (
        "what stays is looked at too"
    )


def test_manifests_are_a_stream_with_urns_in_the_order_to_apply_them(shop):
    done = shop(1).nusa("manifests", "-s", "dev")
    assert done.returncode == 0
    objects = [each for each in yaml.safe_load_all(done.stdout) if each]
    assert [each["kind"] for each in objects] == ["ConfigMap", "Secret", "Deployment", "PodDisruptionBudget"]
    first, told, parted, named = done.stdout.splitlines()[:4]
    assert (first, parted) == ("# shop-main, Kubernetes of a version that is not known", "---")
    assert (told.startswith("# Secrets are left out"), named.startswith("# urn:pulumi:dev::shop::")) == (True, True)
    assert objects[0]["metadata"]["name"].startswith("web-config-"), "a name that only the provider gives"
    assert (objects[0]["data"], objects[1]["stringData"]) == ({"token": "[secret]"}, {"password": "[secret]"})
    assert done.stderr.splitlines()[-1] == "4 objects in 1 cluster"
    shown = shop(1).nusa("manifests", "-s", "dev", "--show-secrets").stdout
    assert [each["stringData"] for each in yaml.safe_load_all(shown) if each and "stringData" in each] == [{"password": "planted"}]
    assert "Secrets are left out" not in shown


def test_a_file_with_secrets_is_read_by_its_owner_alone(shop):
    project = shop(1)
    file = project.root / "there" / "shop-main.yaml"
    done = project.nusa("manifests", "-s", "dev", "-o", "there")
    assert done.stderr.splitlines()[-1] == "4 objects in 1 cluster, written to there/"
    file.chmod(0o644)
    assert project.nusa("manifests", "-s", "dev", "-o", "there", "--show-secrets").returncode == 0
    assert "planted" in file.read_text()
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_manifests_say_what_is_wrong_beside_them(shop, tmp_path):
    project = shop(0)
    done = project.nusa("manifests", "-s", "dev", "-c", "shop-main", "-o", "there")
    assert (done.returncode, done.stdout) == (5, "")
    assert BLOCKED in done.stderr
    assert "maxUnavailable: 0" in (project.root / "there" / "shop-main.yaml").read_text()
    document = json.loads(project.nusa("manifests", "-s", "dev", "--json").stdout)
    (cluster,) = document["clusters"]
    assert (cluster["name"], cluster["version"], cluster["releases"]) == ("shop-main", None, [])
    assert cluster["objects"][-1]["object"]["spec"]["maxUnavailable"] == 0
    assert [finding["severity"] for finding in document["findings"]] == ["error", "warning"]
    assert not (project.root / ".nusa").exists(), "nothing of the stack is touched"


def test_what_is_not_there_is_told_at_once(shop):
    project = shop(1)
    done = project.nusa("manifests", "-s", "dev", "-c", "shop-mian", "-c", "x")
    assert done.returncode == 2
    assert "--cluster shop-mian: no such cluster in stack dev; fix: did you mean shop-main?" in done.stderr
    assert "--cluster x: no such cluster in stack dev; fix: choose one of shop-main" in done.stderr
    assert "cannot be used together" in project.nusa("manifests", "-s", "dev", "-o", "a", "--json").stderr
    project.write("__main__.py", "raise SystemExit('out of order')")
    assert project.nusa("manifests", "-s", "dev").returncode != 0
