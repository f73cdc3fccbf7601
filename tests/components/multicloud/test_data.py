"""What joins buckets: arguments that cannot be, and what S3 and OSS are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.multicloud.issuer_trust import IssuerTrust, IssuerTrustArgs
from components.multicloud.oss_replication import OssReplication
from components.multicloud.replica_lag import ReplicaLag, ReplicaLagArgs
from components.multicloud.replica_writer import ReplicaWriter, ReplicaWriterArgs
from components.multicloud.replication import ReplicationArgs, Target
from components.multicloud.s3_replication import S3Replication, S3ReplicationArgs, rule_id
from tests.support.faults import faults_of, fields_of
from tests.support.mocks import record

THERE = Target(bucket="there", region="ap-southeast-1", prefixes=("faces/", "goods/"))
WRITER: dict[str, Any] = {
    "cloud": "aws", "role": "writes", "issuer": "https://ack.example/c1", "trust": "arn:trust", "namespace": "replication",
    "service_account": "media-to-java", "bucket": "java-media", "prefixes": ("films/",),
}  # fmt: skip


def writer(**changed: Any) -> ReplicaWriterArgs:
    told: dict[str, Any] = {**WRITER, **changed}
    return ReplicaWriterArgs(**told)


def s3(**changed: Any) -> Any:
    told: dict[str, Any] = {"bucket": "here", "role": "replicates", "targets": {"temasek": THERE}, "within": 900, **changed}
    return S3ReplicationArgs(**told)


def test_prefixes_that_are_alike_but_for_a_slash_have_rules_of_their_own():
    found = [rule_id("temasek", prefix) for prefix in ("goods/large/", "goods.large/", "goods/")]
    assert len(set(found)) == len(found)
    assert found[::2] == ["temasek-goods.large", "temasek-goods"]


def test_s3_has_a_rule_for_each_prefix_and_target_with_time_control_where_it_is_promised():
    found = record(lambda: S3Replication("media", s3(account="111122223333")))
    rules = found.one("aws:s3/bucketReplicationConfig:BucketReplicationConfig").inputs["rules"]
    assert [(rule["id"], rule["filter"], rule["priority"]) for rule in rules] == [
        ("temasek-faces", {"prefix": "faces/"}, 1),
        ("temasek-goods", {"prefix": "goods/"}, 2),
    ]
    assert all(rule["destination"]["replicationTime"]["time"] == {"minutes": 15} for rule in rules)
    assert all(rule["deleteMarkerReplication"] == {"status": "Disabled"} for rule in rules)
    assert '"aws:SourceAccount": "111122223333"' in found.one("aws:iam/role:Role").inputs["assumeRolePolicy"]
    granted = found.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    assert '"s3:GetObjectRetention"' in granted, "or what is locked is not sent"
    later = record(lambda: S3Replication("media", s3(within=3600, deletions=True)))
    (rule, _) = later.one("aws:s3/bucketReplicationConfig:BucketReplicationConfig").inputs["rules"]
    assert "replicationTime" not in rule["destination"]
    assert (rule["destination"]["metrics"]["status"], rule["deleteMarkerReplication"]) == ("Enabled", {"status": "Enabled"})


@pytest.mark.parametrize(("deletions", "action"), [(False, "PUT"), (True, "ALL")])
def test_oss_has_one_rule_for_a_target_with_all_its_prefixes(deletions, action):
    args = ReplicationArgs(bucket="here", targets={"bintan": THERE}, within=900, deletions=deletions)
    (rule,) = record(lambda: OssReplication("media", args)).of("alicloud:oss/bucketReplication:BucketReplication")
    assert rule.inputs["action"] == action
    assert rule.inputs["destination"] == {"bucket": "there", "location": "oss-ap-southeast-1"}
    assert rule.inputs["prefixSet"] == {"prefixes": ["faces/", "goods/"]}


@pytest.mark.parametrize(("deletions", "deletes"), [(False, False), (True, True)])
def test_who_brings_a_replica_deletes_there_only_where_deletions_are_followed(deletions, deletes):
    found = record(lambda: ReplicaWriter("films", writer(deletions=deletions)))
    assert ("s3:DeleteObject" in found.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]) is deletes


def test_who_says_that_all_has_arrived_reads_what_it_has_just_said():
    """rclone asks for each object that it has written, and fails where it may not."""
    found = record(lambda: ReplicaWriter("films", writer(marker=".replicated/batam--java")))
    *_, last = json.loads(found.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
    assert last["Resource"] == ["arn:aws:s3:::java-media/.replicated/batam--java"]
    assert last["Action"] == ["s3:GetObject", "s3:PutObject"]


def test_ram_makes_room_for_new_versions_of_what_it_is_told():
    """Of which it keeps five, and a policy changes with every prefix."""
    found = record(lambda: ReplicaWriter("films", writer(cloud="alicloud")))
    assert found.one("alicloud:ram/policy:Policy").inputs["rotateStrategy"].startswith("DeleteOldest")


def test_everything_hangs_under_its_component():
    def program() -> None:
        S3Replication("media", s3())
        IssuerTrust("ack", IssuerTrustArgs(cloud="alicloud", called="java-main", issuer="https://eks.example/1"))
        ReplicaWriter("films", writer(cloud="alicloud"))
        ReplicaLag("lag", ReplicaLagArgs(bucket="here", marker=".replicated/x", within=900))

    found = record(program)
    components = {each.urn for each in found.values() if not each.custom}
    assert len(components) == 4
    assert {each.parent for each in found.values() if each.custom} == components


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: s3(targets={}), ["targets"]),
        (lambda: s3(within=300), ["within"]),
        (lambda: s3(targets={"temasek": Target(bucket="t", region="r", prefixes=())}), ["targets.temasek.prefixes"]),
        (lambda: ReplicaLagArgs(bucket="b", within=30), ["marker", "within"]),
        (lambda: ReplicaLagArgs(bucket="b", rules=("r",), within=900), ["source"]),
        (lambda: IssuerTrustArgs(cloud="aws", called="", issuer="https://x"), ["called"]),
        (lambda: writer(prefixes=(), role="", namespace="No"), ["role", "prefixes", "namespace"]),
    ],
)
def test_arguments_that_cannot_be_are_told(make, fields):
    assert fields_of(faults_of(make)) == fields
