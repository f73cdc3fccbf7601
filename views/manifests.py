"""Kubernetes objects as YAML and as JSON: what is asked of each cluster's API server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.judgement import Judgement
from checks.manifests.clusters import Cluster
from checks.manifests.objects import Manifest, Manifests
from checks.manifests.order import masked, ordered, shown

from .findings import documents


def stream(objects: Iterable[Manifest], cluster: Cluster, *, secrets: bool = False) -> str:
    """The objects of one cluster as a YAML stream, in the order in which they are applied; each has its URN above it.

    Args:
        objects: the objects.
        cluster: their cluster.
        secrets: whether secrets are written too.
    """
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    version = f"Kubernetes {cluster.version}" if cluster.version else "Kubernetes of a version that is not known"
    placed = ordered(objects)
    parts = [f"# {cluster.name}, {version}\n"]
    if not secrets and any(masked(each) for each in placed):
        parts.append("# Secrets are left out: whoever applies this puts [secret] in their place.\n")
    for each in placed:
        body = yaml.dump(_body(each, secrets=secrets), Dumper=dumper, sort_keys=False, allow_unicode=True, width=132)
        parts.append(f"---\n# {each.urn}\n{body}")
    return "".join(parts)


def document(found: Manifests, judgement: Judgement, *, stack: str, secrets: bool = False) -> str:
    """Everything as JSON: each cluster with its objects and what of it is not among them, and what is wrong.

    Args:
        found: the objects.
        judgement: what was found.
        stack: the stack's name.
        secrets: whether secrets are written too.
    """
    clusters = [
        {
            "name": cluster.name,
            "urn": cluster.urn,
            "version": cluster.version or None,
            "objects": [
                {"urn": each.urn, "object": _body(each, secrets=secrets)} for each in ordered(found.only([cluster]).objects)
            ],
            "releases": _of(found.releases, cluster),
            "patches": _of(found.patches, cluster),
        }
        for cluster in found.clusters
    ]
    return json.dumps({"stack": stack, "clusters": clusters, "findings": documents(judgement)}, indent=2, ensure_ascii=False)


def _body(manifest: Manifest, *, secrets: bool) -> Mapping[str, Any]:
    return dict(manifest.body) if secrets else shown(manifest)


def _of(urns: Mapping[str, Cluster], cluster: Cluster) -> Sequence[str]:
    return sorted(urn for urn, inside in urns.items() if inside == cluster)
