"""What objects grant before and after, and what of it differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ...plan import Change, Kind, Plan
from ..model import Access
from .clusters import CLUSTERS, closed
from .connections import CONNECTIONS
from .granting import UNREAD, Grant, Teller, Told
from .identities import IDENTITIES

_SHOWN: Final = 6
"""So many actions, or places, of one grant are named; others are counted."""
_NETWORK_POLICY: Final = ":NetworkPolicy"
_PODS: Final = (":Deployment", ":StatefulSet", ":DaemonSet", ":Job", ":CronJob", ":Namespace")
"""What makes pods, or holds them."""


def access(plan: Plan) -> tuple[Access, ...]:
    """Who may do or reach what by a plan, and could not before, and the reverse: object by object, in the plan's order.

    A grant that one object loses and another one gains was only written elsewhere, and is not told. Of what only an update can tell
    it is not known what it takes away.
    """
    ids = {change.id: change.name for change in plan.changes if change.id and change.kind is Kind.REPLACED}
    gained: dict[Grant, str] = {}
    lost: dict[Grant, str] = {}
    for change in plan.changes:
        if (teller := _teller(change.type)) is None:
            continue
        opens = change.type.endswith(_NETWORK_POLICY) and not _whole(plan, change)
        before, after = (_granted(change, teller, inputs, opens=opens) for inputs in (change.old, change.new))
        before = {_named(grant, ids): None for grant in before}
        gained.update((grant, change.urn) for grant in after if grant not in before)
        if not any(grant.on == UNREAD for grant in after):
            lost.update((grant, change.urn) for grant in before if grant not in after)
    moved = gained.keys() & lost.keys()
    return (
        *_told(plan, ((grant, of) for grant, of in gained.items() if grant not in moved), gained=True),
        *_told(plan, ((grant, of) for grant, of in lost.items() if grant not in moved), gained=False),
    )


def _teller(type_: str) -> Teller | None:
    if urn.package_of(type_) == "kubernetes":
        return CLUSTERS.get(type_.rpartition(":")[2])
    return IDENTITIES.get(type_) or CONNECTIONS.get(type_)


def _granted(change: Change, teller: Teller, inputs: Mapping[str, Any], *, opens: bool) -> dict[Grant, None]:
    """What an object grants, in its order; where there is no network policy, what that leaves open."""
    if not inputs:
        return dict.fromkeys(closed(_read(change, change.old or change.new))) if opens else {}
    return dict.fromkeys(teller(_read(change, inputs)))


def _named(grant: Grant, ids: Mapping[str, str]) -> Grant:
    """A grant in which what is replaced has its name, as it has where its new id is not known yet."""
    return grant._replace(who=ids.get(grant.who, grant.who), on=ids.get(grant.on, grant.on))


def _whole(plan: Plan, change: Change) -> bool:
    """Whether the pods that a network policy is about come, or go, with it: then nothing was open, or will be."""
    beside = (each for each in plan.changes if each.parent == change.parent and each.kind is change.kind)
    return any(each.type.endswith(_PODS) for each in beside)


def _read(change: Change, inputs: Mapping[str, Any]) -> Told:
    return Told(change.urn, unwrap(dict(inputs)), change.sources)


def _told(plan: Plan, grants: Iterable[tuple[Grant, str]], *, gained: bool) -> list[Access]:
    """Grants that differ in what may be done alone, together, and then those that differ in on what."""
    by_action: defaultdict[tuple[str, Grant], list[str]] = defaultdict(list)
    for grant, of in grants:
        by_action[of, grant._replace(may="")].append(grant.may)
    by_place: defaultdict[tuple[str, Grant], list[str]] = defaultdict(list)
    for (of, grant), may in by_action.items():
        by_place[of, grant._replace(may=_several(may), on="")].append(grant.on)
    return [
        Access(
            gained=gained,
            control=grant.control,
            who=grant.who,
            may=grant.may,
            on=_several(places),
            urn=of,
            site=plan.site(plan.by_urn[of]),
            wide=grant.wide,
        )
        for (of, grant), places in by_place.items()
    ]


def _several(texts: list[str]) -> str:
    named = ", ".join(texts[:_SHOWN])
    return f"{named} and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else named
