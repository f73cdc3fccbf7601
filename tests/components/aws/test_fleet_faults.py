"""What is wrong with what a fleet is told on AWS alone: what was given, what was expected, and the fix."""

from __future__ import annotations

import pytest

from components.aws.fleet import WarmPool
from components.capacity import autoscaled
from components.contracts import LifecycleHook
from tests.support.clouds import AWS
from tests.support.faults import fleet_faults


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"disk_gib": 20, "disk_iops": 12_000},
            "disk_iops: 12000, expected a whole number, 3000 to 10000; fix: choose a number between them",
        ),
        (
            {"disk_throughput": 1000},
            "disk_throughput: 1000, expected a whole number, 125 to 750; fix: choose a number between them",
        ),
        (
            {"warm_pool": WarmPool(prepared=2), "capacity": autoscaled(min=2, max=20)},
            "warm_pool.prepared: 2, expected more than 2, which serve already, so that the pool is not empty; fix: raise it, or write min",
        ),
        (
            {"warm_pool": WarmPool(state="hibernated"), "types": ("c7i.2xlarge",), "disk_gib": 20, "encrypt_disk": False},
            'warm_pool.state: "hibernated", expected an encrypted disk beside it; fix: encrypt the disk, or choose stopped',
        ),
        (
            {"warm_pool": WarmPool(state="hibernated"), "types": ("m7i.4xlarge",), "disk_gib": 64},
            (
                'warm_pool.state: "hibernated, with 64 GiB of memory in m7i.4xlarge", expected less than disk_gib, which is 64; '
                "fix: raise disk_gib, or choose stopped"
            ),
        ),
        (
            {"warm_pool": WarmPool(state="hibernated"), "types": ("m7i.24xlarge",), "disk_gib": 500},
            (
                'warm_pool.state: "hibernated, with 384 GiB of memory in m7i.24xlarge", expected less than 150 GiB; '
                "fix: choose stopped, or another type"
            ),
        ),
        ({"counted_in": "vcpus"}, 'counted_in: "vcpus", expected attributes beside it; fix: give types weights instead'),
        (
            {"keep_abandoned": True},
            "keep_abandoned: true, expected a hook on terminate, or drain, beside it; fix: add one, or leave it out",
        ),
        (
            {"hooks": {"ready": LifecycleHook(on="launch", notify="jobs")}},
            'hooks.ready.notify: "jobs", expected an ARN of sqs or sns; fix: write arn:aws:sqs:…, as its service shows it',
        ),
        (
            {"hooks": {"ready": LifecycleHook(on="launch", notify="acs:ess:ap-southeast-5:1:queue/jobs")}},
            (
                'hooks.ready.notify: "acs:ess:ap-southeast-5:1:queue/jobs", expected an ARN of sqs or sns; '
                "fix: write arn:aws:sqs:…, as its service shows it"
            ),
        ),
        (
            {"policies": {"read": "ReadJobs"}},
            'policies.read: "ReadJobs", expected an ARN of iam; fix: write arn:aws:iam:…, as its service shows it',
        ),
        (
            {"kms_key": "arn:aws:s3:::keys"},
            'kms_key: "arn:aws:s3:::keys", expected an ARN of kms; fix: write arn:aws:kms:…, as its service shows it',
        ),
        (
            {"termination_function": "idle"},
            'termination_function: "idle", expected an ARN of lambda; fix: write arn:aws:lambda:…, as its service shows it',
        ),
        (
            {"reservations": ("abc",)},
            'reservations.0: "abc", expected an id such as cr-0a1b2c3d4e5f67890; fix: write the reservation\'s id',
        ),
        (
            {"user_data": "x" * 16_385},
            'user_data: "16385 bytes", expected 16384 bytes at most; fix: let a short script fetch the rest',
        ),
        ({"wait": -1}, "wait: -1, expected a whole number, 0 to 7200; fix: choose a number between them"),
    ],
)
def test_what_aws_alone_is_told_has_its_bounds(changes, expected):
    assert fleet_faults(AWS, **changes) == [f"FleetArgs.{expected}"]
