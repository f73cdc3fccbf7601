"""Rule `version-support`: the cloud supports a cluster's Kubernetes version no longer, or not for long.

The dates are those of `components.versions`; a version that it does not know is not judged. What is past every support is an
error, but for a cluster that the same plan takes up a version, since there is no other way out.

Sources: docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html (extended support is paid by the hour, and a cluster
beyond it is moved), www.alibabacloud.com/help/en/ack/product-overview/support-for-kubernetes-versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from components.versions import CALENDAR, Cloud, minor, state
from engine import urn
from engine.properties import unwrap

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "version-support"
AHEAD: Final = timedelta(days=60)
"""How long before its end a support is told of: two sprints, and the days between one minor and the next."""
_CLOUDS: Final[Mapping[str, Cloud]] = {"nusantara:aws:Cluster": "aws", "nusantara:alicloud:Cluster": "alicloud"}

_PLANES: Final[Mapping[str, Cloud]] = {
    "aws:eks/cluster:Cluster": "aws",
    "alicloud:cs/managedKubernetes:ManagedKubernetes": "alicloud",
}
_AFTER: Final[Mapping[Cloud, str]] = {
    "aws": "EKS moves the control plane to the next version by itself, on a day of its own",
    "alicloud": "ACK fixes nothing in it any more, and makes no cluster of it",
}


class _Said(NamedTuple):
    severity: Severity
    reason: str


class _Told(NamedTuple):
    """A cluster, and what it is told."""

    urn: str
    cloud: Cloud
    version: str
    before: str | None
    support: str | None


def _unsupported(subject: Subject, at: datetime) -> Iterator[Finding]:
    for told in _clusters(subject):
        if (said := _judged(told, at.astimezone(UTC).date())) is not None:
            fix = _fix(told.cloud, told.version)
            yield Finding(rule=NAME, severity=said.severity, resource=told.urn, reason=said.reason, fix=fix)


def _clusters(subject: Subject) -> Iterator[_Told]:
    """The components of clusters, and control planes that are part of none."""
    plan = subject.plan
    for component in plan.components.values():
        cloud, version = _CLOUDS.get(component.type), _told(component.new, "version")
        if cloud is not None and version is not None:
            yield _Told(component.urn, cloud, version, _told(component.old, "version"), _told(component.new, "support"))
    for each in plan.asked:
        cloud, version = _PLANES.get(each.type), _told(each.inputs, "version")
        if cloud is None or version is None or urn.type_of(each.parent or each.urn) in _CLOUDS:
            continue
        change, policy = plan.by_urn.get(each.urn), unwrap(dict(each.inputs)).get("upgradePolicy")
        support = policy.get("supportType") if isinstance(policy, dict) else None
        before = _told(change.old, "version") if change is not None else version
        yield _Told(each.urn, cloud, version, before, support if isinstance(support, str) else None)


def _judged(told: _Told, on: date) -> _Said | None:
    cloud, version = told.cloud, told.version
    number, found = minor(version), state(cloud, version, on)
    if number is None or found == "unknown":
        return None
    until, extended = CALENDAR[cloud][number]
    if found == "ended":
        rising = told.before is not None and (minor(told.before) or 0) < number
        severity = Severity.WARNING if rising else Severity.ERROR
        return _Said(severity, f"support for {version} ended on {extended}, and {_AFTER[cloud]}")
    moved = cloud == "aws" and told.support == "STANDARD"
    if found == "extended":
        paid = "EKS moves it to the next version by itself" if moved else f"extended support is paid apart, until {extended}"
        return _Said(Severity.WARNING, f"standard support for {version} ended on {until}: {paid}")
    if until - on > AHEAD:
        return None
    left = (until - on).days
    when = f"on {until}, in {left} day{'s' if left > 1 else ''}"
    if extended == until:
        return _Said(Severity.WARNING, f"support for {version} ends {when}; from then on {_AFTER[cloud]}")
    then = "EKS moves it to the next version by itself then" if moved else f"extended support is paid apart then, until {extended}"
    return _Said(Severity.WARNING, f"standard support for {version} ends {when}: {then}")


def _fix(cloud: Cloud, version: str) -> str:
    number = minor(version) or 0
    if number + 1 in CALENDAR[cloud]:
        return f"bring 1.{number + 1} up, control plane first, then its nodes"
    return f"none newer than 1.{number} is known here: see what the cloud offers by now"


def _told(inputs: Mapping[str, object] | None, name: str) -> str | None:
    found = unwrap(dict(inputs or {})).get(name)
    return found if isinstance(found, str) else None


RULE = Rule(
    name=NAME,
    tells="a cloud's support for a cluster's Kubernetes version is over, paid apart, or ends within 60 days",
    finds_at=_unsupported,
)
