"""Listeners of an ALB or an NLB."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..contracts import EdgeKey, Listener
from ..contracts.edge_key import REFUSAL
from ..contracts.listeners import SECURE
from ..dns import value_key
from ..naming import named
from .load_balancer_args import LoadBalancerArgs

_LAST = 50_000
"""The last priority that a rule can have (docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html)."""


def make_listener(  # noqa: PLR0917 - one more than five, each another thing
    name: str,
    args: LoadBalancerArgs,
    listener: Listener,
    balancer: aws.lb.LoadBalancer,
    groups: Mapping[str, aws.lb.TargetGroup],
    opts: pulumi.ResourceOptions,
) -> aws.lb.Listener:
    """A listener and the certificates that it shows beside its usual one.

    It goes before another load balancer takes its place, since a target group is one load balancer's at a time
    (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html).
    """
    made = aws.lb.Listener(
        name,
        load_balancer_arn=balancer.arn,
        port=listener.port,
        protocol=listener.protocol.upper(),
        certificate_arn=listener.certificate,
        ssl_policy=args.ssl_policy if listener.protocol in SECURE else None,
        tcp_idle_timeout_seconds=args.idle_seconds if listener.protocol == "tcp" else None,
        default_actions=[_action(listener, groups)],
        tags=named(args.tags, name),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
    )
    for key, certificate in listener.more_certificates.items():
        aws.lb.ListenerCertificate(f"{name}-{key}", listener_arn=made.arn, certificate_arn=certificate, opts=opts)
    if args.asks is not None and listener.to is not None:
        _ask(name, args.asks, made, groups[listener.to], named(args.tags, name), opts)
    return made


def _ask(  # noqa: PLR0917 - one more than five, each another thing
    name: str,
    asks: EdgeKey,
    listener: aws.lb.Listener,
    group: aws.lb.TargetGroup,
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Refuse what does not carry what CDNs send, but for what health checks ask.

    What refuses is the last rule and not the listener's default: it is there after those that let in, and goes before them, so that
    nobody is refused in between.
    """
    forward: list[aws.lb.ListenerRuleActionArgsDict] = [{"type": "forward", "target_group_arn": group.arn}]
    let_in: dict[str, tuple[int, aws.lb.ListenerRuleConditionArgsDict]] = {
        "edge": (1, {"http_header": {"http_header_name": asks.header, "values": asks.accepted}}),
        **{
            f"check-{value_key(path.removeprefix('/') or path)}": (place, {"path_pattern": {"values": [path]}})
            for place, path in enumerate(asks.open, 2)
        },
    }
    rules = [
        aws.lb.ListenerRule(
            f"{name}-{key}",
            listener_arn=listener.arn,
            priority=priority,
            conditions=[condition],
            actions=forward,
            tags=tags,
            opts=opts,
        )
        for key, (priority, condition) in let_in.items()
    ]
    aws.lb.ListenerRule(
        f"{name}-refused",
        listener_arn=listener.arn,
        priority=_LAST,
        conditions=[{"path_pattern": {"values": ["/*"]}}],
        actions=[
            {
                "type": "fixed-response",
                "fixed_response": {"content_type": "text/plain", "message_body": REFUSAL, "status_code": "403"},
            }
        ],
        tags=tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=rules)),
    )


def _action(listener: Listener, groups: Mapping[str, aws.lb.TargetGroup]) -> aws.lb.ListenerDefaultActionArgsDict:
    if listener.to is not None:
        return {"type": "forward", "target_group_arn": groups[listener.to].arn}
    redirect: aws.lb.ListenerDefaultActionRedirectArgsDict = {
        "protocol": "HTTPS",
        "port": str(listener.redirect),
        "status_code": "HTTP_301",
    }
    return {"type": "redirect", "redirect": redirect}
