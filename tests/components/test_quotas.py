"""vCPUs of instance types, and the quotas that count them."""

from __future__ import annotations

import pytest

from components.quotas import quota, vcpus


@pytest.mark.parametrize(
    ("cloud", "type_", "count"),
    [
        ("aws", "m7i.2xlarge", 8),
        ("aws", "c7i.xlarge", 4),
        ("aws", "m5.large", 2),
        ("aws", "m7g.medium", 1),
        ("aws", "t3.small", 2),
        ("aws", "c7i.metal-24xl", 96),
        ("aws", "c4.8xlarge", 36),
        ("aws", "m5.metal", 96),
        ("aws", "hpc7a.96xlarge", 192),
        ("aws", "t2.small", 1),
        ("aws", "m99z.2xlarge", 8),
        ("aws", "m99z.metal", None),
        ("aws", "large", 2),
        ("alicloud", "ecs.g7.2xlarge", 8),
        ("alicloud", "ecs.c7.3xlarge", 12),
        ("alicloud", "ecs.t6-c1m2.large", 2),
        ("alicloud", "ecs.n4.small", 1),
        ("alicloud", "ecs.re6.13xlarge", 52),
        ("alicloud", "ecs.g7.huge", None),
    ],
)
def test_a_size_says_how_many(cloud, type_, count):
    assert vcpus(cloud, type_) == count


@pytest.mark.parametrize(
    ("cloud", "type_", "spot", "code"),
    [
        ("aws", "m7i.2xlarge", False, "L-1216C47A"),
        ("aws", "im4gn.xlarge", True, "L-34B43A08"),
        ("aws", "t3.large", True, "L-34B43A08"),
        ("aws", "trn1.2xlarge", False, "L-2C3B7624"),
        ("aws", "g5.xlarge", True, "L-3819A6DF"),
        ("aws", "inf2.xlarge", False, "L-1945791B"),
        ("aws", "p5.48xlarge", False, "L-417A185B"),
        ("alicloud", "ecs.g7.large", False, "max-postpaid-instance-vcpu-count"),
        ("alicloud", "ecs.g7.large", True, "max-spot-instance-vcpu-count"),
    ],
)
def test_a_class_has_its_quota(cloud, type_, spot, code):
    found = quota(cloud, type_, spot=spot)
    assert found is not None
    assert found.code == code


def test_the_quota_of_a_class_that_nobody_knows_is_not_guessed():
    assert quota("aws", "u-6tb1.metal", spot=False) is None
