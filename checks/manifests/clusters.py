"""The cluster that a Kubernetes provider leads to, by the control plane that its kubeconfig comes from."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from components.versions import minor
from engine import urn
from engine.events import Asked

from ..plan import CONTROL_PLANES, SITE

_STACK: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster that objects are made in.

    Args:
        urn: its control plane's, or its provider's where nothing says which control plane that one reaches.
        name: the name of the component that it is in, or else its own.
        site: the site that it belongs to; empty for none.
        version: the minor version of its API server, "1.35"; empty where that is not known.
    """

    urn: str
    name: str
    site: str = ""
    version: str = ""

    @property
    def short(self) -> str:
        """What its environment calls it, without its site."""
        return self.name.removeprefix(f"{self.site}-") if self.site else self.name


def cluster_of(provider: str, asked: Mapping[str, Asked]) -> Cluster:
    """The cluster that a provider leads to.

    Args:
        provider: the provider's URN.
        asked: everything that the program registers, by URN.
    """
    plane = _control_plane(provider, asked)
    if plane is None:
        return Cluster(urn=provider, name=urn.name_of(provider), site=_site(provider, asked))
    inside = urn.type_of(plane.parent) not in ("", _STACK) if plane.parent else False
    version = plane.inputs.get("version")
    number = minor(version) if isinstance(version, str) else None
    return Cluster(
        urn=plane.urn,
        name=urn.name_of(plane.parent if inside else plane.urn),
        site=_site(plane.urn, asked),
        version="" if number is None else f"1.{number}",
    )


def _control_plane(provider: str, asked: Mapping[str, Asked]) -> Asked | None:
    """The nearest control plane among what the provider's inputs come from."""
    waiting, seen = deque([provider]), {provider}
    while waiting:
        found = asked.get(waiting.popleft())
        if found is None:
            continue
        if found.type in CONTROL_PLANES:
            return found
        further = [source for sources in found.sources.values() for source in sources if source not in seen]
        seen.update(further)
        waiting.extend(dict.fromkeys(further))
    return None


def _site(of: str, asked: Mapping[str, Asked]) -> str:
    found = asked.get(of)
    while found is not None and found.type != SITE:
        found = asked.get(found.parent)
    return urn.name_of(found.urn) if found is not None else ""
