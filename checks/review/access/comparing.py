"""What objects grant before and after, and what of it differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from engine import urn
from engine.properties import unwrap
from engine.providers.registry import is_default_provider
from engine.values import UNKNOWN

from ...plan import Change, Kind, Plan
from ..model import Access
from ..objects import group_of, own
from .clusters import CLUSTERS
from .connections import CONNECTIONS
from .covering import covered
from .exposing import EXPOSING
from .granting import Grant, Teller, Told
from .identities import IDENTITIES
from .outsiders import outside
from .policies import connections

_SHOWN: Final = 6
"""So many actions, or places, of one grant are named; others are counted."""
_NETWORK_POLICY: Final = ":NetworkPolicy"
_DOCUMENTS: Final = ("policy", "policyDocument", "document", "assumeRolePolicy", "assumeRolePolicyDocument", "inlinePolicies")


_Sides: TypeAlias = tuple[list[Grant], list[Grant]]
"""What an object grants before and after."""


class _Differing(NamedTuple):
    """A grant that comes or goes.

    Args:
        where: the cluster or account that it is about, by its provider.
        grant: the grant.
        of: the URN of the object that says so.
    """

    where: str
    grant: Grant
    of: str


def access(plan: Plan) -> tuple[Access, ...]:
    """Who may do or reach what by a plan, and could not before, and the reverse: object by object, in the plan's order.

    A grant that one object loses and another one gains was only written elsewhere, and is not told. A denial that goes is a gain.
    """
    gained: dict[tuple[str, Grant], _Differing] = {}
    lost: dict[tuple[str, Grant], _Differing] = {}
    for change in plan.changes:
        before, after = _sides(plan, change)
        where = _where(change)
        if _comes_or_goes_with_what_it_is_about(plan, change):
            before, after = ([each for each in grants if not each.denies] for grants in (before, after))
        come = [each for each in after if each not in before and not covered(each, before)]
        gone = [] if _unread(change) else [each for each in before if each not in after and not covered(each, after)]
        for found, grants in ((gained, come), (lost, gone)):
            for grant in grants:
                found.setdefault((where, grant), _Differing(where, grant, change.urn))
    moved = gained.keys() & lost.keys()
    come, gone = ([each for key, each in found.items() if key not in moved] for found in (gained, lost))
    return (
        *_told(plan, [each for each in come if not each.grant.denies], gained=True),
        *_told(plan, [each for each in gone if each.grant.denies], gained=True),
        *_told(plan, [each for each in come if each.grant.denies], gained=False),
        *_told(plan, [each for each in gone if not each.grant.denies], gained=False),
    )


def _sides(plan: Plan, change: Change) -> _Sides:
    """What an object grants before and after, each in its order and once."""
    old, new = unwrap(dict(change.old)), unwrap(dict(change.new))
    if urn.package_of(change.type) == "kubernetes":
        if not own(group_of(change.type)):
            return [], []
        if change.type.endswith(_NETWORK_POLICY):
            return connections(plan, change, old, new)
        teller = CLUSTERS.get(change.type.rpartition(":")[2])
        return _by(teller, plan, change, old, new) if teller else ([], [])
    tellers = [found for table in (IDENTITIES, CONNECTIONS, EXPOSING) if (found := table.get(change.type)) is not None]
    sides = [_by(teller, plan, change, old, new) for teller in tellers]
    return [grant for before, _ in sides for grant in before], [grant for _, after in sides for grant in after]


def _by(
    teller: Teller, plan: Plan, change: Change, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[Grant], list[Grant]]:
    names = dict(_names(plan, change))
    before, after = (
        list(dict.fromkeys(teller(Told(change.urn, inputs, change.sources, names)))) if inputs else [] for inputs in (old, new)
    )
    return before, after


def _names(plan: Plan, change: Change) -> Iterator[tuple[str, str]]:
    """What an input names that an update alone can tell, by what that is known by until then: it may turn out to be the same."""
    for name, sources in change.sources.items():
        if change.new.get(name) is not UNKNOWN:
            continue
        for source in sources:
            if (made := plan.by_urn.get(source)) is not None and made.kind in (Kind.REPLACED, Kind.UPDATED):
                known = (made.id, *(made.outputs.get(output) for output in ("id", "arn", "name")))
                yield from ((value, made.name) for value in known if isinstance(value, str) and value)


def _comes_or_goes_with_what_it_is_about(plan: Plan, change: Change) -> bool:
    """Whether an object is made, or deleted, with one that it refers to: what it denies then keeps nobody off who was in."""
    beside = (plan.by_urn.get(source) for sources in change.sources.values() for source in sources)
    return change.kind in (Kind.CREATED, Kind.DELETED) and any(each is not None and each.kind is change.kind for each in beside)


def _unread(change: Change) -> bool:
    """Whether only an update can tell what an object will grant, so that it may well grant what it did."""
    return any(change.new.get(name) is UNKNOWN for name in _DOCUMENTS)


def _where(change: Change) -> str:
    """The cluster or account that a change is made in; whatever a default provider's version is, it leads to one place."""
    return change.provider if change.provider and not is_default_provider(change.provider) else ""


def _told(plan: Plan, differing: Iterable[_Differing], *, gained: bool) -> list[Access]:
    """Grants that differ in what may be done alone, together, and then those that differ in on what."""
    by_action: defaultdict[_Differing, list[str]] = defaultdict(list)
    for each in differing:
        by_action[each._replace(grant=each.grant._replace(may=""))].append(each.grant.may)
    by_place: defaultdict[_Differing, list[str]] = defaultdict(list)
    for each, may in by_action.items():
        by_place[each._replace(grant=each.grant._replace(may=_several(may), on=""))].append(each.grant.on)
    names = _ids(plan)
    return [
        Access(
            gained=gained,
            control=grant.control,
            who=names.get(grant.who, grant.who),
            may=_words(grant, gained=gained),
            on=_several([names.get(place, place) for place in places]),
            urn=of,
            site=plan.site(plan.by_urn[of]),
            wide=grant.wide or ("" if grant.denies else outside(plan, plan.by_urn[of], grant.who)),
        )
        for (_, grant, of), places in by_place.items()
    ]


def _ids(plan: Plan) -> dict[str, str]:
    """What the program calls objects, by their ids."""
    ids = {of: standing.id for of, standing in plan.standing.items()} | {change.urn: change.id for change in plan.changes}
    return {id_: urn.name_of(of) for of, id_ in ids.items() if id_ and urn.package_of(urn.type_of(of)) != "kubernetes"}


def _words(grant: Grant, *, gained: bool) -> str:
    condition = f", if {grant.condition}" if grant.condition else ""
    denied = "" if not grant.denies else "no longer denied: " if gained else "denied: "
    return f"{denied}{grant.may}{condition}"


def _several(texts: list[str]) -> str:
    named = ", ".join(texts[:_SHOWN])
    return f"{named} and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else named
