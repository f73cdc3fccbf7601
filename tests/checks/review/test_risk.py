"""What destructive steps cost: by what objects are and were told, on both clouds and inside clusters."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from checks.plan import ENVIRONMENT, SITE, Cause, Change, Component, Kind, Plan, Standing
from checks.review.model import Tier
from checks.review.risk import risks
from checks.review.risk.alicloud import ALICLOUD
from checks.review.risk.aws import AWS
from tests.support.sdk import known_type

PREFIX = "urn:pulumi:prod::shop::"
JAVA = f"{PREFIX}{ENVIRONMENT}${SITE}::java"
COMPONENTS = {JAVA: Component(urn=JAVA, old={}, new={})}


def deleted(type_: str, told: Any = None, **more: Any) -> Change:
    return Change(kind=Kind.DELETED, urn=f"{PREFIX}{type_}::it", parent=JAVA, old=told or {}, **more)


def tier(type_: str, **told: Any) -> Tier:
    (found,) = risks(Plan((deleted(type_, told),)))
    assert found.because
    assert not found.because.endswith(".")
    return found.tier


RDS, TABLE, BUCKET = "aws:rds/instance:Instance", "aws:dynamodb/table:Table", "aws:s3/bucket:Bucket"
PROTECTION = "deletionProtection"


@pytest.mark.parametrize(
    ("type_", "told", "expected"),
    [
        (RDS, {"skipFinalSnapshot": True, "backupRetentionPeriod": 7}, Tier.LOST),
        (RDS, {"skipFinalSnapshot": True, "backupRetentionPeriod": 7, "deleteAutomatedBackups": False}, Tier.BACKUP),
        (RDS, {"skipFinalSnapshot": True, "deleteAutomatedBackups": False}, Tier.LOST),
        (RDS, {"finalSnapshotIdentifier": "last"}, Tier.BACKUP),
        (RDS, {"skipFinalSnapshot": True, PROTECTION: True}, Tier.REVERSIBLE),
        (RDS, {}, Tier.REVERSIBLE),
        (RDS, {"skipFinalSnapshot": True, "replicateSourceDb": "orders"}, Tier.EFFORT),
        ("aws:rds/clusterInstance:ClusterInstance", {}, Tier.REVERSIBLE),
        ("aws:rds/snapshot:Snapshot", {}, Tier.LOST),
        (TABLE, {"pointInTimeRecovery": {"enabled": True}}, Tier.BACKUP),
        (TABLE, {"pointInTimeRecovery": {"enabled": False}}, Tier.LOST),
        (BUCKET, {}, Tier.REVERSIBLE),
        ("alicloud:oos/execution:Execution", {}, Tier.REVERSIBLE),
        (BUCKET, {"forceDestroy": True}, Tier.LOST),
        ("aws:ebs/volume:Volume", {}, Tier.LOST),
        ("aws:ebs/volume:Volume", {"finalSnapshot": True}, Tier.BACKUP),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"snapshotRetentionLimit": 0.0}, Tier.LOST),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"snapshotRetentionLimit": 3.0}, Tier.LOST),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"finalSnapshotIdentifier": "last"}, Tier.BACKUP),
        ("aws:cognito/userPool:UserPool", {"deletionProtection": "INACTIVE"}, Tier.LOST),
        ("aws:cognito/userPool:UserPool", {"deletionProtection": "ACTIVE"}, Tier.REVERSIBLE),
        ("aws:kms/key:Key", {}, Tier.EFFORT),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 0}, Tier.LOST),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 7.0}, Tier.EFFORT),
        ("aws:ec2/eip:Eip", {}, Tier.EFFORT),
        ("aws:cloudwatch/logGroup:LogGroup", {}, Tier.LOST),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {}, Tier.REVERSIBLE),
        ("alicloud:rds/instance:Instance", {"releasedKeepPolicy": "None"}, Tier.LOST),
        ("alicloud:rds/instance:Instance", {"releasedKeepPolicy": "Lastest"}, Tier.BACKUP),
        ("alicloud:rds/instance:Instance", {"engine": "MySQL", "dbInstanceStorageType": "cloud_essd"}, Tier.BACKUP),
        ("alicloud:rds/instance:Instance", {"engine": "MySQL", "dbInstanceStorageType": "local_ssd"}, Tier.LOST),
        ("alicloud:rds/instance:Instance", {"instanceChargeType": "Prepaid"}, Tier.REVERSIBLE),
        ("alicloud:rds/instance:Instance", {"instanceChargeType": "Prepaid", "forceDelete": True}, Tier.LOST),
        ("alicloud:rds/readOnlyInstance:ReadOnlyInstance", {}, Tier.EFFORT),
        ("alicloud:polardb/cluster:Cluster", {"backupRetentionPolicyOnClusterDeletion": "NONE"}, Tier.LOST),
        ("alicloud:polardb/cluster:Cluster", {"deletionLock": 1.0}, Tier.REVERSIBLE),
        ("alicloud:kvstore/instance:Instance", {}, Tier.LOST),
        ("alicloud:kvstore/instance:Instance", {"instanceReleaseProtection": True}, Tier.REVERSIBLE),
        ("alicloud:kvstore/instance:Instance", {"paymentType": "PrePaid"}, Tier.REVERSIBLE),
        ("alicloud:mongodb/instance:Instance", {"backupRetentionPolicyOnClusterDeletion": 0.0}, Tier.LOST),
        ("alicloud:mongodb/instance:Instance", {"backupRetentionPolicyOnClusterDeletion": 2.0}, Tier.BACKUP),
        ("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer", {}, Tier.EFFORT),
        ("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer", {"deleteProtection": "on"}, Tier.REVERSIBLE),
        ("alicloud:alb/loadBalancer:LoadBalancer", {"deletionProtectionEnabled": True}, Tier.REVERSIBLE),
        ("alicloud:kms/key:Key", {}, Tier.REVERSIBLE),
        ("alicloud:kms/key:Key", {"pendingWindowInDays": 7.0}, Tier.EFFORT),
        ("alicloud:kms/key:Key", {"deletionWindowInDays": 7.0}, Tier.EFFORT),
        ("alicloud:kms/key:Key", {"pendingWindowInDays": 7.0, "deletionProtection": "Enabled"}, Tier.REVERSIBLE),
        ("alicloud:ecs/instance:Instance", {"instanceChargeType": "PrePaid"}, Tier.REVERSIBLE),
        ("alicloud:ots/table:Table", {}, Tier.LOST),
        ("alicloud:oss/bucket:Bucket", {"forceDestroy": True}, Tier.LOST),
        ("alicloud:kms/secret:Secret", {"forceDeleteWithoutRecovery": True}, Tier.LOST),
        ("alicloud:kms/secret:Secret", {}, Tier.EFFORT),
        ("alicloud:vpc/networkAclAttachment:NetworkAclAttachment", {}, Tier.REVERSIBLE),
        ("kubernetes:core/v1:PersistentVolumeClaim", {}, Tier.LOST),
        ("kubernetes:core/v1:PersistentVolume", {"spec": {"persistentVolumeReclaimPolicy": "Retain"}}, Tier.EFFORT),
        ("kubernetes:core/v1:PersistentVolume", {"spec": {}}, Tier.EFFORT),
        ("kubernetes:core/v1:PersistentVolume", {"spec": {"persistentVolumeReclaimPolicy": "Delete"}}, Tier.LOST),
        ("kubernetes:core/v1:Secret", {"stringData": {"a": "b"}}, Tier.REVERSIBLE),
        ("kubernetes:core/v1:Secret", {"type": "kubernetes.io/service-account-token"}, Tier.EFFORT),
        ("kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshot", {}, Tier.LOST),
        ("kubernetes:postgresql.cnpg.io/v1:Cluster", {}, Tier.EFFORT),
        ("kubernetes:keda.sh/v1alpha1:ScaledObject", {}, Tier.REVERSIBLE),
        ("kubernetes:serving.knative.dev/v1:Service", {"spec": {"type": "LoadBalancer"}}, Tier.EFFORT),
        ("kubernetes:gateway.networking.k8s.io/v1:Gateway", {}, Tier.EFFORT),
        ("kubernetes:core/v1:NamespacePatch", {}, Tier.REVERSIBLE),
        ("kubernetes:helm.sh/v3:Release", {}, Tier.EFFORT),
        ("pulumi:providers:aws", {}, Tier.REVERSIBLE),
        ("kubernetes:apps/v1:StatefulSet", {"spec": {"volumeClaimTemplates": [{}]}}, Tier.EFFORT),
        ("kubernetes:apps/v1:StatefulSet", {"spec": {}}, Tier.REVERSIBLE),
        ("kubernetes:core/v1:Namespace", {}, Tier.LOST),
        ("kubernetes:core/v1:Service", {"spec": {"type": "LoadBalancer"}}, Tier.EFFORT),
        ("kubernetes:apps/v1:Deployment", {}, Tier.REVERSIBLE),
        ("random:index/randomPassword:RandomPassword", {}, Tier.EFFORT),
    ],
)
def test_a_tier_follows_from_what_an_object_is_and_was_told(type_: str, told: dict[str, Any], expected: Tier):
    assert tier(type_, **told) is expected


def test_whose_claims_go_with_it_loses_their_disks():
    spec = {"volumeClaimTemplates": [{}], "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"}}
    assert tier("kubernetes:apps/v1:StatefulSet", spec=spec) is Tier.LOST


def test_what_the_cloud_says_of_it_counts_where_the_program_is_silent():
    (found,) = risks(Plan((deleted(RDS, {"skipFinalSnapshot": True}, outputs={"deletionProtection": True}),)))
    assert found.tier is Tier.REVERSIBLE


def test_what_is_only_forgotten_is_not_lost():
    (found,) = risks(Plan((deleted(BUCKET, {"forceDestroy": True}, retained=True),)))
    assert found.tier is Tier.REVERSIBLE
    assert "retainOnDelete" in found.because


def test_what_is_protected_says_so():
    (found,) = risks(Plan((deleted(BUCKET, {"forceDestroy": True}, protected=True),)))
    assert found.because.endswith("it is protected, so an update refuses")


def test_a_subscription_that_is_only_forgotten_stops_nothing():
    (found,) = risks(Plan((deleted("alicloud:rds/instance:Instance", {"instanceChargeType": "Prepaid"}),)))
    assert (found.downtime, found.refused) == ("", False)
    (kept,) = risks(Plan((deleted("alicloud:ecs/instance:Instance", {"instanceChargeType": "PrePaid"}),)))
    assert (kept.downtime, kept.refused) == ("", True)


def test_the_worst_comes_first():
    plan = Plan((deleted("kubernetes:apps/v1:Deployment"), deleted("aws:ec2/eip:Eip"), deleted(TABLE)))
    assert [risk.tier for risk in risks(plan)] == [Tier.LOST, Tier.EFFORT, Tier.REVERSIBLE]


def test_what_needs_it_is_counted_near_and_far_and_by_site():
    vpc, subnet, group = f"{PREFIX}aws:ec2/vpc:Vpc::v", f"{PREFIX}aws:ec2/subnet:Subnet::s", f"{PREFIX}a:b/c:C::bali"
    bali = f"{PREFIX}{ENVIRONMENT}${SITE}::bali"
    standing = {
        bali: Standing(),
        vpc: Standing(parent=JAVA),
        subnet: Standing(parent=JAVA, needs=(vpc,)),
        group: Standing(parent=bali, needs=(subnet,)),
    }
    plan = Plan((Change(kind=Kind.DELETED, urn=vpc, parent=JAVA),), COMPONENTS, standing=standing)
    (found,) = risks(plan)
    assert found.reaches == (subnet, group)
    assert found.sites == ("bali", "java")


def replaced(type_: str, **more: Any) -> Plan:
    return Plan((Change(kind=Kind.REPLACED, urn=f"{PREFIX}{type_}::it", causes=(Cause(input="a"),), **more),))


def test_a_replacement_stops_what_goes_before_the_new_one_comes():
    (first,) = risks(replaced("aws:ec2/subnet:Subnet", deleted_first=True))
    assert first.downtime == "it is gone until the new one stands"
    (second,) = risks(replaced("aws:ec2/subnet:Subnet"))
    assert second.downtime == ""


@pytest.mark.parametrize(("policy", "expected"), [("Retain", Tier.EFFORT), ("Delete", Tier.LOST), (None, Tier.LOST)])
def test_the_disk_of_a_claim_goes_or_stays_by_its_class(policy: str | None, expected: Tier):
    cluster, claim = "urn:pulumi:prod::shop::pulumi:providers:kubernetes::java", "kubernetes:core/v1:PersistentVolumeClaim"
    of = f"{PREFIX}kubernetes:storage.k8s.io/v1:StorageClass::fast"
    known = Standing(provider=cluster, inputs={"metadata": {"name": "fast"}, "reclaimPolicy": policy})
    change = deleted(claim, {"spec": {"storageClassName": "fast"}}, provider=cluster)
    (found,) = risks(Plan((change,), standing={of: known}))
    assert found.tier is expected
    assert "of fast" in found.because
    (other,) = risks(Plan((dataclasses.replace(change, provider="elsewhere"),), standing={of: known}))
    assert other.because == "its disk is deleted with it, unless its class retains disks"


def test_what_is_created_or_updated_quietly_is_no_risk():
    created = Change(kind=Kind.CREATED, urn=f"{PREFIX}{RDS}::it")
    assert risks(Plan((created,))) == ()


@pytest.mark.parametrize("type_", sorted({**AWS, **ALICLOUD}))
def test_every_type_of_the_tables_is_one_of_the_sdk(type_: str):
    assert known_type(type_), f"{type_} is no type of the SDK"
