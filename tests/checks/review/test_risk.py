"""What destructive steps cost: by what objects are and were told, on both clouds and inside clusters."""

from __future__ import annotations

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
        (TABLE, {"pointInTimeRecovery": {"enabled": True}}, Tier.BACKUP),
        (TABLE, {"pointInTimeRecovery": {"enabled": False}}, Tier.LOST),
        (BUCKET, {}, Tier.REVERSIBLE),
        (BUCKET, {"forceDestroy": True}, Tier.LOST),
        ("aws:ebs/volume:Volume", {}, Tier.LOST),
        ("aws:ebs/volume:Volume", {"finalSnapshot": True}, Tier.BACKUP),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"snapshotRetentionLimit": 0.0}, Tier.LOST),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"snapshotRetentionLimit": 3.0}, Tier.BACKUP),
        ("aws:kms/key:Key", {}, Tier.EFFORT),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 0}, Tier.LOST),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 7.0}, Tier.EFFORT),
        ("aws:ec2/eip:Eip", {}, Tier.EFFORT),
        ("aws:cloudwatch/logGroup:LogGroup", {}, Tier.LOST),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {}, Tier.REVERSIBLE),
        ("alicloud:rds/instance:Instance", {"releasedKeepPolicy": "None"}, Tier.LOST),
        ("alicloud:rds/instance:Instance", {"releasedKeepPolicy": "Lastest"}, Tier.BACKUP),
        ("alicloud:polardb/cluster:Cluster", {"backupRetentionPolicyOnClusterDeletion": "NONE"}, Tier.LOST),
        ("alicloud:oss/bucket:Bucket", {"forceDestroy": True}, Tier.LOST),
        ("alicloud:kms/secret:Secret", {"forceDeleteWithoutRecovery": True}, Tier.LOST),
        ("alicloud:kms/secret:Secret", {}, Tier.EFFORT),
        ("alicloud:vpc/networkAclAttachment:NetworkAclAttachment", {}, Tier.REVERSIBLE),
        ("kubernetes:core/v1:PersistentVolumeClaim", {}, Tier.LOST),
        ("kubernetes:core/v1:PersistentVolume", {"spec": {"persistentVolumeReclaimPolicy": "Retain"}}, Tier.EFFORT),
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


def updated(type_: str, old: Any, new: Any, *inputs: str) -> Plan:
    return Plan((Change(kind=Kind.UPDATED, urn=f"{PREFIX}{type_}::it", old=old, new=new, inputs=inputs),))


def test_an_update_of_a_single_instance_stops_it():
    (found,) = risks(updated(RDS, {"instanceClass": "a"}, {"instanceClass": "b"}, "instanceClass"))
    assert found.tier is Tier.REVERSIBLE
    assert "restarts for instanceClass" in found.downtime
    assert risks(updated(RDS, {}, {"instanceClass": "b", "multiAz": True}, "instanceClass")) == ()
    assert risks(updated(RDS, {}, {"tags": {"a": "b"}}, "tags")) == ()


def test_pods_that_all_end_before_others_start_stop_a_workload():
    def spec(image: str) -> dict[str, Any]:
        return {"spec": {"strategy": {"type": "Recreate"}, "template": {"image": image}}}

    (found,) = risks(updated("kubernetes:apps/v1:Deployment", spec("a"), spec("b"), "spec"))
    assert "Recreate" in found.downtime
    assert risks(updated("kubernetes:apps/v1:Deployment", spec("a"), spec("a"), "metadata")) == ()


def test_what_is_created_or_updated_quietly_is_no_risk():
    created = Change(kind=Kind.CREATED, urn=f"{PREFIX}{RDS}::it")
    assert risks(Plan((created,))) == ()


@pytest.mark.parametrize("type_", sorted({**AWS, **ALICLOUD}))
def test_every_type_of_the_tables_is_one_of_the_sdk(type_: str):
    assert known_type(type_), f"{type_} is no type of the SDK"
