"""The Kubernetes objects of the environments: every one is sound to its cluster's version, and written for its API server."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from checks.manifests.schemas import versions


@pytest.mark.parametrize(("stack", "clusters"), [("staging", 2), ("production", 3)])
def test_nothing_is_wrong_with_any_object_of_an_environment(project, stack, clusters):
    document = json.loads(project.ok("manifests", "-s", stack, "--json"))
    assert all("not held to schemas" in each["reason"] or "was not looked at" in each["reason"] for each in document["findings"])
    assert document["findings"], "custom kinds and what releases hold are counted"
    assert {each["severity"] for each in document["findings"]} <= {"warning"}, document["findings"]
    assert len(document["clusters"]) == clusters
    assert all(cluster["objects"] and cluster["version"] in versions() for cluster in document["clusters"])
    assert not (project.root / ".nusa").exists()


def test_a_clusters_objects_are_written_by_its_name_alone_or_with_its_site(project):
    whole = project.ok("manifests", "-s", "development", "-c", "main")
    again = project.ok("manifests", "-s", "development", "-c", "singapore-aws-main")
    assert _without_suffixes(again) == _without_suffixes(whole)
    kinds = [each["kind"] for each in yaml.safe_load_all(whole) if each]
    assert kinds[0] == "Namespace"
    assert kinds.index("ServiceAccount") < kinds.index("Service") < kinds.index("Deployment")
    project.ok("manifests", "-s", "development", "-o", "there")
    written = (project.root / "there" / "singapore-aws-main.yaml").read_text()
    assert _without_suffixes(written) == _without_suffixes(whole)


def _without_suffixes(text: str) -> str:
    """Without what providers add to the names of roles, which is another in each scratch place."""
    return re.sub(r"-[0-9a-f]{7}$", "", text, flags=re.MULTILINE)
