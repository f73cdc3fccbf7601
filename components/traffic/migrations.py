"""The migrations of an environment, read from plain data: as its file says them, or as a plan holds them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, get_args

from .steps import AT_MOST, WHOLE, Shares, Step, in_force, moved

Kind: TypeAlias = Literal["traffic", "fleets", "workloads", "clusters"]
Drained: TypeAlias = Literal["fleets", "workloads"]
"""What events raise the floors of; a cluster is drained through its workloads."""

KINDS: Final[Mapping[str, Kind]] = {"traffic": "traffic", "fleet": "fleets", "workload": "workloads", "cluster": "clusters"}
"""What a migration can move, by the field that names it, and where the environment declares that."""


@dataclass(frozen=True, kw_only=True)
class Migration:
    """A name's traffic, or the capacity of a fleet, workload or cluster, on its way from some sites to others.

    Args:
        name: its name.
        kind: what moves: traffic, or what is drained.
        of: the name of that.
        steps: where it is to be, and from when on.
        step: which of them is in force; 0 for none.
        beginning: what stands outside of the migration: the weights of a name's traffic, nothing of what has its whole capacity.
        at_most: how many points one step moves at most.
        time_zone: the time zone whose days its dates are.
        alarms: by site, what must be quiet before the next step.
    """

    name: str
    kind: Kind
    of: str
    steps: tuple[Step, ...]
    step: int = 0
    beginning: Shares = field(default_factory=dict)
    at_most: int = AT_MOST
    time_zone: str = "UTC"
    alarms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def weighs(self) -> bool:
        """Whether its shares are weights, and not what is left of capacities."""
        return self.kind == "traffic"

    @property
    def unnamed(self) -> int:
        """What a site has that a step does not name."""
        return 0 if self.weighs else WHOLE

    @property
    def shares(self) -> Shares:
        """The shares in force."""
        return self.at(self.step)

    def at(self, step: int) -> Shares:
        """The shares of a step; 0 for the beginning."""
        return in_force(self.beginning, self.steps, step)

    def moves(self, step: int) -> int:
        """How many points a step moves, from the one before it."""
        return moved(self.at(step - 1), self.at(step), unnamed=self.unnamed)

    @property
    def sites(self) -> tuple[str, ...]:
        """Every site that it names, in the order in which it does."""
        return tuple(dict.fromkeys(site for shares in (self.beginning, *(each.shares for each in self.steps)) for site in shares))


def migrations(environment: Mapping[str, Any]) -> tuple[Migration, ...]:
    """The migrations of an environment that has no fault.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.
    """
    return tuple(_migration(environment, name, said) for name, said in (environment.get("migrations") or {}).items())


def weights(environment: Mapping[str, Any], traffic: str) -> Shares:
    """What a name's sites are sent, in percent: the step in force of its migration, else what its own entry says."""
    for migration in migrations(environment):
        if (migration.kind, migration.of) == ("traffic", traffic):
            return migration.shares
    return _weights(environment, traffic)


def capacity(environment: Mapping[str, Any], kind: Kind, name: str, site: str) -> int:
    """What a fleet, workload or cluster keeps of its capacity in a site, in percent; a workload no more than its cluster.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON, without a fault.
        kind: which of them.
        name: its name.
        site: the site.
    """
    asked = {(kind, name)}
    if kind == "workloads":
        asked.add(("clusters", environment["workloads"][name]["cluster"]))
    found = (each.shares.get(site, WHOLE) for each in migrations(environment) if (each.kind, each.of) in asked)
    return min(found, default=WHOLE)


def drained(environment: Mapping[str, Any]) -> dict[tuple[Drained, str], frozenset[str]]:
    """The sites that fleets and workloads have less than their whole capacity in: nobody counts on them for a peak."""
    found: dict[tuple[Drained, str], frozenset[str]] = {}
    for kind in get_args(Drained) if environment.get("migrations") else ():
        for name in environment.get(kind) or {}:
            sites = frozenset(each for each in environment.get("sites") or {} if capacity(environment, kind, name, each) < WHOLE)
            if sites:
                found[kind, name] = sites
    return found


def _migration(environment: Mapping[str, Any], name: str, said: Mapping[str, Any]) -> Migration:
    key = next(key for key in KINDS if said.get(key) is not None)
    kind = KINDS[key]
    return Migration(
        name=name,
        kind=kind,
        of=said[key],
        steps=tuple(_steps(said["steps"], "weights" if kind == "traffic" else "capacity")),
        step=int(said.get("step", 0)),
        beginning=_weights(environment, said[key]) if kind == "traffic" else {},
        at_most=int(said.get("at_most", AT_MOST)),
        time_zone=said.get("time_zone", "UTC"),
        alarms={site: tuple(names) for site, names in (said.get("alarms") or {}).items()},
    )


def _steps(said: Iterable[Mapping[str, Any]], shares: str) -> Iterator[Step]:
    for each in said:
        yield Step(date=each["date"], shares={site: int(share) for site, share in (each.get(shares) or {}).items()})


def _weights(environment: Mapping[str, Any], traffic: str) -> Shares:
    said = ((environment.get("traffic") or {}).get(traffic) or {}).get("weights") or {}
    return {site: int(weight) for site, weight in said.items()}
