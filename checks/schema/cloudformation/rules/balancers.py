"""Listeners and target groups of load balancers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...fault import SchemaFault
from .inputs import Inputs

_ENCRYPTED: Final = ("HTTPS", "TLS")


def _listener(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html."""
    protocol = inputs.text("protocol").upper()
    if protocol in _ENCRYPTED and not inputs.has("certificateArn"):
        yield inputs.fault("certificateArn", f"is missing, and the listener speaks {protocol}", "give the ARN of a certificate")


def _targets(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html."""
    if inputs.flag("targetType") is None:
        return
    if inputs.text("targetType") == "lambda":
        return
    for name in ("port", "protocol", "vpcId"):
        if not inputs.has(name):
            yield inputs.fault(name, "is missing, and the targets are no function", f'give {name}, or targetType "lambda"')
    for check in inputs.each("healthCheck"):
        spoken = check.text("protocol") or inputs.text("protocol")
        interval, timeout = check.number("interval"), check.number("timeout")
        if spoken.upper() in ("HTTP", "HTTPS") and interval and timeout and timeout >= interval:
            yield check.fault("timeout", f"{timeout:g} is not less than interval, {interval:g}", f"give {interval - 1:g} at most")


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    "aws:alb/listener:Listener": _listener,
    "aws:alb/targetGroup:TargetGroup": _targets,
    "aws:lb/listener:Listener": _listener,
    "aws:lb/targetGroup:TargetGroup": _targets,
}
