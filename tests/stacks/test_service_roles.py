"""The roles that ACK needs of an account, where one of its sites is to make them."""

from __future__ import annotations

from components.alicloud.service_roles import SERVICES, ServiceRoles
from stacks.topology import build
from tests.support.mocks import record

ASKED = {"resource_group: rg-one": "service_roles: true"}
PLANE = "alicloud:cs/managedKubernetes:ManagedKubernetes"


def test_nobody_makes_them_unless_told(loaded):
    assert record(lambda: build(loaded())).of(ServiceRoles.TYPE) == []


def test_the_site_that_is_told_makes_them_before_its_clusters_and_no_other_waits(loaded):
    found = record(lambda: build(loaded(ASKED)))
    (roles,) = found.of(ServiceRoles.TYPE)
    assert (roles.name, found[roles.parent].name) == ("batam-ack", "batam")
    made = {each.urn for each in found.children(roles)}
    assert len(made) == 2 * len(SERVICES)
    assert made <= found.one(PLANE).dependencies
    assert not made & found.one("aws:eks/cluster:Cluster").dependencies
