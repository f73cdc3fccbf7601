"""Listeners of an ALB or an NLB."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..contracts import Listener
from ..contracts.listeners import SECURE
from ..naming import named
from .load_balancer_args import LoadBalancerArgs


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
    return made


def _action(listener: Listener, groups: Mapping[str, aws.lb.TargetGroup]) -> aws.lb.ListenerDefaultActionArgsDict:
    if listener.to is not None:
        return {"type": "forward", "target_group_arn": groups[listener.to].arn}
    redirect: aws.lb.ListenerDefaultActionRedirectArgsDict = {
        "protocol": "HTTPS",
        "port": str(listener.redirect),
        "status_code": "HTTP_301",
    }
    return {"type": "redirect", "redirect": redirect}
