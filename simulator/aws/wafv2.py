"""AWS WAF: web ACLs, what they protect, and where requests that they saw are recorded.

Limits: docs.aws.amazon.com/waf/latest/developerguide/limits.html and waf-rule-statement-type-rate-based-high-level-settings.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import AutoName, Quota, Unique, as_set, refer, table
from .regions import partition
from .shapes import row

if TYPE_CHECKING:
    from ..call import Call

WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION: Final = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING: Final = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

_WINDOWS: Final = (60, 120, 300, 600)
_LEAST, _MOST = 10, 2_000_000_000
_CAPACITY: Final = 1_500
"""What a web ACL may hold without being asked for more."""
_UNITS: Final = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesACFPRuleSet": 50,
    "AWSManagedRulesAntiDDoSRuleSet": 50,
}
"""The capacity units of AWS's own groups: docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html."""


def _rules(call: Call) -> list[Any]:
    return list(call.get("rules") or ())


def _capacity(call: Call) -> int:
    """What the rules cost: a managed group its own, a rate 2 and what it is scoped by, anything else 1."""
    total = 0
    for rule in _rules(call):
        statement = rule.get("statement") or {}
        group = statement.get("managedRuleGroupStatement")
        total += _UNITS.get(group.get("name"), 100) if group else 2 if statement.get("rateBasedStatement") else 1
    return total


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    scope = call.get("scope")
    if scope not in (None, "CLOUDFRONT", "REGIONAL"):
        yield "scope", f'expected scope to be one of CLOUDFRONT, REGIONAL, got "{scope}"'
    for place, rule in enumerate(_rules(call)):
        rate = (rule.get("statement") or {}).get("rateBasedStatement") or {}
        limit, window = rate.get("limit"), rate.get("evaluationWindowSec")
        where = f"rules[{place}].statement.rateBasedStatement"
        if isinstance(limit, int | float) and not _LEAST <= limit <= _MOST:
            yield f"{where}.limit", f"expected limit to be in the range ({_LEAST} - {_MOST}), got {limit:g}"
        if isinstance(window, int | float) and window not in _WINDOWS:
            yield f"{where}.evaluationWindowSec", f"expected one of {', '.join(map(str, _WINDOWS))}, got {window:g}"


def _refused(call: Call) -> Iterator[str]:
    if call.get("scope") == "CLOUDFRONT" and call.region != "us-east-1":
        yield "WAFInvalidParameterException: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT (only in us-east-1)"
    rules = _rules(call)
    for field in ("name", "priority"):
        values = [rule.get(field) for rule in rules]
        for value in sorted({str(each) for each in values if values.count(each) > 1}):
            yield f"WAFDuplicateItemException: two rules have the {field} {value}"
    if (needed := _capacity(call)) > 5_000:
        yield f"WAFLimitsExceededException: the web ACL would need {needed} capacity units, 5000 at most ({_CAPACITY} are included)"
    for rule in rules:
        group = ((rule.get("statement") or {}).get("managedRuleGroupStatement") or {}) if rule.get("statement") else {}
        if group.get("vendorName") == "AWS" and group.get("name") not in _UNITS:
            yield f"WAFNonexistentItemException: AWS has no managed rule group {group.get('name')}"


def _within(call: Call) -> str:
    return "global" if call.get("scope") == "CLOUDFRONT" else "regional"


def _destinations(call: Call) -> Iterator[tuple[str, str]]:
    for place, arn in enumerate(call.get("logDestinationConfigs") or ()):
        name = str(arn).split(":")[-1].rpartition("/")[2] if ":s3:::" not in str(arn) else str(arn).partition(":::")[2]
        if arn is not None and not name.startswith("aws-waf-logs-"):
            yield f"logDestinationConfigs[{place}]", f"the name of the destination must begin with aws-waf-logs-: {arn}"


def _once(call: Call) -> Iterator[str]:
    own = call.id if call.old else ""
    for other in call.find(ASSOCIATION, resourceArn=call["resourceArn"]):
        if other.id != own:
            yield f"WAFAssociatedItemException: {call['resourceArn']} has a web ACL already"
    if ":global/webacl/" in str(call["webAclArn"]):
        yield "WAFInvalidParameterException: a web ACL of the scope CLOUDFRONT protects distributions alone, each by its web_acl_id"


RULES = table(
    row(
        WEB_ACL,
        "wafv2/web_acl.go",
        id=lambda call: call.uuid(),
        replaces=frozenset({"name", "namePrefix", "scope"}),
        canonical={"rules": as_set, "tokenDomains": as_set},
        computed={
            "applicationIntegrationUrl": lambda _: "",
            "arn": lambda call: (
                f"arn:{partition(call.region)}:wafv2:{call.region}:{call.account}:{_within(call)}/webacl/{call['name']}/{call.id}"
            ),
            "capacity": _capacity,
            "lockToken": lambda call: call.uuid(),
        },
        volatile={"capacity": frozenset({"rules"}), "lockToken": frozenset()},
        name=AutoName(prefixes=("namePrefix",), longest=128),
        unique=(Unique(("name", "scope"), "WAFDuplicateItemException: a web ACL of the name {name} exists already"),),
        quotas=(Quota(100, "WAFLimitsExceededException: the account has reached its limit of web ACLs", per=("scope",)),),
        check=_faults,
        refuses=_refused,
        not_found="WAFNonexistentItemException: the web ACL {id} does not exist",
        in_use="WAFAssociatedItemException: the web ACL {id} still protects something",
    ),
    row(
        ASSOCIATION,
        "wafv2/web_acl_association.go",
        tagged=False,
        id=lambda call: f"{call['webAclArn']},{call['resourceArn']}",
        replaces=frozenset({"resourceArn", "webAclArn"}),
        references={"webAclArn": refer(WEB_ACL, by="arn")},
        refuses=_once,
        not_found="WAFNonexistentItemException: {id} does not exist",
    ),
    row(
        LOGGING,
        "wafv2/web_acl_logging_configuration.go",
        tagged=False,
        id=lambda call: call["resourceArn"],
        replaces=frozenset({"resourceArn"}),
        references={"resourceArn": refer(WEB_ACL, by="arn", holds=False)},
        check=_destinations,
        not_found="WAFNonexistentItemException: {id} records nothing",
    ),
)
