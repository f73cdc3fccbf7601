"""Health checks of Route 53: what is asked, by whom, and checks of checks. The service is global.

Messages: docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHealthCheck.html and API_HealthCheckConfig.html. That checks of
checks count no others: docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, as_set, refer, table
from .regions import partition
from .shapes import row

if TYPE_CHECKING:
    from ..call import Call

CHECK: Final = "aws:route53/healthCheck:HealthCheck"

_ASKING: Final = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
_OTHERS: Final = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")
_REGIONS: Final = (
    *("ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1", "us-west-2"),
)


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    kind = call.get("type")
    if kind is not None and kind not in (*_ASKING, *_OTHERS):
        yield "type", f'expected type to be one of {", ".join((*_ASKING, *_OTHERS))}, got "{kind}"'
    if call.get("requestInterval") not in {None, 10, 30}:
        yield "requestInterval", f"expected request_interval to be one of [10 30], got {call.get('requestInterval')}"
    threshold = call.get("failureThreshold")
    if threshold is not None and not 1 <= threshold <= 10:
        yield "failureThreshold", f"expected failure_threshold to be in the range (1 - 10), got {threshold}"
    regions = call.get("regions")
    if regions is not None and len(set(regions)) < 3:
        yield "regions", f"Not enough list items: attribute regions requires 3 item minimum, but config has only {len(regions)}"
    for region in regions or ():
        if region not in _REGIONS:
            yield "regions", f'expected regions to be one of {", ".join(_REGIONS)}, got "{region}"'
    for name, most in (("searchString", 255), ("resourcePath", 255), ("fqdn", 255)):
        if len(call.get(name) or "") > most:
            yield name, f"expected length of {name} to be in the range (0 - {most})"


def _refused(call: Call) -> Iterator[str]:
    kind = call["type"]
    if kind in _ASKING and not call.get("fqdn") and not call.get("ipAddress"):
        yield "InvalidInput: Either the IP address or the domain name of the endpoint must be specified"
    if kind == "TCP" and not call.get("port"):
        yield "InvalidInput: Port must be specified for TCP health checks"
    if "STR_MATCH" in kind and not call.get("searchString"):
        yield f"InvalidInput: SearchString must be specified for {kind} health checks"
    if "STR_MATCH" not in kind and call.get("searchString"):
        yield f"InvalidInput: SearchString cannot be specified for {kind} health checks"
    if not kind.startswith("HTTPS") and call.get("enableSni"):
        yield f"InvalidInput: EnableSNI cannot be true for {kind} health checks"
    children = call.get("childHealthchecks") or ()
    if kind == "CALCULATED" and len(children) < (call.get("childHealthThreshold") or 0):
        yield "InvalidInput: HealthThreshold is greater than the number of child health checks"
    if any(child.outputs["type"] == "CALCULATED" for child in call.all_referenced("childHealthchecks[*]")):
        yield "InvalidInput: A calculated health check cannot monitor the health of other calculated health checks"
    if kind != "CALCULATED" and children:
        yield f"InvalidInput: ChildHealthChecks cannot be specified for {kind} health checks"


RULES = table(
    row(
        CHECK,
        "route53/health_check.go",
        regional=False,
        id=lambda call: call.uuid(),
        replaces=frozenset({"measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"}),
        canonical={"childHealthchecks": as_set, "regions": as_set},
        defaults={"disabled": False, "measureLatency": False},
        derived={
            "enableSni": lambda call: str(call["type"]).startswith("HTTPS"),
            "failureThreshold": lambda call: 3 if call["type"] in _ASKING else 0,
        },
        computed={"arn": lambda call: f"arn:{partition(call.region)}:route53:::healthcheck/{call.id}"},
        references={"childHealthchecks[*]": refer(CHECK)},
        quotas=(Quota(200, "TooManyHealthChecks: The limit of health checks of this account has been reached."),),
        check=_faults,
        refuses=_refused,
        not_found="NoSuchHealthCheck: A health check with id {id} does not exist.",
        in_use="HealthCheckInUse: The health check {id} is in use by other health checks or records.",
    ),
)
