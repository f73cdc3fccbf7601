"""What each site is sent of a public name's requests, with all sites there and after a loss; pure.

This is what the floors of events, the rule `headroom`, `nusa events` and a drill go by. It is what Route 53 answers (`answer.Zone`)
by the records that the name has there (`components.multicloud.route53_traffic`), and so what GTM does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from ..choices import Policy
from ..schedule import Calendar, Shares, evenly, most
from .answer import Zone
from .migrations import drained, weights
from .served import shares
from .zone import Record

Kind: TypeAlias = Literal["fleets", "workloads"]

_NAME: Final = "name"
_BY_WHO_ASKS: Final = frozenset({"latency", "geo"})


@dataclass(frozen=True, kw_only=True)
class Name:
    """A public name and what serves it.

    Args:
        sites: the sites of what serves it.
        policy: which site is answered.
        weights: by site, in percent: of its migration's step in force, where it has one.
        primary, fallback: as the policy asks.
        drained: sites that are not answered for now.
        watched: whether a health check takes a lost site out of the answers; else a person moves the name.
    """

    sites: Sequence[str]
    policy: Policy = "weighted"
    weights: Mapping[str, int] = field(default_factory=dict)
    primary: str | None = None
    fallback: str | None = None
    drained: Collection[str] = ()
    watched: bool = True

    def after(self, lost: Collection[str] = ()) -> Shares:
        """The most that each site is sent that is left after a loss.

        - By weights, and by failover: what is answered then. A site that is drained may be back at any time, so it counts both as
          out and as back.
        - By latency, and by place: each site may be nearest to all who ask, so each is sent everything at most.
        - What no check takes out of the answers is moved by somebody: to the shares of what is left, evenly where that has none.

        Args:
            lost: the sites that are lost.
        """
        left = [site for site in self.sites if site not in lost]
        if self.policy in _BY_WHO_ASKS:
            return Shares(of=dict.fromkeys(left, Fraction(1)), why="nearest")
        states = dict.fromkeys([frozenset(self.drained), frozenset[str]()])
        return most(self._after(lost, left, out) for out in states)

    def _after(self, lost: Collection[str], left: Collection[str], out: frozenset[str]) -> Shares:
        answered = self._answered(out, frozenset(lost) if self.watched else frozenset())
        there = {site: share for site, share in answered.items() if site in left}
        if answered and there == answered:
            return Shares(of=there, why="answers")
        moved = self._answered(out | frozenset(lost), frozenset())
        if moved:
            return Shares(of=moved, why="moved")
        return Shares(of=evenly(left).of, why="moved" if answered else "evenly")

    def _answered(self, out: frozenset[str], failing: frozenset[str]) -> dict[str, Fraction]:
        """What is answered, without some sites, while the checks of others fail."""
        found = Zone(self._records(out), failing=failing).ask(_NAME, "CNAME")
        return {answer.record.id: answer.share for answer in found}

    def _records(self, out: frozenset[str]) -> Iterator[Record]:
        told = shares(
            self.policy,
            self.sites,
            weights=self.weights,
            places={},
            primary=self.primary,
            fallback=self.fallback,
            drained=out,
        )
        for each in (share for share in told if share.site in self.sites):
            weighted = self.policy == "weighted"
            yield Record(
                name=_NAME,
                type="CNAME",
                id=each.site,
                check=each.site,
                weight=each.weight if weighted else None,
                failover=None if weighted else "PRIMARY" if each.turn == "first" else "SECONDARY",
            )


def names(environment: Mapping[str, Any]) -> dict[tuple[Kind, str], tuple[Name, ...]]:
    """The public names that lead to each fleet and workload, by kind and name.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.
    """
    found: dict[tuple[Kind, str], tuple[Name, ...]] = {}
    for name, told in (environment.get("traffic") or {}).items():
        kind: Kind = "workloads" if told["to"] in (environment.get("workloads") or {}) else "fleets"
        key = kind, told["to"]
        serving = (environment.get(kind) or {}).get(told["to"])
        if serving is not None:
            made = Name(
                sites=tuple(_sites(environment, kind, serving)),
                policy=told.get("policy", "weighted"),
                weights=weights(environment, name),
                primary=told.get("primary"),
                fallback=told.get("fallback"),
                drained=frozenset(told.get("drained") or ()),
                watched=told.get("check") != "none" and told.get("failover", "automatic") == "automatic",
            )
            found[key] = (*found.get(key, ()), made)
    return found


def calendar(environment: Mapping[str, Any]) -> Calendar:
    """The events of an environment that has no fault, and what they raise where requests go.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.

    Raises:
        ArgumentsError: an event is faulty, as another version of this project may have written it.
    """
    return Calendar.of(environment, drained(environment), names(environment))


def _sites(environment: Mapping[str, Any], kind: Kind, serving: Mapping[str, Any]) -> Iterator[str]:
    chosen = serving["sites"]
    if kind == "workloads" and chosen == "all":
        chosen = environment["clusters"][serving["cluster"]]["sites"]
    return (site for site in environment.get("sites") or {} if chosen == "all" or site in chosen)
