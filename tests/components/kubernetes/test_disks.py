"""The disks that storage classes make on each cloud: what their drivers are told, and what these would refuse."""

from __future__ import annotations

from typing import Any

import pytest

from components.errors import ArgumentsError
from components.kubernetes.alicloud_disks import AlicloudDisks
from components.kubernetes.ebs_disks import EbsDisks


@pytest.mark.parametrize(
    ("disks", "parameters"),
    [
        (EbsDisks(), {"type": "gp3", "encrypted": "true"}),
        (EbsDisks(encrypted=False), {"type": "gp3", "encrypted": "false"}),
        (
            EbsDisks(type="io2", iops=64_000, key="arn:aws:kms:key", filesystem="xfs"),
            {
                "type": "io2",
                "encrypted": "true",
                "iops": "64000",
                "kmsKeyId": "arn:aws:kms:key",
                "csi.storage.k8s.io/fstype": "xfs",
            },
        ),
        (EbsDisks(iops=8000, throughput=2000), {"type": "gp3", "encrypted": "true", "iops": "8000", "throughput": "2000"}),
        (AlicloudDisks(), {"type": "cloud_essd", "encrypted": "true"}),
        (
            AlicloudDisks(performance_level="PL3", key="key-1"),
            {"type": "cloud_essd", "encrypted": "true", "performanceLevel": "PL3", "kmsKeyId": "key-1"},
        ),
        (AlicloudDisks(type="cloud_auto", iops=1), {"type": "cloud_auto", "encrypted": "true", "provisionedIops": "1"}),
    ],
)
def test_what_the_driver_is_told(disks: EbsDisks | AlicloudDisks, parameters: dict[str, str]):
    assert disks.disks.parameters == parameters


EBS: dict[str, tuple[dict[str, Any], str]] = {
    "io2 that is told nothing": (
        {"type": "io2"},
        "iops: nothing, expected a number, 100 to 256000, with io2; fix: write how many operations a second",
    ),
    "operations of a magnetic disk": (
        {"type": "st1", "iops": 500},
        "iops: 500, expected none with st1; fix: leave it out, or write type: gp3",
    ),
    "throughput of another type": (
        {"type": "sc1", "throughput": 125},
        "throughput: 125, expected none with sc1; fix: leave it out",
    ),
    "more throughput than operations carry": (
        {"throughput": 1000},
        "throughput: 1000, expected a whole number, 125 to 750; fix: choose a number between them",
    ),
    "a former type": ({"type": "gp2"}, 'type: "gp2", expected one of gp3, io2, st1, sc1; fix: choose one of them'),
    "a key without encryption": (
        {"encrypted": False, "key": "k"},
        'key: "a key", expected none for disks that are not encrypted; fix: leave it out, or write encrypted: true',
    ),
}
ALICLOUD: dict[str, tuple[dict[str, Any], str]] = {
    "a level of another category": (
        {"type": "cloud_ssd", "performance_level": "PL1"},
        'performance_level: "PL1", expected none with cloud_ssd; fix: leave it out; the other categories have no levels',
    ),
    "bursts of another category": (
        {"bursting": True},
        "bursting: true, expected none with cloud_essd; fix: leave it out, or write type: cloud_auto",
    ),
    "more operations than there are": (
        {"type": "cloud_auto", "iops": 60_000},
        "iops: 60000, expected a whole number, 1 to 50000; fix: choose a number between them",
    ),
}


@pytest.mark.parametrize(("told", "fault"), EBS.values(), ids=EBS)
def test_what_aws_would_refuse(told, fault):
    with pytest.raises(ArgumentsError) as error:
        EbsDisks(**told)
    assert [str(each) for each in error.value.faults] == [fault]


@pytest.mark.parametrize(("told", "fault"), ALICLOUD.values(), ids=ALICLOUD)
def test_what_alibaba_cloud_would_refuse(told, fault):
    with pytest.raises(ArgumentsError) as error:
        AlicloudDisks(**told)
    assert [str(each) for each in error.value.faults] == [fault]
