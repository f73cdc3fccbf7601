"""A tier for every destructive step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ...plan import LOST, Change, Kind, Plan
from ..model import Risk, Tier
from ..possible import remaining
from ..replacements import certain
from .alicloud import ALICLOUD
from .aws import AWS
from .discarding import discards
from .holding import Verdict
from .kubernetes import of_kubernetes
from .reaching import reached
from .stopping import stops

_TABLES: Final = {**AWS, **ALICLOUD}
_TIERS: Final = tuple(Tier)
_DYNAMIC: Final = "pulumi-python"
_PROVIDERS: Final = "pulumi:providers:"
_NOTHING: Final = re.compile(
    r"(Attachment|Association|Rule|Policy|Entry|Acl|Permission|Binding|Schedule|ScheduledTask|Hook|Listener|Record|Route|RouteTable"
    r"|Configuration|Versioning|Block|Controls|Alarm|Template|Group|Version|Addon|Endpoint|Notification|Provider|Profile|Target"
    r"|Alias|Index|Config|Refresh|Options|OptionsSet|InternetGateway|Ipv4Gateway|Ipv6Gateway|FlowLog|EndpointZone|LinkedVpc"
    r"|TaskDefinition|DeploymentSet|SuspendProcess|ListenerCertificate|HealthCheck|CloudGtmAddress|Propagation"
    r"|CustomerGateway|PeeringConnection|Accepter)\Z"
)
"""How types are called whose objects only say something, which the program says again."""
_OVER: Final = frozenset({"alicloud:oos/execution:Execution", "alicloud:ess/instanceRefresh:InstanceRefresh"})
"""What only records that something was done, once."""


def risks(plan: Plan) -> tuple[Risk, ...]:
    """What each destructive step of a plan would cost, the worst first; with updates that something stops for."""
    found = [risk for change in plan.changes if (risk := _risk(plan, change)) is not None]
    found.extend(_unprotected(plan, of) for of in plan.unprotected)
    return tuple(sorted(found, key=_gravity))


def _gravity(risk: Risk) -> tuple[int, bool, bool, int, str]:
    """By what the worst comes first."""
    return -_TIERS.index(risk.tier), risk.possible, not risk.downtime, -len(risk.reaches), risk.urn


def _risk(plan: Plan, change: Change) -> Risk | None:
    stopped = stops(plan, change)
    verdict = _verdict(plan, change) if change.kind in LOST else _updated(change) if change.kind is Kind.UPDATED else None
    possible = change.kind is Kind.REPLACED and not certain(plan, change)
    lost = _perhaps(plan, change) if change.kind is Kind.UPDATED else None
    if lost is not None and (verdict is None or _TIERS.index(verdict.tier) < _TIERS.index(lost.tier)):
        verdict, possible = lost, True
    if verdict is None:
        if not stopped:
            return None
        verdict = Verdict(Tier.REVERSIBLE, "it stays, and is told otherwise")
    reaches = reached(plan, change.urn)
    sites = sorted({site for each in (change.urn, *reaches) if (site := plan.site_of(each))})
    return Risk(
        urn=change.urn,
        kind=change.kind,
        tier=verdict.tier,
        because=_guarded(change, verdict),
        downtime="" if verdict.refused or verdict.stays else stopped,
        possible=possible,
        refused=verdict.refused or change.protected,
        reaches=reaches,
        sites=tuple(sites),
    )


def _updated(change: Change) -> Verdict | None:
    """What an update throws away, or what it no longer keeps from being thrown away."""
    if (thrown_away := discards(change)) is not None:
        return thrown_away
    holding = _TABLES.get(change.type)
    if holding and holding.guarded(unwrap(dict(change.old))) and not holding.guarded(unwrap(dict(change.new))):
        return Verdict(Tier.REVERSIBLE, f"{holding.guard} goes off, so that the cloud deletes it as soon as it is asked to")
    return None


def _perhaps(plan: Plan, change: Change) -> Verdict | None:
    """What an update would throw away if it were a replacement, which is likely, where that is more than somebody's effort."""
    if not any(doubt.likely for doubt in remaining(change.type, change.doubts, plan.libraries)):
        return None
    verdict = _verdict(plan, change)
    return verdict if verdict.tier in (Tier.BACKUP, Tier.LOST) else None


def _unprotected(plan: Plan, of: str) -> Risk:
    """What the program no longer protects, and keeps."""
    because = "it is no longer protected (protect), so that the next update may take it away"
    sites = tuple(filter(None, [plan.site_of(of)]))
    return Risk(urn=of, kind=Kind.UPDATED, tier=Tier.REVERSIBLE, because=because, sites=sites)


def _guarded(change: Change, verdict: Verdict) -> str:
    """Why, and that an update refuses, where it does."""
    return f"{verdict.because}; it is protected, so an update refuses" if change.protected else verdict.because


def _verdict(plan: Plan, change: Change) -> Verdict:
    if change.retained:
        return Verdict(Tier.REVERSIBLE, "the object stays in the cloud, and is only forgotten (retainOnDelete)")
    before: Mapping[str, Any] = unwrap({**change.outputs, **change.old})
    if change.type.startswith(_PROVIDERS):
        return Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")
    if urn.package_of(change.type) == "kubernetes":
        return of_kubernetes(plan, change, before)
    if (holding := _TABLES.get(change.type)) is not None:
        return holding.verdict(before)
    if urn.package_of(change.type) == _DYNAMIC:
        return Verdict(Tier.EFFORT, "what the program's own provider has made is not known here")
    if change.type in _OVER:
        return Verdict(Tier.REVERSIBLE, "it is the record of a run that is over, and what that did stays")
    if _NOTHING.search(change.type):
        return Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")
    return Verdict(Tier.EFFORT, f"nothing is known here of what a {change.type.rpartition(':')[2]} holds")
