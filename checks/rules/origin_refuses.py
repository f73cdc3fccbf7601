"""Rule `origin-refuses`: load balancers would refuse users for the minutes that CDNs take to send what they are asked for.

A load balancer asks for another key within seconds, a CDN sends it everywhere only minutes later. So what CDNs send before and
after an update must be what load balancers take before and after it; and a name that users reach without CDNs is closed to them
once those are in front.

Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToUpdateDistribution.html (deployed within minutes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from engine.properties import contains_unknown, unwrap

from ..finding import Finding, Severity
from ..plan import Component
from ..rule import Rule
from ..subject import Subject

NAME: Final = "origin-refuses"
_OPEN: Final = "write origins: open beside it in one update, and take it out in the next, once the CDNs are deployed"
_REVALUED: Final = "set it back, write the new one under another configuration key, and name that under accepts first"
_EXCHANGE: Final = "name the new secret under accepts in one update, change the two places in the next, then take accepts out"


def _refused(subject: Subject) -> Iterator[Finding]:
    before, after = (_edges(said) for said in (subject.said_before, subject.said))
    served = [set(said.get("traffic") or ()) for said in (subject.said_before, subject.said)]
    for name in sorted(set.intersection(*served)):
        old, new = before.get(name, {}), after.get(name, {})
        taken = [_taken(each) for each in (old, new)]
        if not any(taken):
            continue
        if bool(old) != bool(new):
            what = "are put in front of it" if new else "are taken away"
            yield _finding(name, f"its CDNs {what}, and until DNS has followed, its users come without their key", _OPEN)
        elif any(accepted and each.get("key") not in accepted for accepted in taken for each in (old, new)):
            fix = _EXCHANGE if old.get("key") and new.get("key") else _OPEN
            yield _finding(name, "load balancers would ask for another key than CDNs send until they are deployed", fix)
        elif all(taken) and old.get("key") == new.get("key") and _revalued(subject, name, (old, new)):
            reason = "the secret is another one under the same key, and load balancers would ask for it before CDNs send it"
            yield _finding(name, reason, _REVALUED)


def _revalued(subject: Subject, name: str, told: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the value under a name's key is another one; of one that nobody can decrypt it is not known.

    CDNs are told it, and so is what stands in front of sites: of a split environment each stack has one of the two.

    Args:
        subject: the plan.
        name: the name.
        told: what was, and is, said of its CDNs.
    """
    for component in subject.plan.components.values():
        if component.old is not None and component.new is not None:
            sides = zip((subject.said_before, subject.said), told, (component.old, component.new), strict=True)
            found = [_value(component, name, said, edge, unwrap(dict(inputs))) for said, edge, inputs in sides]
            if None not in found and found[0] != found[1] and not contains_unknown(found):
                return True
    return False


def _value(component: Component, name: str, said: Mapping[str, Any], edge: Mapping[str, Any], inputs: Any) -> Any:
    """The value under a name's key, as a component is told it; None of one that is told nothing of it."""
    if component.name in {f"edge-{name}-{cloud}" for cloud in ("aws", "alicloud")}:
        return inputs.get("header")
    kind = component.type.rpartition(":")[2]
    asks = None
    if kind == "Workload":
        asks = (((inputs.get("expose") or {}).get("fronted") or {}).get(name.replace(".", "-")) or {}).get("key")
    elif kind == "LoadBalancer" and component.name.endswith(f"-{said['traffic'][name].get('to')}"):
        asks = inputs.get("asks")
    return asks["values"][sorted(_taken(edge)).index(edge["key"])] if asks else None


def _edges(said: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return said.get("edge") or {}


def _taken(told: Mapping[str, Any]) -> set[str]:
    """The keys that load balancers take, by their names; none where they ask for none."""
    if told.get("key") is None or told.get("origins") == "open":
        return set()
    return {told[field] for field in ("key", "accepts") if told.get(field) is not None}


def _finding(name: str, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.ERROR, resource=f"edge.{name}", reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="load balancers would refuse users for the minutes that CDNs take to send what they are asked for",
    finds=_refused,
    always=True,
)
