"""A tier for every destructive step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ...plan import Change, Kind, Plan
from ..model import Risk, Tier
from .alicloud import ALICLOUD
from .aws import AWS
from .holding import Verdict
from .kubernetes import KUBERNETES
from .reaching import reached
from .stopping import stops

_TABLES: Final = {**AWS, **ALICLOUD}
_TIERS: Final = tuple(Tier)
_NOTHING: Final = re.compile(
    r"(Attachment|Association|Rule|Policy|Entry|Acl|Permission|Binding|Schedule|ScheduledTask|Hook|Listener|Record|Route|RouteTable"
    r"|Configuration|Versioning|Block|Controls|Alarm|Template|Group|Version|Addon|Endpoint|Notification|Provider|Profile|Target)\Z"
)
"""How types are called whose objects only say something, which the program says again."""


def risks(plan: Plan) -> tuple[Risk, ...]:
    """What each destructive step of a plan would cost, the worst first; with updates that something stops for."""
    found = [risk for change in plan.changes if (risk := _risk(plan, change)) is not None]
    return tuple(sorted(found, key=lambda risk: (-_TIERS.index(risk.tier), not risk.downtime, -len(risk.reaches), risk.urn)))


def _risk(plan: Plan, change: Change) -> Risk | None:
    stopped = stops(change)
    if change.kind not in (Kind.DELETED, Kind.REPLACED):
        if not stopped or change.kind is not Kind.UPDATED:
            return None
        verdict = Verdict(Tier.REVERSIBLE, "it stays, and is told otherwise")
    else:
        verdict = _verdict(change)
    reaches = reached(plan, change.urn)
    sites = sorted({site for each in (change.urn, *reaches) if (site := plan.site_of(each))})
    return Risk(
        urn=change.urn,
        kind=change.kind,
        tier=verdict.tier,
        because=_guarded(change, verdict),
        downtime=stopped,
        reaches=reaches,
        sites=tuple(sites),
    )


def _guarded(change: Change, verdict: Verdict) -> str:
    """Why, and that an update refuses, where it does."""
    return f"{verdict.because}; it is protected, so an update refuses" if change.protected else verdict.because


def _verdict(change: Change) -> Verdict:
    if change.retained:
        return Verdict(Tier.REVERSIBLE, "the object stays in the cloud, and is only forgotten (retainOnDelete)")
    before: Mapping[str, Any] = unwrap({**change.outputs, **change.old})
    if urn.package_of(change.type) == "kubernetes":
        holding = KUBERNETES.get(change.type.rpartition(":")[2])
        return holding.verdict(before) if holding else Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")
    if (holding := _TABLES.get(change.type)) is not None:
        return holding.verdict(before)
    if _NOTHING.search(change.type):
        return Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")
    return Verdict(Tier.EFFORT, f"nothing is known here of what a {change.type.rpartition(':')[2]} holds")
