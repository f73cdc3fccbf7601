"""What an account of the simulated AWS has once, and what its state's bucket is told."""

from __future__ import annotations

import pytest

from tests.support.aws_site import ACCOUNT, BUCKET, ISSUER, REGION, Site
from tests.support.simulated import RefusalError

REGION_OF = "aws:account/region:Region"
ROLE_OF = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
PUBLIC = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
SHARING = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
VERSIONS = "aws:s3/bucketVersioning:BucketVersioning"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
KEPT, ENABLED = {"status": "Suspended"}, {"status": "Enabled"}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def test_a_region_is_opted_into_where_it_is_not_on_already(site):
    identity, outputs = site.create(REGION_OF, regionName=REGION)
    assert (identity, outputs["optStatus"], outputs["enabled"]) == (f"{ACCOUNT},{REGION}", "ENABLED", True)
    assert site.create(REGION_OF, "always", regionName="us-east-1")[1]["optStatus"] == "ENABLED_BY_DEFAULT"
    assert "cannot disable region" in site.check(REGION_OF, regionName="us-east-1", enabled=False)[1]["enabled"]
    assert "not a region" in site.check(REGION_OF, regionName="ap-jakarta-1")[1]["regionName"]


def test_a_service_has_one_role_in_an_account_under_its_own_name(site):
    identity, outputs = site.create(ROLE_OF, awsServiceName="autoscaling.amazonaws.com")
    assert outputs["name"] == "AWSServiceRoleForAutoScaling"
    assert identity == f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    with pytest.raises(RefusalError, match=r"^InvalidInput: Service role name .* has been taken in this account"):
        site.make(ROLE_OF, "again", awsServiceName="autoscaling.amazonaws.com")
    assert site.create(ROLE_OF, "own", awsServiceName="autoscaling.amazonaws.com", customSuffix="shop")[1]["name"].endswith("_shop")
    assert "not allowed" in site.check(ROLE_OF, awsServiceName="eks.amazonaws.com", customSuffix="x")[1]["customSuffix"]


def test_an_account_knows_an_issuer_once(site):
    issuer = {"url": "https://token.actions.githubusercontent.com", "clientIdLists": ["sts.amazonaws.com"]}
    site.make(ISSUER, **issuer)
    with pytest.raises(RefusalError, match=r"^EntityAlreadyExists: Provider with url https://token\.actions"):
        site.make(ISSUER, "again", **issuer)


def test_settings_of_an_account_are_made_once(site):
    assert site.make(PUBLIC, blockPublicAcls=True) == ACCOUNT
    with pytest.raises(RefusalError, match="has a public access block already"):
        site.make(PUBLIC, "again", blockPublicAcls=True)
    assert site.create(METADATA, httpTokens="required")[1]["httpPutResponseHopLimit"] == -1
    assert set(site.check(METADATA)[1]) == {"httpTokens"}
    assert set(site.check(METADATA, httpTokens="required", httpPutResponseHopLimit=65)[1]) == {"httpPutResponseHopLimit"}
    assert set(site.check(SHARING, state="closed")[1]) == {"state"}
    assert site.create(ANALYZER, analyzerName="account")[1]["type"] == "ACCOUNT"
    with pytest.raises(RefusalError, match=r"^ServiceQuotaExceededException: "):
        site.make(ANALYZER, "another", analyzerName="another")


def test_a_bucket_that_locks_objects_keeps_versions_for_good(site):
    bucket = site.make(BUCKET, bucket="state", objectLockEnabled=True)
    with pytest.raises(RefusalError, match=r"^InvalidBucketState: Versioning must be 'Enabled'"):
        site.make(LOCK, bucket=bucket)
    versions, outputs = site.create(VERSIONS, bucket=bucket, versioningConfiguration=ENABLED)
    assert site.make(LOCK, bucket=bucket) == bucket
    with pytest.raises(RefusalError, match="the versioning state cannot be changed"):
        site.update(VERSIONS, versions, outputs, bucket=bucket, versioningConfiguration=KEPT)
    assert site.replaces(BUCKET, {"objectLockEnabled": False}, {"objectLockEnabled": True}) == ["objectLockEnabled"]


def test_versions_are_suspended_and_never_forgotten(site):
    bucket = site.make(BUCKET, bucket="state")
    versions, outputs = site.create(VERSIONS, bucket=bucket, versioningConfiguration=ENABLED)
    with pytest.raises(RefusalError, match="cannot be updated from 'Enabled' to 'Disabled'"):
        site.update(VERSIONS, versions, outputs, bucket=bucket, versioningConfiguration={"status": "Disabled"})
    assert site.update(VERSIONS, versions, outputs, bucket=bucket, versioningConfiguration=KEPT)["versioningConfiguration"] == KEPT
    assert set(site.check(VERSIONS, bucket=bucket, versioningConfiguration={"status": "On"})[1]) == {
        "versioningConfiguration.status"
    }
    assert set(site.check(OWNERSHIP, bucket=bucket, rule={"objectOwnership": "Me"})[1]) == {"rule.objectOwnership"}
