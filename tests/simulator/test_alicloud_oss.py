"""Buckets of the simulated Alibaba Cloud, the roles of its services, and the issuers that it knows."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.alicloud_site import Site
from tests.support.simulated import RefusalError

BUCKET = "alicloud:oss/bucket:Bucket"
VERSIONS = "alicloud:oss/bucketVersioning:BucketVersioning"
ENCRYPTION = "alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption"
BLOCK = "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock"
POLICY = "alicloud:oss/bucketPolicy:BucketPolicy"
WORM = "alicloud:oss/bucketWorm:BucketWorm"
ROLE_OF = "alicloud:resourcemanager/serviceLinkedRole:ServiceLinkedRole"
OIDC = "alicloud:ims/oidcProvider:OidcProvider"
OPEN = {"Version": "1", "Statement": [{"Effect": "Allow", "Principal": ["*"], "Action": ["oss:GetObject"], "Resource": ["*"]}]}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def test_a_bucket_is_its_name_which_is_taken_once(site):
    identity, outputs = site.create(BUCKET, bucket="copies")
    assert (identity, outputs["acl"], outputs["storageClass"]) == ("copies", "private", "Standard")
    assert outputs["extranetEndpoint"] == f"{outputs['location']}.aliyuncs.com"
    with pytest.raises(RefusalError, match=r"^BucketAlreadyExists: .* \(copies\)"):
        site.make(BUCKET, "again", bucket="copies")


@pytest.mark.parametrize(
    ("token", "inputs", "field"),
    [
        (BUCKET, {"bucket": "Copies_"}, "bucket"),
        (BUCKET, {"bucket": "copies", "redundancyType": "GRS"}, "redundancyType"),
        (VERSIONS, {"bucket": "copies", "status": "On"}, "status"),
        (ENCRYPTION, {"bucket": "copies", "sseAlgorithm": "aws:kms"}, "sseAlgorithm"),
        (POLICY, {"bucket": "copies", "policy": "{"}, "policy"),
        (POLICY, {"bucket": "copies", "policy": '{"Version": "2012-10-17"}'}, "policy"),
        (WORM, {"bucket": "copies", "retentionPeriodInDays": 0}, "retentionPeriodInDays"),
        (ROLE_OF, {"serviceName": "nat"}, "serviceName"),
    ],
)
def test_what_is_refused_before_anything_is_made(site, token, inputs, field):
    assert set(site.check(token, **inputs)[1]) == {field}


def test_settings_belong_to_a_bucket_and_go_with_it(site):
    with pytest.raises(RefusalError, match=r"^NoSuchBucket: "):
        site.make(VERSIONS, bucket="copies", status="Enabled")
    bucket = site.make(BUCKET, bucket="copies")
    assert site.make(VERSIONS, bucket=bucket, status="Suspended") == bucket
    worm = site.make(WORM, bucket=bucket, retentionPeriodInDays=30)
    assert re.fullmatch(r"copies:[0-9A-F]{32}", worm)
    site.delete(BUCKET, bucket)
    assert not site.exists(VERSIONS, bucket)
    assert not site.exists(WORM, worm)


def test_a_bucket_closed_to_the_public_takes_no_public_policy(site):
    bucket = site.make(BUCKET, bucket="copies")
    site.make(BLOCK, bucket=bucket, blockPublicAccess=True)
    with pytest.raises(RefusalError, match=r"^AccessDenied: Put public bucket policy is not allowed"):
        site.make(POLICY, bucket=bucket, policy=json.dumps(OPEN))


def test_a_bucket_is_locked_or_keeps_versions(site):
    kept, locked = (site.make(BUCKET, name, bucket=name) for name in ("kept", "locked"))
    site.make(VERSIONS, "v", bucket=kept, status="Enabled")
    site.make(WORM, "w", bucket=locked, retentionPeriodInDays=30, status="Locked")
    with pytest.raises(RefusalError, match=r"^InvalidBucketState: The bucket kept keeps versions"):
        site.make(WORM, "w2", bucket=kept, retentionPeriodInDays=30)
    with pytest.raises(RefusalError, match=r"^InvalidBucketState: The bucket locked has a retention policy"):
        site.make(VERSIONS, "v2", bucket=locked, status="Enabled")


def test_a_locked_retention_is_extended_alone_and_stays(site):
    bucket = site.make(BUCKET, bucket="copies")
    worm, outputs = site.create(WORM, bucket=bucket, retentionPeriodInDays=30, status="Locked")
    with pytest.raises(RefusalError, match="the retention of 30 days is locked, and cannot be shortened to 7"):
        site.update(WORM, worm, outputs, bucket=bucket, retentionPeriodInDays=7, status="Locked")
    assert site.update(WORM, worm, outputs, bucket=bucket, retentionPeriodInDays=60, status="Locked")["retentionPeriodInDays"] == 60
    with pytest.raises(RefusalError, match=r"^WORMConfigurationLocked: "):
        site.delete(WORM, worm, outputs)


def test_a_service_has_one_role_in_an_account(site):
    identity, outputs = site.create(ROLE_OF, serviceName="nat.aliyuncs.com")
    assert identity == "nat.aliyuncs.com:AliyunServiceRoleForNatgw"
    assert outputs["arn"].endswith(":role/aliyunservicerolefornatgw")
    with pytest.raises(RefusalError, match=r"^EntityAlreadyExists\.Role: "):
        site.make(ROLE_OF, "again", serviceName="nat.aliyuncs.com")


def test_an_issuer_is_known_once_under_whatever_name(site):
    site.make(
        OIDC, oidcProviderName="github", issuerUrl="https://token.actions.githubusercontent.com", clientIds=["sts.aliyuncs.com"]
    )
    with pytest.raises(RefusalError, match=r"^EntityAlreadyExists\.OIDCProvider\.IssuerUrl: "):
        site.make(OIDC, "other", oidcProviderName="other", issuerUrl="https://token.actions.githubusercontent.com")
