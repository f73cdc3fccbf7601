"""A workload that is told everything differs between the clouds in what each of them needs, and in nothing else."""

from __future__ import annotations

from tests.contract.workload_diff import DOCUMENT, differing, objects, page
from tests.support.clusters import ACK, EKS


def test_the_page_shows_the_difference():
    assert DOCUMENT.read_text() == page(), "run `make workload-diff`"


def test_only_what_each_cloud_needs_differs():
    on_eks, on_ack = objects(EKS), objects(ACK)
    assert on_eks.keys() - on_ack.keys() == {"IngressClassParams public"}
    assert on_ack.keys() - on_eks.keys() == {"AlbConfig public"}
    found = {name: differing(on_eks[name], on_ack[name]) for name in on_eks.keys() & on_ack.keys()}
    bound = {"labels.pod-identity.alibabacloud.com/injection", "annotations.nusantara/identity"}
    assert found.pop("StatefulSet storefront") == {f"spec.template.metadata.{path}" for path in bound}
    assert found.pop("IngressClass public") == {"spec.controller", "spec.parameters.apiGroup", "spec.parameters.kind"}
    kinds = [name for name in found if name.split()[0] in {"ExternalSecret", "SecretStore"}]
    assert {name.split()[0]: found.pop(name) for name in kinds} == {
        "ExternalSecret": {
            "apiVersion",
            "metadata.annotations.pulumi.com/waitFor",
            *(f"spec.{field}" for field in ("data", "provider", "refreshInterval", "rotationInterval", "secretStoreRef", "target")),
        },
        "SecretStore": {"apiVersion", "spec.KMS", "spec.provider"},
    }
    elsewhere = {name: {path for path in paths if not path.startswith("metadata.annotations.")} for name, paths in found.items()}
    assert set().union(*elsewhere.values()) == set()
    assert {name for name, paths in found.items() if paths} == {
        "ServiceAccount storefront",
        "ServiceAccount storefront-reader",
        "Ingress storefront",
    }
