"""Buckets of the simulated AWS, and their settings."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.aws_site import BUCKET, BUCKET_POLICY, ENCRYPTION, LIFECYCLE, PUBLIC_BLOCK, REGION, Site
from tests.support.simulated import RefusalError

OPEN = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]})


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def test_a_bucket_that_is_given_no_name_gets_one(site):
    name, outputs = site.create(BUCKET, "Flow-Logs")
    assert re.fullmatch(r"flow-logs-[0-9a-f]{7}", name)
    assert outputs["bucket"] == name
    assert outputs["arn"] == f"arn:aws:s3:::{name}"
    assert outputs["bucketRegionalDomainName"] == f"{name}.s3.{REGION}.amazonaws.com"
    assert len(site.make(BUCKET, "a-name-that-is-far-too-long" * 4)) == 63


@pytest.mark.parametrize("name", ["Flow", "ab", "flow_logs", "x" * 64])
def test_a_name_is_one_that_s3_takes(site, name):
    assert "invalid S3 bucket name" in site.check(BUCKET, bucket=name)[1]["bucket"]


def test_a_name_is_taken_once(site):
    site.make(BUCKET, bucket="flow-logs")
    with pytest.raises(RefusalError, match=r"^BucketAlreadyOwnedByYou: "):
        site.make(BUCKET, bucket="flow-logs")


def test_settings_belong_to_a_bucket_and_go_with_it(site):
    bucket = site.make(BUCKET, bucket="flow-logs")
    rules = [{"id": "expire", "status": "Enabled", "expiration": {"days": 90}}]
    site.make(PUBLIC_BLOCK, bucket=bucket, blockPublicPolicy=True)
    site.make(ENCRYPTION, bucket=bucket, rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}])
    assert site.make(LIFECYCLE, bucket=bucket, rules=rules) == bucket
    site.delete(BUCKET, bucket)
    assert not any(site.exists(token, bucket) for token in (PUBLIC_BLOCK, ENCRYPTION, LIFECYCLE))
    with pytest.raises(RefusalError, match=r"^NoSuchBucket: The specified bucket does not exist \(flow-logs\)"):
        site.make(LIFECYCLE, bucket=bucket, rules=rules)


def test_a_bucket_closed_to_the_public_takes_no_public_policy(site):
    bucket = site.make(BUCKET, bucket="flow-logs")
    block = site.make(PUBLIC_BLOCK, bucket=bucket, blockPublicPolicy=True)
    with pytest.raises(RefusalError, match=r"^AccessDenied: .* BlockPublicPolicy"):
        site.make(BUCKET_POLICY, bucket=bucket, policy=OPEN)
    site.delete(PUBLIC_BLOCK, block)
    site.make(BUCKET_POLICY, bucket=bucket, policy=OPEN)


@pytest.mark.parametrize(
    ("token", "rule", "field"),
    [
        (LIFECYCLE, {"id": "expire", "status": "On"}, "rules[0].status"),
        (LIFECYCLE, {"id": "x" * 256, "status": "Enabled"}, "rules[0].id"),
        (
            ENCRYPTION,
            {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "rot13"}},
            "rules[0].applyServerSideEncryptionByDefault",
        ),
    ],
)
def test_what_a_setting_cannot_be(site, token, rule, field):
    assert set(site.check(token, bucket="flow-logs", rules=[rule])[1]) == {field}
