"""Which cluster a provider's configuration means.

Source: `DiffConfig` and `getActiveClusterFromConfig` in
https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/provider/provider.go and util.go.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from ..rules import Place
from ..values import UNKNOWN

IDENTIFIER: Final = "clusterIdentifier"
_POINTS: Final = ("kubeconfig", "context", "cluster")
AMBIENT: Final = "ambient"
"""The cluster of a provider that was given no kubeconfig."""


def place(config: Mapping[str, Any], _inputs: Mapping[str, Any]) -> Place:
    """The cluster by its identifier; else by the server its kubeconfig points to, so that a new token changes nothing."""
    if identifier := config.get(IDENTIFIER):
        return Place("", str(identifier))
    active = _active(config)
    if active is None:
        return Place("", AMBIENT if not config.get("kubeconfig") else f"kubeconfig-{_digest(config['kubeconfig'])}")
    return Place("", str(active.get("server") or f"kubeconfig-{_digest(active)}"))


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def replaces(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """The keys whose change means another cluster, so that everything in it is made anew.

    With the same `clusterIdentifier` before and after, nothing does. Adding or removing an identifier is not a change of it. An
    unknown kubeconfig may be another cluster's, so it counts as one.
    """
    before, after = old.get(IDENTIFIER), new.get(IDENTIFIER)
    if before is not None and before == after:
        return
    if before is not None and after is not None:
        yield IDENTIFIER
    if unknown := [key for key in _POINTS if new.get(key) is UNKNOWN]:
        yield from unknown
        return
    if old.get("renderYamlToDirectory") != new.get("renderYamlToDirectory"):
        yield "renderYamlToDirectory"
    was, now = _active(old), _active(new)
    if was is not None and now is not None and was != now:
        yield from (key for key in _POINTS if old.get(key) != new.get(key))


def check_config(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Faults of a configuration: a kubeconfig that is none."""
    kubeconfig = config.get("kubeconfig")
    is_path = isinstance(kubeconfig, str) and "\n" not in kubeconfig and ":" not in kubeconfig
    if kubeconfig and not is_path and _parsed(kubeconfig) is None:
        yield "kubeconfig", "failed to parse kubeconfig: expected a YAML or JSON object with clusters and contexts"


def _active(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The cluster entry that the configuration's context leads to, or None where it leads to none."""
    kubeconfig = _parsed(config.get("kubeconfig"))
    if kubeconfig is None:
        return None
    contexts, clusters = _named(kubeconfig, "contexts", "context"), _named(kubeconfig, "clusters", "cluster")
    context = contexts.get(config.get("context") or kubeconfig.get("current-context"))
    if context is None:
        return None
    return clusters.get(config.get("cluster") or context.get("cluster"))


def _named(kubeconfig: Mapping[str, Any], plural: str, singular: str) -> dict[Any, Mapping[str, Any]]:
    return {entry.get("name"): entry.get(singular) or {} for entry in kubeconfig.get(plural) or () if isinstance(entry, dict)}


def _parsed(kubeconfig: Any) -> Mapping[str, Any] | None:
    """A kubeconfig's content; a path to a file is not followed, as the simulated cluster needs no credentials."""
    if isinstance(kubeconfig, str):
        kubeconfig = _loaded(kubeconfig)
    return kubeconfig if isinstance(kubeconfig, dict) else None


@lru_cache(maxsize=64)
def _loaded(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None
