"""What holds instances that come to a group or leave it."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..naming import named
from .fleet_args import FleetArgs
from .iam import document, service_trust

_TRANSITIONS = {"launch": "autoscaling:EC2_INSTANCE_LAUNCHING", "terminate": "autoscaling:EC2_INSTANCE_TERMINATING"}


def make_hooks(name: str, args: FleetArgs, group: aws.autoscaling.Group, opts: pulumi.ResourceOptions) -> None:
    """A lifecycle hook for each that is asked for, and a role by which the group writes to a queue or a topic.

    Hooks come after the group, so the instances that it begins with pass those on "launch". A hook without `notify` is told
    by EventBridge (docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html).
    """
    for key, hook in args.all_hooks.items():
        role = _make_role(f"{name}-{key}", hook.notify, args, opts) if hook.notify is not None else None
        aws.autoscaling.LifecycleHook(
            f"{name}-{key}",
            autoscaling_group_name=group.name,
            lifecycle_transition=_TRANSITIONS[hook.on],
            heartbeat_timeout=hook.timeout,
            default_result=hook.default.upper(),
            notification_target_arn=hook.notify,
            notification_metadata=hook.metadata,
            role_arn=role,
            opts=opts,
        )


def _make_role(name: str, target: pulumi.Input[str], args: FleetArgs, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """A role that may write to the one target; the hook waits until it may, since AWS tries it with a test message."""
    role = aws.iam.Role(
        f"{name}-notify",
        assume_role_policy=service_trust("autoscaling.amazonaws.com"),
        tags=named(args.tags, f"{name}-notify"),
        opts=opts,
    )
    policy = aws.iam.RolePolicy(
        f"{name}-notify", role=role.name, policy=pulumi.Output.from_input(target).apply(_may_write_to), opts=opts
    )
    return pulumi.Output.all(role.arn, policy.id).apply(lambda known: known[0])


def _may_write_to(arn: str) -> str:
    action = "sns:Publish" if arn.split(":")[2] == "sns" else "sqs:SendMessage"
    return document({"Effect": "Allow", "Action": action, "Resource": arn})
