"""What is built elsewhere and needed here, and who needs it, read from plain data as a plan holds it; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from ..choices import Promotion

Needing: TypeAlias = Literal["workloads", "jobs", "fleets"]
"""What can need a dependency."""


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """How a dependency is written to again, once its primary is gone.

    Args:
        site: the replica that is promoted; None where a backup is restored, wherever there is room.
        by_hand: whether somebody has to do something for it.
        seconds: how long it takes at most (RTO).
        lost: the last so many seconds of what was written are gone (RPO).
    """

    site: str | None
    by_hand: bool
    seconds: int
    lost: int


@dataclass(frozen=True, kw_only=True)
class Dependency:
    """A database or another system that is built elsewhere: one site writes, its replicas follow.

    Args:
        name: its name.
        primary: the site that writes.
        replicas: the sites that hold a copy, the first of those left being promoted.
        rpo: the last so many seconds of writes may be lost.
        rto: it is back after so many seconds.
        promotion: who promotes a replica; None where there is none.
        personal_data: whether it holds data of people.
        abroad: countries other than the primary's that such data may be in too.
    """

    name: str
    primary: str
    replicas: tuple[str, ...] = ()
    rpo: int
    rto: int
    promotion: Promotion | None = None
    personal_data: bool = False
    abroad: tuple[str, ...] = ()

    def after(self, lost: Collection[str]) -> Recovery | None:
        """How it comes back after the loss of some sites; None where its primary stands."""
        if self.primary not in lost:
            return None
        left = next((site for site in self.replicas if site not in lost), None)
        return Recovery(site=left, by_hand=left is None or self.promotion != "automatic", seconds=self.rto, lost=self.rpo)

    def countries(self, home: str | None) -> frozenset[str] | None:
        """Where its data may be; None where nothing keeps it anywhere.

        Args:
            home: the country of its primary.
        """
        return frozenset({home, *self.abroad} - {None}) if self.personal_data and home else None


@dataclass(frozen=True, kw_only=True)
class Need:
    """A workload, job or fleet that cannot do without a dependency.

    Args:
        kind: which of them.
        name: its name.
        sites: where it stands.
        on: the dependency.
    """

    kind: Needing
    name: str
    sites: tuple[str, ...]
    on: Dependency


def dependencies(environment: Mapping[str, Any]) -> dict[str, Dependency]:
    """The dependencies of an environment that has no fault, by name.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.
    """
    return {name: _dependency(name, said) for name, said in (environment.get("dependencies") or {}).items()}


def needs(environment: Mapping[str, Any]) -> Iterator[Need]:
    """Who needs which dependency, in the order of the environment."""
    known = dependencies(environment)
    for kind in get_args(Needing):
        for name, said in (environment.get(kind) or {}).items():
            for on in said.get("needs") or ():
                yield Need(kind=kind, name=name, sites=_sites(environment, said), on=known[on])


def writing(environment: Mapping[str, Any], bucket: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The workloads that say they write a bucket, with their sites."""
    for name, said in (environment.get("workloads") or {}).items():
        if (said.get("buckets") or {}).get(bucket) == "write":
            yield name, _sites(environment, said)


def _dependency(name: str, said: Mapping[str, Any]) -> Dependency:
    replica = said.get("replica") or ()
    return Dependency(
        name=name,
        primary=said["primary"],
        replicas=(replica,) if isinstance(replica, str) else tuple(replica),
        rpo=int(said["rpo"]),
        rto=int(said["rto"]),
        promotion=said.get("promotion"),
        personal_data=bool(said.get("personal_data")),
        abroad=tuple(said.get("abroad") or ()),
    )


def _sites(environment: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """The sites of what needs something; "all" of what runs in a cluster are those of the cluster."""
    chosen = said["sites"]
    if chosen == "all" and "cluster" in said:
        chosen = environment["clusters"][said["cluster"]]["sites"]
    return tuple(site for site in environment["sites"] if chosen == "all" or site in chosen)
