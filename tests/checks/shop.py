"""A shop with a monthly sale, as plans hold it, and plans made of it by hand; the names are those that components give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from checks.finding import Finding
from checks.judgement import judge
from checks.plan import ENVIRONMENT, SITE, Cause, Change, Component, Kind, Plan

PREFIX: Final = "urn:pulumi:dev::shop::"
ROOT: Final = f"{PREFIX}{ENVIRONMENT}::dev"
AWS, ALICLOUD = "nusantara:aws", "nusantara:alicloud"
FLEET, ESS_FLEET = f"{AWS}:Fleet::java-transcoder", f"{ALICLOUD}:Fleet::bali-transcoder"
SCHEDULE, TASK = "aws:autoscaling/schedule:Schedule", "alicloud:ess/scheduledTask:ScheduledTask"
GROUP, SCALING_GROUP = "aws:autoscaling/group:Group", "alicloud:ess/scalingGroup:ScalingGroup"
WARM_UP, SALE_TIME = datetime(2026, 12, 24, 15, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)
END, QUIET = datetime(2026, 12, 31, 18, tzinfo=UTC), datetime(2027, 1, 10, tzinfo=UTC)
SALE: Final[dict[str, Any]] = {
    "time_zone": "Asia/Jakarta", "every": "month", "start": "25 00:00", "end": "1 00:00", "since": "2026-12-01",
    "until": "2027-06-30", "warm_up": 7200.0, "cool_down": 3600.0, "headroom": "none",
    "peak_rps": {"storefront": 14000.0}, "peak_factor": {"transcoder": "2.5x"},
}  # fmt: skip
SHOP: Final[dict[str, Any]] = {
    "sites": {"java": {"cloud": "aws"}, "bali": {"cloud": "alicloud"}},
    "clusters": {"main": {"sites": "all"}},
    "fleets": {
        "transcoder": {"sites": "all", "capacity": {"autoscaled": {"min": 4.0, "max": 40.0}}},
        "other": {"sites": "all", "capacity": {"fixed": 2.0}},
    },
    "workloads": {
        "storefront": {"cluster": "main", "sites": "all", "replicas": {"min": 12.0, "max": 200.0}, "pod_rps": 80.0},
        "admin": {"cluster": "main", "sites": ["java"], "replicas": {"min": 1.0, "max": 2.0}},
    },
    "objectives": {"site": {"capacity": 50.0, "within": 300.0}},
    "events": {"sale": SALE},
}
SITES_ON_ONE_CLOUD: Final = {"java": {"cloud": "aws"}, "bali": {"cloud": "aws"}}


def shop(**changes: Any) -> dict[str, Any]:
    """The environment with some of it otherwise; None for what it does not say."""
    return {key: value for key, value in {**SHOP, **changes}.items() if value is not None}


def sale(**changes: Any) -> dict[str, Any]:
    """Its events, with some of the sale otherwise."""
    return {"sale": {key: value for key, value in {**SALE, **changes}.items() if value is not None}}


def urn_of(type_: str, name: str) -> str:
    return f"{PREFIX}{type_}::{name}"


def component(type_: str, name: str, site: str) -> Component:
    return Component(urn=urn_of(type_, name), parent=urn_of(SITE, site), old={}, new={})


COMPONENTS: Final = tuple(
    part
    for site, cloud in (("java", AWS), ("bali", ALICLOUD))
    for part in (
        Component(urn=urn_of(SITE, site), parent=ROOT, old={}, new={}),
        component(f"{cloud}:Network", site, site),
        component(f"{cloud}:Fleet", f"{site}-transcoder", site),
        component(f"{cloud}:Fleet", f"{site}-other", site),
        component(f"{cloud}:Cluster", f"{site}-main", site),
        component("nusantara:kubernetes:Workload", f"{site}-main-storefront", site),
        component("nusantara:kubernetes:Workload", f"{site}-main-admin", site),
    )
)


def change(type_: str, name: str, kind: Kind, inside: str, new: Mapping[str, Any] | None = None) -> Change:
    """A change of an object in a component.

    Args:
        type_: the object's type.
        name: its name.
        kind: what becomes of it.
        inside: the component, as `type::name`.
        new: the inputs that it would have.
    """
    causes = (Cause(input="name"),) if kind is Kind.REPLACED else ()
    return Change(kind=kind, urn=urn_of(type_, name), parent=f"{PREFIX}{inside}", causes=causes, new=new or {})


def plan(*changes: Change, new: Mapping[str, Any] | None = SHOP, old: Mapping[str, Any] | None = SHOP) -> Plan:
    """A plan of changes, with what the environment says now and said before."""
    root = Component(urn=ROOT, old=None if old is None else dict(old), new=None if new is None else dict(new))
    return Plan(changes, {each.urn: each for each in (root, *COMPONENTS)})


def found(rule: str, made: Plan, at: datetime | None = SALE_TIME) -> list[Finding]:
    """What one rule finds in a plan, and the environment does not accept."""
    return [finding for finding in judge(made, at).findings if finding.rule == rule]
