"""What holds the instances of a fleet on AWS when they come and go, and how long an update waits for them."""

from __future__ import annotations

import json

import pytest

from components.capacity import autoscaled, fixed
from components.contracts import LifecycleHook
from tests.support.clouds import AWS
from tests.support.mocks import Recorded, Recording, record

HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook"
GROUP = "aws:autoscaling/group:Group"


def fleet(**options) -> Recording:
    return record(lambda: AWS.make_fleet(**options))


def group(**options) -> Recorded:
    return fleet(**options).one("aws:autoscaling/group:Group")


def test_an_instance_that_goes_is_kept_for_what_it_has_begun():
    assert fleet(drain=120).one(HOOK, "transcoder-drain").inputs == {
        "autoscalingGroupName": "transcoder-group.name",
        "name": "drain",
        "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
        "heartbeatTimeout": 120,
        "defaultResult": "CONTINUE",
    }
    assert fleet().of(HOOK) == []


@pytest.mark.parametrize(("service", "action"), [("sqs", "sqs:SendMessage"), ("sns", "sns:Publish")])
def test_a_hook_writes_to_the_one_target_it_is_given(service, action):
    target = f"arn:aws:{service}:ap-southeast-3:111122223333:jobs"
    hook = LifecycleHook(on="launch", timeout=600, default="abandon", notify=target, metadata="warm")
    found = fleet(hooks={"warm": hook})
    told = {
        "name": "warm",
        "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
        "heartbeatTimeout": 600,
        "defaultResult": "ABANDON",
        "notificationTargetArn": target,
        "notificationMetadata": "warm",
        "roleArn": "transcoder-warm-notify.arn",
    }
    assert found.one(HOOK).inputs == {"autoscalingGroupName": "transcoder-group.name", **told}
    assert found.one(GROUP).inputs["initialLifecycleHooks"] == [told], "the first instances are held too"
    (statement,) = json.loads(found.one("aws:iam/rolePolicy:RolePolicy", "transcoder-warm-notify").inputs["policy"])["Statement"]
    assert (statement["Action"], statement["Resource"]) == (action, target)
    trust = json.loads(found.one("aws:iam/role:Role", "transcoder-warm-notify").inputs["assumeRolePolicy"])
    assert trust["Statement"][0]["Principal"] == {"Service": "autoscaling.amazonaws.com"}


def test_a_group_is_made_with_its_hooks_on_launch_and_replaced_by_none_of_them():
    assert "initialLifecycleHooks" not in group(drain=60).inputs
    assert group(drain=60).ignore_changes == ("desiredCapacity", "initialLifecycleHooks")


def test_hooks_go_with_the_group_so_that_they_hold_its_last_instances():
    found = fleet(drain=1800, hooks={"ready": LifecycleHook(on="launch", timeout=3600)})
    made = found.one(GROUP)
    assert {hook.deleted_with for hook in found.of(HOOK)} == {made.urn}
    assert made.timeouts["delete"] == "2400s"
    assert not group(hooks={"ready": LifecycleHook(on="launch")}).timeouts.get("delete")


@pytest.mark.parametrize(
    ("capacity", "options", "waits"),
    [
        (autoscaled(min=2, max=9), {}, "0s"),
        (autoscaled(min=2, max=9), {"wait": 300}, "300s"),
        (fixed(3), {}, "600s"),
        (fixed(3), {"hooks": {"ready": LifecycleHook(on="launch", timeout=900)}}, "1500s"),
        (fixed(3), {"wait": 0}, "0s"),
    ],
)
def test_an_update_waits_for_a_number_of_the_programs_own(capacity, options, waits):
    assert group(capacity=capacity, **options).inputs["waitForCapacityTimeout"] == waits


def test_what_a_hook_gives_up_may_be_kept():
    told = group(drain=60, keep_abandoned=True).inputs["instanceLifecyclePolicy"]
    assert told == {"retentionTriggers": {"terminateHookAbandon": "retain"}}
