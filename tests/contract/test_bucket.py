"""What a bucket promises, on every cloud alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import ModuleType
from typing import Any, ClassVar, get_origin, get_type_hints

import pytest

import components.alicloud.bucket as alicloud_bucket
import components.aws.bucket as aws_bucket
from components import contracts
from tests.support.clouds import TAGS
from tests.support.faults import faults_of, fields_of
from tests.support.made import made
from tests.support.mocks import Recorded, Recording, record

ROLE = "arn:aws:iam::111122223333:role/brings-films"


@dataclass(frozen=True, eq=False)
class Buckets:
    """A cloud's buckets, and the words of its policies."""

    name: str
    module: ModuleType
    service: str
    policy: str
    document: str
    arn: str
    versions: str
    closed: str

    def __str__(self) -> str:
        return self.name

    def args(self, **changes: Any) -> Any:
        usual = {"bucket": "java-media", "writes": ("goods/",), "replicas": {"films/": ROLE}, "pushes": True, "tags": TAGS}
        return self.module.BucketArgs(**{**usual, **changes})

    def recorded(self, **changes: Any) -> Recording:
        def named(type_: str, name: str, inputs: Any) -> dict[str, Any]:
            return {"arn": "arn:aws:s3:::java-media"} if type_ == "aws:s3/bucket:Bucket" else made(type_, name, inputs)

        return record(lambda: self.module.Bucket("media", self.args(**changes)), outputs=named)

    def statements(self, found: Recording, use: str) -> list[dict[str, Any]]:
        return json.loads(found.one(self.policy, f"media-{use}").inputs[self.document])["Statement"]

    def may(self, found: Recording, use: str, action: str, thing: str) -> bool:
        """Whether a policy lets somebody do something with an object."""
        return any(
            f"{self.service}:{action}" in each["Action"]
            and any(fnmatchcase(f"{self.arn}/{thing}", resource) for resource in each["Resource"])
            for each in self.statements(found, use)
            if isinstance(each["Action"], list) and isinstance(each["Resource"], list)
        )


BUCKETS = (
    Buckets(
        "aws", aws_bucket, "s3", "aws:iam/policy:Policy", "policy", "arn:aws:s3:::java-media",
        "aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ),
    Buckets(
        "alicloud", alicloud_bucket, "oss", "alicloud:ram/policy:Policy", "policyDocument", "acs:oss:*:*:java-media",
        "alicloud:oss/bucketVersioning:BucketVersioning", "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ),
)  # fmt: skip
pytestmark = pytest.mark.parametrize("buckets", BUCKETS, ids=str)


@pytest.fixture(scope="module")
def recordings() -> dict[Buckets, Recording]:
    return {buckets: buckets.recorded() for buckets in BUCKETS}


@pytest.fixture
def found(recordings, buckets: Buckets) -> Recording:
    return recordings[buckets]


def component(buckets: Buckets, found: Recording) -> Recorded:
    return found.one(buckets.module.Bucket.TYPE)


def test_it_satisfies_the_protocol_and_names_exactly_its_outputs(buckets: Buckets, found: Recording):
    def program():
        assert isinstance(buckets.module.Bucket("media", buckets.args()), contracts.Bucket)

    record(program)
    named = {name for name, hint in get_type_hints(contracts.Bucket).items() if get_origin(hint) is not ClassVar}
    outputs = component(buckets, found).outputs or {}
    assert outputs.keys() == named
    assert (outputs["id"], set(outputs["policies"])) == ("java-media", {"read", "write", "push"})


def test_every_child_stands_directly_under_it_and_begins_with_its_name(buckets: Buckets, found: Recording):
    children = [each for each in found.values() if each.custom]
    assert {child.parent for child in children} == {component(buckets, found).urn}
    assert all(child.name.startswith("media-") for child in children)
    assert component(buckets, found).inputs["replicas"] == {"films/": ROLE}


def test_it_keeps_versions_and_nobody_from_outside_comes_in(buckets: Buckets, found: Recording):
    versions = found.one(buckets.versions).inputs
    assert "Enabled" in (versions.get("status"), versions.get("versioningConfiguration", {}).get("status"))
    assert found.one(buckets.closed).inputs["bucket"]
    (policy,) = [each for each in found.values() if each.type.endswith(":BucketPolicy")]
    (first, *_) = json.loads(policy.inputs["policy"])["Statement"]
    assert (first["Effect"], "SecureTransport" in json.dumps(first["Condition"])) == ("Deny", True)


def test_who_reads_writes_nothing_and_who_writes_writes_what_this_site_does(buckets: Buckets, found: Recording):
    assert buckets.may(found, "read", "GetObject", "films/one.mp4")
    assert not any(buckets.may(found, "read", action, "goods/a.jpg") for action in ("PutObject", "DeleteObject"))
    assert buckets.may(found, "write", "PutObject", "goods/a.jpg")
    assert not buckets.may(found, "write", "PutObject", "films/one.mp4"), "a replica"
    assert not buckets.may(found, "write", "DeleteObjectVersion", "goods/a.jpg"), "what was there stays for its days"


def test_who_pushes_reads_what_is_written_here_and_nothing_else(buckets: Buckets, found: Recording):
    assert buckets.may(found, "push", "GetObject", "goods/a.jpg")
    assert not buckets.may(found, "push", "GetObject", "films/one.mp4")
    assert not buckets.may(found, "push", "PutObject", "goods/a.jpg")


def test_a_bucket_that_only_holds_replicas_lets_nobody_write(buckets: Buckets):
    found = buckets.recorded(writes=(), pushes=False)
    assert set((component(buckets, found).outputs or {})["policies"]) == {"read"}


@pytest.mark.parametrize("protect", [True, False])
def test_an_update_deletes_it_only_where_that_is_allowed(buckets: Buckets, protect: bool):
    (bucket,) = [each for each in buckets.recorded(protect=protect).values() if each.type.endswith("/bucket:Bucket")]
    assert bool(bucket.protect) is protect


def test_a_lock_is_said_in_days_and_keeps_objects_from_expiring_sooner(buckets: Buckets):
    found = buckets.recorded(lock_days=35, expire_days=90)
    locks = [each.inputs for each in found.values() if each.type.endswith(("BucketObjectLockConfiguration", "BucketWorm"))]
    assert "35" in json.dumps(locks)
    assert not any(each.type.endswith(("LockConfiguration", "BucketWorm")) for each in buckets.recorded().values())
    faults = faults_of(lambda: buckets.args(lock_days=35, expire_days=30))
    assert fields_of(faults) == ["expire_days"]


def test_every_fault_is_told_at_once(buckets: Buckets):
    wrong = {"bucket": "Media", "writes": ("goods",), "replicas": {"goods": ROLE}, "kept_days": 0, "lock_days": 0}
    faults = faults_of(lambda: buckets.args(**wrong, tags={"aws:x": ""}))
    assert fields_of(faults) == ["bucket", "writes", "replicas", "replicas", "kept_days", "lock_days", "tags.aws"]
    assert fields_of(faults_of(lambda: buckets.args(writes=(), replicas={}))) == ["pushes"]
