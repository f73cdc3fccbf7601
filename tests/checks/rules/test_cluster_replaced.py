"""Rule `cluster-replaced`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

from checks.finding import Severity
from checks.plan import Cause, Kind

from ..shop import AWS, PREFIX, change, found, plan, urn_of

CLUSTER = f"{AWS}:Cluster::java-main"
PROVIDER = "pulumi:providers:kubernetes"
PLANE = change("aws:eks/cluster:Cluster", "java-main-control-plane", Kind.REPLACED, CLUSTER)
REACHING = change(PROVIDER, "java-main-kubernetes", Kind.REPLACED, CLUSTER)
INSIDE = [
    replace(
        change(
            f"kubernetes:core/v1:{kind}",
            "java-main-storefront",
            Kind.REPLACED,
            "nusantara:kubernetes:Workload::java-main-storefront",
        ),
        provider=f"{PREFIX}{PROVIDER}::java-main-kubernetes",
    )
    for kind in ("Service", "ServiceAccount")
]


def test_a_control_plane_and_what_it_takes_along():
    (finding,) = found("cluster-replaced", plan(PLANE, REACHING, *INSIDE), None)
    assert (finding.severity, finding.resource) == (Severity.ERROR, PLANE.urn)
    assert finding.reason == "this control plane would be replaced by name, and everything in its cluster made anew"


def test_a_provider_alone_counts_what_goes_with_it():
    (finding,) = found("cluster-replaced", plan(REACHING, *INSIDE), None)
    assert (finding.resource, finding.reason) == (
        urn_of(PROVIDER, "java-main-kubernetes"),
        "this provider would be replaced by name, and 2 objects in its cluster made anew",
    )


def test_another_cluster_s_provider_is_told_of_beside_it():
    other = change(PROVIDER, "bali-main-kubernetes", Kind.REPLACED, "nusantara:alicloud:Cluster::bali-main")
    assert [each.resource for each in found("cluster-replaced", plan(PLANE, REACHING, other), None)] == [PLANE.urn, other.urn]


def test_clusters_that_are_made_changed_or_taken_out_are_not_replaced():
    for kind in (Kind.CREATED, Kind.UPDATED, Kind.DELETED):
        assert found("cluster-replaced", plan(replace(PLANE, kind=kind), replace(REACHING, kind=kind)), None) == []


def test_clusters_of_no_component_are_told_apart():
    """The parent of both is the stack; what the provider comes from says whose it is."""
    stack = f"{PREFIX}pulumi:pulumi:Stack::shop-dev"
    plane, other = replace(PLANE, parent=stack), replace(REACHING, parent=stack)
    own = replace(other, causes=(Cause(input="kubeconfig", upstream=(plane.urn,)),))
    assert [each.resource for each in found("cluster-replaced", plan(plane, other), None)] == [plane.urn, other.urn]
    assert [each.resource for each in found("cluster-replaced", plan(plane, own), None)] == [plane.urn]


def test_a_cluster_that_goes_while_another_comes_at_its_site():
    gone = replace(PLANE, kind=Kind.DELETED)
    come = change("aws:eks/cluster:Cluster", "java-core-control-plane", Kind.CREATED, CLUSTER)
    (finding,) = found("cluster-replaced", plan(gone, come), None)
    assert finding.resource == gone.urn
    assert finding.reason == (
        "this control plane would be deleted in the update that makes java-core-control-plane, and all in it lost"
    )
    elsewhere = change(
        "alicloud:cs/managedKubernetes:ManagedKubernetes", "bali-core", Kind.CREATED, "nusantara:alicloud:Cluster::bali-main"
    )
    assert found("cluster-replaced", plan(gone, elsewhere), None) == []


def test_providers_of_other_packages_are_not_meant():
    assert found("cluster-replaced", plan(change("pulumi:providers:aws", "java", Kind.REPLACED, CLUSTER)), None) == []
