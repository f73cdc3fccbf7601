"""The bucket and the key of Pulumi's state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.aws.state_policies import bucket_policy, key_policy, state_access
from components.aws.state_store import StateStore, StateStoreArgs
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.mocks import Recording, record

ACCOUNT, REGION, BUCKET = "111122223333", "ap-southeast-1", "example-state"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/admin"


def args(**changed) -> StateStoreArgs:
    given: dict[str, Any] = {"account": ACCOUNT, "region": REGION, "bucket": BUCKET, "administrators": (ADMIN,)}
    return StateStoreArgs(**{**given, **changed})


def made(**changed) -> Recording:
    return record(lambda: StateStore("state", args(tags=TAGS, **changed)))


def statements(document: str) -> dict[str, dict]:
    return {each["Sid"]: each for each in json.loads(document)["Statement"]}


def setting(found: Recording, kind: str) -> dict:
    return dict(found.one(f"aws:s3/bucket{kind}:Bucket{kind}").inputs)


def test_nothing_is_forgotten_and_everything_encrypted_with_a_key_that_rotates():
    found = made()
    key = found.one("aws:kms/key:Key")
    assert (key.inputs["enableKeyRotation"], key.inputs["deletionWindowInDays"], key.inputs["multiRegion"]) == (True, 30, False)
    assert found.one("aws:kms/alias:Alias").inputs["name"] == "alias/nusantara-state"
    assert setting(found, "Versioning")["versioningConfiguration"] == {"status": "Enabled"}
    (rule,) = setting(found, "ServerSideEncryptionConfiguration")["rules"]
    assert rule["bucketKeyEnabled"] is True
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert setting(found, "OwnershipControls")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert (
        set(setting(found, "PublicAccessBlock").values()) == {True, BUCKET} or True in setting(found, "PublicAccessBlock").values()
    )
    (old,) = setting(found, "LifecycleConfiguration")["rules"]
    assert old["noncurrentVersionExpiration"] == {"noncurrentDays": 365, "newerNoncurrentVersions": 100}
    assert not found.of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")


def test_the_bucket_and_the_key_are_protected_unless_asked_and_never_emptied_unless_asked():
    for protect in (True, False):
        found = made(protect=protect)
        kept = [found.one("aws:s3/bucket:Bucket"), found.one("aws:kms/key:Key")]
        assert [each.protect for each in kept] == [protect or None] * 2
    assert made().one("aws:s3/bucket:Bucket").inputs["forceDestroy"] is False
    assert made(force_destroy=True).one("aws:s3/bucket:Bucket").inputs["forceDestroy"] is True


def test_a_lock_is_said_of_the_bucket_itself_and_comes_after_versions():
    found = made(lock=30, lock_mode="COMPLIANCE")
    assert found.one("aws:s3/bucket:Bucket").inputs["objectLockEnabled"] is True
    lock = found.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
    assert lock.inputs["rule"] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 30}}
    assert found.one("aws:s3/bucketVersioning:BucketVersioning").urn in lock.dependencies


def test_every_child_is_parented_and_begins_with_its_name():
    found = made()
    root = found.one(StateStore.TYPE)
    assert {each.parent for each in found.values() if each is not root} == {root.urn}
    assert {each.name for each in found.children(root)} == {"state-bucket", "state-key"}
    assert root.outputs is not None
    assert set(root.outputs) == {"bucket", "key_arn", "backend"}
    assert root.outputs["backend"] == f"s3://{BUCKET}?region={REGION}"


def test_secrets_are_encrypted_for_one_environment():
    told = {}
    record(lambda: told.update(url=StateStore("state", args()).secrets_provider("staging")))
    assert told["url"] == f"awskms://alias/nusantara-state?region={REGION}&context_environment=staging"


class TestPolicies:
    def test_the_root_user_keeps_the_key_and_no_identity_of_iam_comes_as_it(self):
        found = statements(key_policy(ACCOUNT, [ADMIN]))
        assert found["RootUser"]["Condition"] == {"StringEquals": {"aws:PrincipalType": "Account"}}
        assert found["Administrators"]["Principal"] == {"AWS": [ADMIN]}
        managed = set(found["Administrators"]["Action"])
        assert not managed & {"kms:Decrypt", "kms:Encrypt", "kms:*"}  # who manages it reads nothing by it
        assert "kms:PutKeyPolicy" not in found["UsersByIam"]["Action"]

    def test_a_bucket_takes_tls_alone_its_own_key_alone_and_owners_alone_end_versions(self):
        found = statements(bucket_policy("arn:aws:s3:::b", "arn:key", ACCOUNT, [ADMIN]))
        assert {each["Effect"] for each in found.values()} == {"Deny"}
        assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert found["Tls12"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
        assert found["OtherKey"]["Condition"] == {
            "Null": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "false"},
            "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:key"},
        }
        owners = found["OwnersAlone"]
        assert owners["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": [ADMIN, f"arn:aws:iam::{ACCOUNT}:root"]}}
        assert {"s3:DeleteObjectVersion", "s3:DeleteBucket", "s3:PutBucketVersioning"} <= set(owners["Action"])
        assert "s3:DeleteObject" not in owners["Action"]  # by which Pulumi gives its lock back

    @pytest.mark.parametrize("writes", [True, False])
    def test_a_pipeline_reads_its_own_stack_and_writes_it_where_it_deploys(self, writes):
        told = state_access(
            "staging", account=ACCOUNT, region=REGION, bucket=BUCKET, alias="state", project="nusantara", writes=writes
        )
        found = {each["Sid"]: each for each in told}
        assert ("Write" in found) is writes
        actions = {action for each in told for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])}
        assert ({"s3:PutObject", "s3:DeleteObject", "kms:Encrypt", "kms:GenerateDataKey"} <= actions) is writes
        for file in found["Read"]["Resource"]:
            assert file.startswith(f"arn:aws:s3:::{BUCKET}/.pulumi/")
            assert "staging" in file or file.endswith("meta.yaml")
        assert found["Secrets"]["Condition"]["StringEquals"] == {"kms:EncryptionContext:environment": "staging"}
        assert found["Files"]["Condition"]["StringEquals"] == {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}
        for sid in ("Files", "Secrets"):
            assert found[sid]["Condition"]["ForAnyValue:StringEquals"] == {"kms:ResourceAliases": "alias/state"}


def test_every_fault_at_once():
    with pytest.raises(ArgumentsError) as raised:
        args(bucket="State.Bucket", administrators=(), alias="alias/state", kept_days=0, lock=0, deletion_days=5)
    fields = [each.field for each in raised.value.faults]
    assert fields == ["bucket", "administrators", "alias", "kept_days", "lock", "deletion_days"]
