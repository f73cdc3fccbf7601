"""Rules of EventBridge, and where they send what they match."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, Quota, as_json, refer, table
from .queues import QUEUE
from .shapes import ROLE_ARN, arn, row

if TYPE_CHECKING:
    from ..call import Call

RULE: Final = "aws:cloudwatch/eventRule:EventRule"
TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"

_BUS = "default"
_STATES = ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
_LONGEST_PATTERN = 4096
_SINGLE_INPUT = ("input", "inputPath", "inputTransformer")


def _name_faults(call: Call, path: str) -> Iterator[tuple[str, str]]:
    """Faults of a rule's name or a target's id (`validateRuleName`, `validateTargetID` in the source)."""
    name = call.get(path)
    if name is not None and not re.fullmatch(r"[.\w-]{1,64}", name, re.ASCII):
        yield path, f'only 1 to 64 alphanumeric characters, hyphens, underscores and dots allowed in "{path}": "{name}"'


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from _name_faults(call, "name")
    if not call.given("eventPattern") and not call.given("scheduleExpression"):
        yield "", "one of `eventPattern,scheduleExpression` must be specified"
    state = call.get("state")
    if state is not None and state not in _STATES:
        yield "state", f"expected state to be one of {', '.join(_STATES)}, got {state}"
    if call.given("state") and call.given("isEnabled"):
        yield "isEnabled", "conflicts with state"
    yield from _pattern_faults(call)


def _pattern_faults(call: Call) -> Iterator[tuple[str, str]]:
    """A pattern is a JSON object whose leaves are lists of what may be matched.

    Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html.
    """
    text = call.get("eventPattern")
    if text is None:
        return
    try:
        pattern = json.loads(text)
    except ValueError as fault:
        yield "eventPattern", f'"event_pattern" contains an invalid JSON: {fault}'
        return
    if len(json.dumps(pattern, separators=(",", ":"))) > _LONGEST_PATTERN:
        yield "eventPattern", f'"event_pattern" cannot be longer than {_LONGEST_PATTERN} characters'
    elif not isinstance(pattern, dict) or not pattern:
        yield "eventPattern", "InvalidEventPatternException: Event pattern is not valid. Reason: Filter is not an object"
    else:
        for name in _no_lists(pattern):
            reason = f'"{name}" must be an object or an array'
            yield "eventPattern", f"InvalidEventPatternException: Event pattern is not valid. Reason: {reason}"


def _no_lists(pattern: Mapping[str, object]) -> Iterator[str]:
    for name, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _no_lists(value)
        elif not isinstance(value, list):
            yield name


def _target_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from _name_faults(call, "targetId")
    given = [name for name in _SINGLE_INPUT if call.given(name)]
    if len(given) > 1:
        yield given[1], f"conflicts with {given[0]}"
    target = call.get("arn")
    if target is not None and not re.fullmatch(r"arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12})?:.+", target):
        yield "arn", f'"arn" ({target}) is an invalid ARN'


def _of_bus(call: Call, *parts: str, by: str) -> str:
    """An id: its parts, and the bus before them where that is not the default one."""
    bus = call.get("eventBusName", _BUS)
    return by.join(parts if bus == _BUS else (bus, *parts))


def _target_id(call: Call) -> str:
    return call.get("targetId") or f"terraform-{call.hex(26, stream='target')}"


def _imported(text: str) -> Mapping[str, str]:
    """A target by `rule/target`, with the bus before them where that is not the default one."""
    bus, _, rest = text.rpartition("/")[0].rpartition("/")
    return {"eventBusName": bus or _BUS, "rule": rest, "targetId": text.rpartition("/")[2]} if rest else {}


RULES = table(
    row(
        RULE,
        "events/rule.go",
        id=lambda call: _of_bus(call, call["name"], by="/"),
        replaces=frozenset({"eventBusName", "name", "namePrefix"}),
        canonical={"eventPattern": as_json},
        defaults={"eventBusName": _BUS, "forceDestroy": False},
        computed={
            "arn": lambda call: arn(call, "events", f"rule/{_of_bus(call, call['name'], by='/')}"),
            "isEnabled": lambda call: call.get("state", "ENABLED") != "DISABLED",
            "state": lambda call: "DISABLED" if call.get("isEnabled") is False else "ENABLED",
        },
        references={"roleArn": ROLE_ARN},
        quotas=(Quota(300, per=("eventBusName",), message="LimitExceededException: The requested resource exceeds the maximum."),),
        name=AutoName(longest=64, prefixes=("namePrefix",)),
        check=_rule_faults,
        not_found="ResourceNotFoundException: Rule {id} does not exist.",
        in_use="ValidationException: Rule can't be deleted since it has targets.",
        exists="ResourceAlreadyExistsException: Rule {id} already exists.",
    ),
    row(
        TARGET,
        "events/target.go",
        tagged=False,
        id=lambda call: _of_bus(call, call["rule"], _target_id(call), by="-"),
        imported=_imported,
        replaces=frozenset({"eventBusName", "rule", "targetId"}),
        defaults={"eventBusName": _BUS, "forceDestroy": False},
        computed={"targetId": _target_id},
        references={
            "arn": refer((QUEUE, "arn"), outside=r"arn:aws[\w-]*:(?!sqs:)[\w-]+:.+", holds=False),
            "roleArn": ROLE_ARN,
            "rule": refer(RULE, by="name"),
        },
        quotas=(Quota(5, per=("rule",), message="LimitExceededException: The requested resource exceeds the maximum."),),
        check=_target_faults,
        not_found="ResourceNotFoundException: Target {id} does not exist.",
        exists="ResourceAlreadyExistsException: Target {id} already exists.",
    ),
)
