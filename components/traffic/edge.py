"""What the CDNs of both clouds can be told alike, and within which bounds; pure.

Sources:
docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html (limits and windows) and
docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html (capacity units, WCU);
docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html (methods) and
PriceClass.html; registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/dcdn_waf_rule (limits and windows).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ..errors import ArgumentFault
from ..naming import Cloud
from .stand_in import PATH

READING: Final = ("GET", "HEAD", "OPTIONS")
"""The methods that fail over to a second origin; of any other nobody knows whether the first has carried it out."""
FAILED: Final = (500, 502, 503, 504)
"""Answers for which a second origin is asked, and in place of which the stand-in page is shown."""
EVERY_METHOD: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Bounds(NamedTuple):
    """How many requests a client may be counted up to, and over which times."""

    least: int
    most: int
    windows: tuple[int, ...]


RATES: Final[Mapping[Cloud, Bounds]] = {
    "aws": Bounds(10, 2_000_000_000, (60, 120, 300, 600)),
    "alicloud": Bounds(2, 500_000, tuple(range(5, 1_801))),
}
"""By cloud."""

RULE_GROUPS: Final[Mapping[str, int]] = {
    "AWSManagedRulesACFPRuleSet": 50,
    "AWSManagedRulesATPRuleSet": 50,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesAntiDDoSRuleSet": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesWordPressRuleSet": 100,
}
"""The rule groups that AWS keeps, with the capacity units that each takes."""
CONFIGURED: Final = frozenset({"AWSManagedRulesACFPRuleSet", "AWSManagedRulesATPRuleSet", "AWSManagedRulesAntiDDoSRuleSet"})
"""Those that must be told of an application's own pages, which nobody can guess."""
USUAL_GROUPS: Final = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
)
CAPACITY: Final = 1_500
"""Units that a web ACL has at its base price; more, to 5,000, are charged for each million requests."""

PRICE_CLASSES: Final = ("PriceClass_100", "PriceClass_200", "PriceClass_All")
SCOPES: Final = ("domestic", "overseas", "global")

_PATH = re.compile(r"/[A-Za-z0-9_.~/$&@:%+-]*\*?")
_MOST_PATHS: Final = 25
PATH_OF_OURS: Final = PATH[: PATH.rindex("/") + 1]


def path_faults(patterns: Iterable[str], field: str) -> Iterator[ArgumentFault]:
    """What is wrong with the paths that something is said of: both CDNs know a path by itself and all that begin alike.

    CloudFront has 25 cache behaviors a distribution (cloudfront-limits.html), and they are tried in their order: where one begins
    as another does, the longer is tried first (`ordered`).
    """
    given = list(patterns)
    for pattern in given:
        if not _PATH.fullmatch(pattern) or len(pattern) > 255:
            expected = "a path that begins with /, with an asterisk at its end alone"
            yield ArgumentFault(f"{field}.{pattern}", f'"{pattern}"', expected, "write /api/*, say")
        elif pattern.startswith(PATH_OF_OURS):
            expected = f"another than {PATH_OF_OURS}, where the stand-in page is"
            yield ArgumentFault(f"{field}.{pattern}", f'"{pattern}"', expected, "choose another path")
    if len(given) > _MOST_PATHS - 1:
        yield ArgumentFault(field, f"{len(given)} paths", f"{_MOST_PATHS - 1} at most", "say more of them by one path")


def ordered(patterns: Iterable[str]) -> list[str]:
    """Paths with the more particular ones first, which depends on no order that they were written in."""
    return sorted(patterns, key=lambda each: (-len(each.removesuffix("*")), each.endswith("*"), each))


def path_keys(patterns: Iterable[str]) -> dict[str, str]:
    """Paths as parts of resources' names, by the path: "/static/*" as "static-any", the root as "root".

    Of those that would be called alike, as "/a/b" and "/a-b", each is told from the others by a digest.
    """
    words = {pattern: _words(pattern) for pattern in patterns}
    alike = Counter(words.values())
    return {pattern: key if alike[key] == 1 else f"{key}-{_digest(pattern)}" for pattern, key in words.items()}


def _digest(pattern: str) -> str:
    return hashlib.sha256(pattern.encode()).hexdigest()[:8]


def _words(pattern: str) -> str:
    words = re.sub(r"[^A-Za-z0-9.]+", "-", pattern.removesuffix("*")).strip("-")
    return "-".join([*([words] if words else []), *(["any"] if pattern.endswith("*") else [])]) or "root"


def rate_faults(requests: int, seconds: int, clouds: Iterable[Cloud]) -> Iterator[ArgumentFault]:
    """What is wrong with a limit that several clouds are to keep alike."""
    bounds = [RATES[cloud] for cloud in clouds]
    least, most = max((each.least for each in bounds), default=1), min((each.most for each in bounds), default=requests)
    if not least <= requests <= most:
        near = least if requests < least else most
        yield ArgumentFault("requests", f"{requests}", f"{least:,} to {most:,} of one address", f"write {near}")
    windows = [each for each in RATES["alicloud"].windows if all(each in bound.windows for bound in bounds)]
    if seconds not in windows:
        near = min(windows, key=lambda each: (abs(each - seconds), each))
        expected = (
            f"{', '.join(map(_spelled, windows[:-1]))} or {_spelled(windows[-1])}"
            if len(windows) < 10
            else f"{_spelled(windows[0])} to {_spelled(windows[-1])}"
        )
        yield ArgumentFault("per", _spelled(seconds), expected, f"write {_spelled(near)}")


def group_faults(groups: Iterable[str], field: str) -> Iterator[ArgumentFault]:
    """What is wrong with AWS's rule groups: an unknown one, one a second time, more than a web ACL can hold."""
    seen: set[str] = set()
    for place, group in enumerate(groups):
        where = f"{field}.{place}"
        if group not in RULE_GROUPS:
            near = next((each for each in RULE_GROUPS if group.lower() in each.lower() or each.lower() in group.lower()), None)
            fix = f"write {near}" if near else "choose one of them"
            yield ArgumentFault(where, f'"{group}"', f"a rule group that AWS keeps: {', '.join(RULE_GROUPS)}", fix)
        elif group in CONFIGURED:
            expected = "a group that needs to know nothing of the application's own pages"
            yield ArgumentFault(where, f'"{group}"', expected, "remove it; make a web ACL of your own for it")
        elif group in seen:
            yield ArgumentFault(where, f'"{group}" a second time', "each group once", "remove one")
        seen.add(group)
    units = sum(RULE_GROUPS.get(group, 0) for group in seen)
    if units > CAPACITY:
        expected = f"{CAPACITY:,} at most, what a web ACL has at its base price"
        yield ArgumentFault(field, f"groups of {units:,} capacity units", expected, "remove one")


def _spelled(seconds: int) -> str:
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
