"""Rules of an ALB's listeners.

Source of the bounds: docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Unique, as_set, refer, table
from ..values import UNKNOWN
from .balancers import LISTENER, RULE
from .shapes import row
from .target_groups import TARGETS

if TYPE_CHECKING:
    from ..call import Call

_VALUED: Final = ("hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "sourceIp")
_MOST: Final = 5
_LONGEST: Final = 128
_ACTIONS: Final = {"forward": ("targetGroupArn", "forward"), "redirect": ("redirect",), "fixed-response": ("fixedResponse",)}


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    for place, action in enumerate(call.get("actions") or ()):
        names = _ACTIONS.get(action.get("type"), ())
        if names and not any(action.get(name) is not None for name in names):
            yield f"actions[{place}]", f"one of {', '.join(names)} is needed with type {action['type']}"
    counted = 0
    for place, condition in enumerate(call.get("conditions") or ()):
        for kind in _VALUED:
            values = (condition.get(kind) or {}).get("values")
            for value in values if isinstance(values, list) else ():
                counted += 1
                if value is not UNKNOWN and not 1 <= len(value) <= _LONGEST:
                    yield f"conditions[{place}].{kind}.values", f"expected length to be in the range (1 - {_LONGEST})"
    if counted > _MOST:
        yield "conditions", f"TooManyConditionValues: a rule compares {_MOST} values at most, and this one {counted}"


def _arn(call: Call) -> str:
    return f"{call['listenerArn'].replace(':listener/', ':listener-rule/')}/{call.hex(16)}"


RULES = table(
    row(
        RULE,
        "elbv2/listener_rule.go",
        id=_arn,
        replaces=frozenset({"listenerArn"}),
        canonical={"conditions": as_set},
        computed={"arn": lambda call: call.id},
        references={
            "listenerArn": refer(LISTENER, by="arn", holds=False),
            "actions[*].targetGroupArn": refer(TARGETS, by="arn"),
        },
        unique=(Unique(("listenerArn", "priority"), "PriorityInUse: Priority '{priority}' is currently in use"),),
        check=_faults,
        not_found="RuleNotFound: One or more rules not found: {id}",
    )
)
