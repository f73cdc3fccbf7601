"""Who gets into a cluster on AWS, and what else its arguments refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components.aws.cluster import ClusterArgs, Pool
from components.capacity import autoscaled, fixed
from components.contracts import Access
from tests.components.test_cluster_arguments import Place
from tests.support.faults import faults_of

POOL = Pool(types=("m7i.2xlarge",), capacity=autoscaled(min=3, max=9))


def eks(**changes: Any) -> ClusterArgs:
    usual: dict[str, Any] = {"network": Place(), "version": "1.35", "pools": {"general": POOL}}
    return ClusterArgs(**{**usual, **changes})


ALL = Access(principal="arn:deploy", role="admin")
LOCKED_OUT = (
    'ClusterArgs.deploy_role: "arn:deploy", expected a role that does everything in the cluster; '
    "fix: let it in with the role admin; without that, nobody could apply what stands inside"
)


@pytest.mark.parametrize(
    "change",
    [
        {"creator_is_admin": False},
        {"creator": "arn:first"},
        {"creator": "arn:first", "access": {"deploy": replace(ALL, role="edit")}},
        {"creator": "arn:first", "access": {"deploy": replace(ALL, namespaces=("shop",))}},
    ],
)
def test_the_role_that_applies_what_stands_inside_is_not_locked_out(change):
    assert faults_of(eks, deploy_role="arn:deploy", **change) == [LOCKED_OUT]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"creator": "arn:deploy"},
        {"creator": "arn:first", "access": {"deploy": ALL}},
        {"creator": "arn:first", "admins": {"deploy": "arn:deploy"}},
        {"creator_is_admin": False, "access": {"deploy": ALL}},
    ],
)
def test_it_gets_in_by_having_made_the_cluster_or_by_an_entry(change):
    assert eks(deploy_role="arn:deploy", **change).deploy_role == "arn:deploy"


def test_who_made_the_cluster_has_an_entry_already():
    twice = "expected another role than that which makes the cluster, and is its admin by that; fix: remove it"
    assert faults_of(eks, deploy_role="arn:deploy", access={"deploy": ALL}) == [
        f'ClusterArgs.access.deploy.principal: "arn:deploy", {twice}'
    ]
    both = {"deploy": ALL, "first": Access(principal="arn:first")}
    assert faults_of(eks, deploy_role="arn:deploy", creator="arn:first", access=both) == [
        f'ClusterArgs.access.first.principal: "arn:first", {twice}'
    ]
    assert faults_of(eks, creator="arn:first", creator_is_admin=False) == [
        'ClusterArgs.creator: "arn:first", expected none without creator_is_admin; fix: remove it; nobody has an entry by having made the cluster'
    ]


def test_logs_that_there_are_not():
    assert faults_of(eks, logs=("audit", "audit", "kubelet")) == [
        'ClusterArgs.logs.1: "audit", expected each once; fix: remove the second one',
        'ClusterArgs.logs.2: "kubelet", expected one of api, audit, authenticator, controllerManager, scheduler; fix: choose one of them',
    ]


def test_a_release_of_an_image_is_for_the_version_that_its_nodes_run():
    held = replace(POOL, release="1.35.2-20260801")
    assert faults_of(eks, version="1.36", pools={"general": held}) == [
        'ClusterArgs.pools.general.release: "1.35.2-20260801", expected a release for 1.36, which its nodes run; fix: write one that begins with 1.36., or leave it out'
    ]
    assert eks(version="1.36", pools={"general": replace(held, version="1.35")}).version == "1.36"
    made = {
        "system": replace(POOL, capacity=fixed(2)),
        "general": replace(held, capacity=autoscaled(min=0, max=9), provisioner="karpenter"),
    }
    assert faults_of(eks, version="1.36", scaler="karpenter", pools=made) == [
        'ClusterArgs.pools.general.release: "1.35.2-20260801", expected a release for 1.36, which its nodes run; fix: write one that begins with 1.36.'
    ]
