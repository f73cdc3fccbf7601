"""What holds instances that come to a group or leave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..naming import named
from .fleet_args import FleetArgs
from .iam import document, service_trust

INITIAL_HOOKS = "initialLifecycleHooks"
"""The group's input by which hooks stand before its first instance; another one would replace the group."""

_TRANSITIONS = {"launch": "autoscaling:EC2_INSTANCE_LAUNCHING", "terminate": "autoscaling:EC2_INSTANCE_TERMINATING"}
_DELETION_SECONDS = 600
"""How long the provider waits for a group's instances to end: `Timeouts` of resourceGroup in terraform-provider-aws."""


class Hooks:
    """The lifecycle hooks of a fleet, and the roles by which its group writes to their queues and topics.

    Those on launch are given to the group when it is made, since the instances that it begins with would else pass before a hook
    can hold them. After that they are resources of their own under the same names: the API takes the one for the other
    (PutLifecycleHook creates or updates), and only so can they change without another group. They are deleted with the group and
    not before it, so that also its last instances are held.

    A hook without `notify` is told by EventBridge (docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html).

    Args:
        name: the fleet's name.
        args: what it is made from.
        opts: options of each role and hook.
    """

    def __init__(self, name: str, args: FleetArgs, opts: pulumi.ResourceOptions) -> None:
        self._name, self._args, self._opts = name, args, opts
        self._inputs = {key: self._told(key) for key in args.all_hooks}

    @property
    def initial(self) -> list[Any] | None:
        """What the group is made with."""
        return [self._inputs[key] for key, hook in sorted(self._args.all_hooks.items()) if hook.on == "launch"] or None

    @property
    def deletion(self) -> pulumi.CustomTimeouts | None:
        """How long a deletion of the group may take, where hooks hold its last instances."""
        longest = max((hook.timeout for hook in self._args.all_hooks.values() if hook.on == "terminate"), default=0)
        return pulumi.CustomTimeouts(delete=f"{_DELETION_SECONDS + longest}s") if longest else None

    def attach(self, group: aws.autoscaling.Group) -> None:
        """Make each a resource of its own, which may change."""
        opts = pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(deleted_with=group))
        for key, told in self._inputs.items():
            aws.autoscaling.LifecycleHook(f"{self._name}-{key}", autoscaling_group_name=group.name, opts=opts, **told)

    def _told(self, key: str) -> Mapping[str, Any]:
        hook = self._args.all_hooks[key]
        told = {
            "name": key,
            "lifecycle_transition": _TRANSITIONS[hook.on],
            "heartbeat_timeout": hook.timeout,
            "default_result": hook.default.upper(),
            "notification_target_arn": hook.notify,
            "notification_metadata": hook.metadata,
            "role_arn": self._role(f"{self._name}-{key}", hook.notify) if hook.notify is not None else None,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _role(self, name: str, target: pulumi.Input[str]) -> pulumi.Output[str]:
        """A role that may write to the one target; the hook waits until it may, since AWS tries it with a test message."""
        role = aws.iam.Role(
            f"{name}-notify",
            assume_role_policy=service_trust("autoscaling.amazonaws.com"),
            tags=named(self._args.tags, f"{name}-notify"),
            opts=self._opts,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-notify", role=role.name, policy=pulumi.Output.from_input(target).apply(_may_write_to), opts=self._opts
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: known[0])


def _may_write_to(arn: str) -> str:
    action = "sns:Publish" if arn.split(":")[2] == "sns" else "sqs:SendMessage"
    return document({"Effect": "Allow", "Action": action, "Resource": arn})
