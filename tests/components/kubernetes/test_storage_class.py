"""The disks that pods ask for, on each cloud."""

from __future__ import annotations

import pytest

from components.errors import ArgumentsError
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.storage_class import StorageClass, StorageClassArgs
from tests.support.mocks import record


@pytest.mark.parametrize(
    ("delivery", "provisioner", "type_"),
    [(OnEks(), "ebs.csi.aws.com", "gp3"), (OnAck(), "diskplugin.csi.alibabacloud.com", "cloud_essd")],
    ids=["EKS", "ACK"],
)
def test_disks_are_encrypted_wait_for_their_pods_zone_and_can_grow(delivery, provisioner, type_):
    found = record(lambda: StorageClass("main-storage", StorageClassArgs(called="encrypted", delivery=delivery)))
    made = found.one("kubernetes:storage.k8s.io/v1:StorageClass", "main-storage-class").inputs
    assert {key: value for key, value in made.items() if key not in {"apiVersion", "kind"}} == {
        "metadata": {"name": "encrypted"},
        "provisioner": provisioner,
        "parameters": {"type": type_, "encrypted": "true"},
        "volumeBindingMode": "WaitForFirstConsumer",
        "allowVolumeExpansion": True,
        "reclaimPolicy": "Delete",
    }
    assert found.one(StorageClass.TYPE).outputs == {"name": "encrypted"}


def test_a_name_that_is_none_is_refused():
    with pytest.raises(ArgumentsError):
        StorageClassArgs(called="Encrypted", delivery=OnEks())
